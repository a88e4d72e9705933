// What a file was understood as, what it would change, and how to have it otherwise.

import { choice, h, labelled, table } from "./dom.mjs";
import { datumPart } from "./datum.mjs";
import { registers, titleOf, w } from "./page.mjs";
import { columnsPart, rejectsPart, repairedPart } from "./tables.mjs";

const COUNTS = ["added", "changed", "unchanged", "gone"];

/** All of it; `again(options)` looks at the file anew. */
export function found(upload, again) {
  const refused = upload.refused;
  const understood = upload.report ?? refused?.detail.report ?? { columns: refused?.detail.columns, mapping: {} };
  const mapping = upload.options?.mapping ?? {};
  return [
    refused && h("p", { class: "imp-problem", role: "alert", "data-testid": "import-problem" }, refused.message),
    settings(upload, understood, again),
    upload.report && changes(upload.report),
    notes(understood),
    datumPart(upload, (datum) => again({ datum })),
    columnsPart(upload, understood, (ours, theirs) => again({ mapping: { ...mapping, [ours]: theirs } })),
    understood.rejects && rejectsPart(understood),
    understood.repaired && repairedPart(understood),
  ].filter(Boolean);
}

function settings(upload, understood, again) {
  const listed = registers().map((one) => [one.id, one.title]);
  const kind = choice("kind", listed, upload.kind, (value) => again({ kind: value, mapping: {} }), { "data-testid": "import-kind" });
  const modes = ["replace", "merge"].map((mode) => [mode, w(`mode.${mode}`)]);
  const mode = choice("mode", modes, upload.options?.mode ?? "replace", (value) => again({ mode: value }), { "data-testid": "import-mode" });
  return h(
    "div",
    { class: "imp-settings" },
    labelled(w("register"), kind, upload.guessed ? w("guessed") : null),
    inside(upload, understood, again),
    labelled(w("mode"), mode),
  );
}

function inside(upload, understood, again) {
  const asked = upload.asks?.find((one) => one.code === "layer");
  const names = asked?.layers ?? (understood.file_layers ?? []).map((one) => one.name ?? String(one));
  if (names.length < 2) return null;
  const options = [...(asked ? [["", w("ask_layer")]] : []), ...names.map((name) => [name, name])];
  const now = asked ? "" : understood.file_layer;
  const pick = choice("layer", options, now, (layer) => layer && again({ layer, mapping: {} }), { "data-testid": "import-layer" });
  return h("div", { class: asked ? "imp-asks" : "" }, labelled(w("inside"), pick));
}

function changes(report) {
  const layers = Object.entries(report.layers);
  const sum = (name) => layers.reduce((total, [, counts]) => total + counts[name], 0);
  const tile = (name, value) => h("div", { class: `imp-count ${name}${value ? "" : " none"}`, "data-count": name }, h("strong", {}, value.toLocaleString()), h("span", {}, w(name)));
  const each = layers.map(([name, counts]) => [titleOf(name), ...COUNTS.map((one) => counts[one].toLocaleString())]);
  return h(
    "section",
    { class: "imp-part", "data-testid": "import-counts" },
    h("h3", {}, w("changes")),
    h("div", { class: "imp-counts" }, COUNTS.map((name) => tile(name, sum(name))), tile("rejected", report.rejected)),
    layers.length > 1 && table([w("register"), ...COUNTS.map((name) => w(name))], each),
    sum("gone") > 0 && h("p", { class: "imp-ask" }, w("gone_says", { n: sum("gone").toLocaleString() })),
    report.unknown_workers?.length > 0 && h("p", { class: "imp-ask" }, w("unknown_workers", { ids: report.unknown_workers.slice(0, 10).join(", ") })),
  );
}

function notes(report) {
  const said = (report.notes ?? []).filter((one) => one.code !== "datum_by_evidence").map((one) => h("li", {}, one.text));
  return said.length ? h("ul", { class: "imp-notes" }, said) : null;
}

/** How many features the import would write. */
export const toWrite = (report) =>
  Object.values(report.layers).reduce((total, one) => total + one.added + one.changed, 0);

// The datum of a file: what was decided and by which figures, and the choice of another.

import { choice, h, labelled, table } from "./dom.mjs";
import { datumName, register, w } from "./page.mjs";

const OFFERED = ["auto", "wgs84", "gcj02", "bd09", "cgcs2000"];

/** The part; `choose(datum)` is called with what a person picks. */
export function datumPart(upload, choose) {
  const report = upload.report;
  if (register(upload.kind)?.table) return null;
  const asked = upload.asks.find((one) => one.code === "datum");
  const wanted = asked ? "" : (upload.options.datum ?? "auto");
  const evidence = report?.evidence;
  return h(
    "section",
    { class: asked ? "imp-part imp-asks" : "imp-part", "data-testid": "import-datum" },
    h("h3", {}, w("datum")),
    said(report, asked, evidence),
    evidence?.rows.length ? figures(evidence, report.datum, !asked, choose) : null,
    picker(wanted, choose),
  );
}

function said(report, asked, evidence) {
  if (asked) return h("p", { class: "imp-ask", role: "alert" }, w("ask_datum", { why: w(`why.${asked.why}`), datum: datumName(report?.datum ?? "wgs84") }));
  if (!report?.datum) return null;
  if (evidence?.chosen) return h("p", {}, w("decided", { datum: datumName(evidence.chosen), why: w(`why.${evidence.why}`) }));
  return h("p", {}, w("said", { datum: datumName(report.datum) }));
}

function figures(evidence, chosen, settled, choose) {
  const share = (count, n) => (n ? h("span", { title: `${count} / ${n}` }, `${Math.round((100 * count) / n)}%`) : "–");
  const named = evidence.named > 0;
  const rows = evidence.rows.map((one) => {
    const radio = h("input", { type: "radio", name: "datum", value: one.datum, checked: settled && one.datum === chosen, onchange: () => choose(one.datum) });
    const cells = [
      h("label", { class: "imp-radio" }, radio, datumName(one.datum)),
      ...(named ? [share(one.own_community, evidence.named)] : []),
      share(one.on_building, one.n),
      share(one.near_road, one.n),
      h("span", { class: "imp-number" }, w("metres", { n: Math.round(one.shift_m).toLocaleString() })),
      h("meter", { min: 0, max: 1, value: one.score, title: one.score }),
    ];
    return h("tr", { class: one.datum === chosen ? "chosen" : "", "data-datum": one.datum }, cells.map((cell) => h("td", {}, cell)));
  });
  const heads = [w("datum"), ...(named ? [w("own")] : []), w("building"), w("road"), w("shift"), w("score")];
  return [h("p", { class: "adm-note" }, w("evidence", { n: evidence.rows[0].n })), table(heads, rows, { "data-testid": "import-evidence" })];
}

function picker(wanted, choose) {
  const other = wanted.startsWith("EPSG:");
  const code = h("input", { class: "imp-select imp-epsg", name: "epsg", inputmode: "numeric", placeholder: w("epsg"), value: other ? wanted.slice(5) : "", hidden: !other, "aria-label": w("epsg") });
  code.addEventListener("change", () => /^\d{4,6}$/.test(code.value.trim()) && choose(`EPSG:${code.value.trim()}`));
  const options = [...(wanted ? [] : [["", w("datum.choose")]]), ...OFFERED.map((one) => [one, w(`datum.${one}`)]), ["other", w("datum.other")]];
  const pick = (value) => {
    code.hidden = value !== "other";
    if (value === "other") code.focus();
    else if (value) choose(value);
  };
  return h("div", { class: "imp-row" }, labelled(w("datum.use"), choice("datum-choice", options, other ? "other" : wanted, pick, { "data-testid": "import-datum-choice" })), code);
}

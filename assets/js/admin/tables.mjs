// What was understood of the columns, the rows that cannot be used, the geometries that were repaired.

import { has } from "../i18n.mjs";
import { choice, h, opens, table } from "./dom.mjs";
import { register, w } from "./page.mjs";

const COMMON = ["lon", "lat", "lonlat", "wkt", "id", "name", "place", "datum"];
/** Always offered, found or not. */
const NEEDED = ["lon", "lat", "id", "name"];
const SHOWN = 50;

const titleOf = (ours, fields) =>
  fields.find((one) => one.name === ours)?.title ?? (has(`admin.layers.field.${ours}`) ? w(`field.${ours}`) : ours);

/** Our fields with the column of each; `choose(ours, theirs)` says another. */
export function columnsPart(upload, understood, choose) {
  const columns = understood.columns ?? [];
  const mapping = understood.mapping ?? {};
  if (!columns.length || !register(upload.kind)) return null;
  const { fields, table: placeless } = register(upload.kind);
  const common = COMMON.filter((ours) => ours in mapping || (NEEDED.includes(ours) && !placeless));
  const ours = [...new Set([...common, ...fields.map((one) => one.name), ...Object.keys(mapping)])];
  const rows = ours.map((one) => {
    const needed = fields.find((field) => field.name === one)?.required;
    const options = [...(mapping[one] ? [] : [["", w("none")]]), ...columns.map((column) => [column, column])];
    const pick = choice(`map-${one}`, options, mapping[one] ?? "", (theirs) => theirs && choose(one, theirs), { "aria-label": titleOf(one, fields) });
    return [h("span", {}, titleOf(one, fields), needed && h("em", { class: "imp-needed" }, ` ${w("required")}`)), pick];
  });
  const open = upload.state === "refused" || Object.keys(upload.options.mapping ?? {}).length > 0;
  return opens(w("columns_n", { n: Object.keys(mapping).length }), open, table([w("ours"), w("theirs")], rows, { "data-testid": "import-columns" }));
}

/** The rows that cannot be used, the first of them. */
export function rejectsPart(report) {
  if (!report.rejected) return null;
  const rows = report.rejects.slice(0, SHOWN).map((one) => [String(one.row), one.field, one.reason, one.value]);
  return opens(
    w("rejects", { n: report.rejected }),
    report.rejected <= 5,
    table([w("row"), w("field"), w("reason"), w("value")], rows, { "data-testid": "import-rejects" }),
    report.rejected > SHOWN && h("p", { class: "adm-note" }, w("rejects_first", { n: SHOWN })),
  );
}

/** The geometries that were repaired. */
export function repairedPart(report) {
  if (!report.repaired_count) return null;
  const rows = report.repaired.slice(0, SHOWN).map((one) => [String(one.row), one.why]);
  return opens(w("repaired", { n: report.repaired_count }), false, table([w("row"), w("reason")], rows));
}

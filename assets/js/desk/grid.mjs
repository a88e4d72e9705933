// The queue as AG Grid draws it: three columns, cells of our own, attributes on each row for people and checks.
// Functions are given to the grid from here, never as strings: the page allows no eval.

import { severityIcon } from "../format.mjs";
import { t } from "../i18n.mjs";
import { html, patch, raw } from "./dom.mjs";
import { chip, deadline, needsEyes } from "./model.mjs";
import { tick } from "./when.mjs";

/** A cell whose content is `draw(item)`; redrawn in place when its row changes. */
const cell = (draw) =>
  class {
    init(params) {
      this.element = document.createElement("div");
      this.element.className = "q-cell";
      this.refresh(params);
    }

    getGui() {
      return this.element;
    }

    refresh(params) {
      patch(this.element, draw(params.data));
      tick(this.element, params.context.now());
      return true;
    }
  };

const exercise = (row) => (row.exercise ? html`<i class="exercise">${t("ticket.exercise")}</i>` : null);

/** What sets this case apart from others of its state: it came back, somebody higher was asked, others have it now. */
const marks = (row) =>
  [
    row.reworks > 0 && t("desk.reworks", { n: row.reworks }),
    row.escalations?.length > 0 && t("desk.escalated"),
    row.disposition === "referred" && t("desk.referred_to", { org: row.referred_to }),
  ].filter(Boolean).map((words) => html`<i class="mark">${words}</i>`);

export function extras({ row }) {
  const words = [];
  const linked = row.alert_ids?.length ?? 0;
  if (linked > 1) words.push(t("desk.linked", { n: linked }));
  if (row.repeat_count > 0) words.push(t("alert.repeat", { n: row.repeat_count }));
  if (row.clock_suspect) words.push(t("alert.clock_suspect"));
  if (row.outside_district) words.push(t("alert.outside_district"));
  return words.map((word) => ` · ${word}`).join("");
}

const matter = (item) => html`
  <span class="q-icon">${raw(severityIcon(item.row.severity, item.row))}<span class="visually-hidden">${t(`severity.${item.row.severity}`)}</span></span>
  <span class="q-words"><b title="${item.place}">${item.place}</b><small>${exercise(item.row)}${marks(item.row)}${item.matter}${extras(item)}</small></span>`;

function state(item) {
  if (item.table === "alerts") {
    const key = needsEyes(item.row) ? `alert.state.${item.row.state}` : "alert.acknowledged";
    return html`<span class="chip" data-tone="${needsEyes(item.row) ? "pending" : "resolved"}">${t(key)}</span>`;
  }
  const { key, tone, until } = chip(item.row);
  const clock = until ? html` <span class="num" data-until="${until}" data-mode="expires"></span>` : null;
  return html`<span class="chip" data-tone="${tone}">${t(key)}${clock}</span>`;
}

function left(item) {
  if (item.table === "alerts") {
    return html`<span class="left num" data-until="${Date.parse(item.row.received_at)}" data-mode="since"></span>`;
  }
  const until = deadline(item.row);
  if (item.row.closed_at) return html`<span class="left num">${item.closed}</span>`;
  return until ? html`<span class="left num" data-until="${until}" data-mode="left"></span>` : html`<span class="left">–</span>`;
}

const FIXED = { resizable: false, suppressMovable: true, sortable: false, equals: () => false, valueGetter: (params) => params.data };

/** Narrow screens give the words what the chips can spare. */
export function widths() {
  if (window.innerWidth >= 1750) return { state: 136, left: 118 };
  return document.documentElement.lang.startsWith("zh") ? { state: 104, left: 80 } : { state: 116, left: 88 };
}

/** `rank(id)` is asked for at each sort, so that an inserted row does not mean an update of all below it. */
export const columns = (rank) => [
  {
    ...FIXED,
    colId: "order",
    headerName: t("desk.column.matter"),
    flex: 1,
    cellRenderer: cell(matter),
    comparator: (a, b, one, other) => rank(one.data.id) - rank(other.data.id),
    sort: "asc",
  },
  { ...FIXED, colId: "state", headerName: t("ticket.state"), width: widths().state, cellRenderer: cell(state) },
  { ...FIXED, colId: "left", headerName: t("ticket.limit"), width: widths().left, cellRenderer: cell(left) },
];

/** What an element says of its row, so that a check (and a screen reader) can find it. */
export function attributes(item, selected) {
  if (item.gone) return { "data-gone": "true" };
  const common = { "data-selected": String(selected), "data-exercise": String(Boolean(item.row.exercise)), "data-severity": item.row.severity, "aria-label": item.label };
  if (item.table === "alerts") return { ...common, "data-testid": "alert-row", "data-alert-id": item.row.id };
  return { ...common, "data-testid": "ticket-row", "data-ticket-id": item.row.id, "data-state": item.row.state };
}

const OURS = ["data-gone", "data-testid", "data-alert-id", "data-ticket-id", "data-state", "data-severity", "data-selected", "data-exercise"];

/** What was last written on an element: its item, and whether that was selected. */
const written = new WeakMap();

/** Write the attributes on the row elements that exist now (the grid draws only what is near the window). */
export function stamp(container, items, selected) {
  for (const element of container.querySelectorAll(".ag-row[row-id]")) {
    const item = items.get(element.getAttribute("row-id"));
    const last = written.get(element);
    if (!item || (last?.item === item && last.chosen === (item.id === selected))) continue;
    written.set(element, { item, chosen: item.id === selected });
    const wanted = attributes(item, item.id === selected);
    for (const name of OURS) if (!(name in wanted) && element.hasAttribute(name)) element.removeAttribute(name);
    for (const [name, value] of Object.entries(wanted)) {
      if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
  }
}

/** The grid of the queue; null until it is there. */
export function gridApi() {
  try {
    return window.dash_ag_grid?.getApi?.("desk-queue") ?? null; // throws until the grid is there
  } catch {
    return null;
  }
}

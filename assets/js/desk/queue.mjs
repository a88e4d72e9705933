// The queue: a Map of items is the truth, the grid a picture of it. Rows keep their place under the pointer.

import { t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";
import { columns, stamp } from "./grid.mjs";
import { compareAlerts, compareTickets, deadline, showsAlert, ticketTab } from "./model.mjs";
import { Order, holdUnderPointer } from "./order.mjs";
import { drawTabs } from "./tabs.mjs";
import { clock, dayWord, left, tick } from "./when.mjs";

const GRID = "desk-queue";
const ENDED = ["closed", "cancelled", "merged"];
const CLOSED_SHOWN = 200; // older ones are found by searching

function gridApi() {
  try {
    return window.dash_ag_grid?.getApi?.(GRID) ?? null; // throws until the grid is there
  } catch {
    return null;
  }
}

export class Queue {
  constructor(desk) {
    this.desk = desk;
    this.tab = "all";
    this.items = new Map();
    this.order = new Order();
    this.box = byId("desk-queue-box");
    holdUnderPointer(this.box, this.order, () => this.settleAgain());
    on(this.box, "click", ".ag-row", (_, row) => this.pick(row.getAttribute("row-id"), "click"));
    on(byId("desk-tabs"), "click", "[data-tab]", (_, button) => this.show(button.dataset.tab));
    on(byId("desk-waiting"), "click", "button", () => this.letIn());
    desk.on("select", () => this.mark());
    this.awaitGrid();
  }

  awaitGrid() {
    const api = gridApi();
    if (!api) {
      setTimeout(() => this.awaitGrid(), 40);
      return;
    }
    this.api = api;
    api.updateGridOptions({ context: { now: () => this.desk.now() }, columnDefs: columns((id) => this.order.ranks.get(id) ?? 0) });
    const rows = this.box.querySelector(".ag-center-cols-container");
    new MutationObserver(() => this.stamp()).observe(rows, { childList: true });
    this.refresh();
  }

  /** The rows of this tab as [id, row] pairs with their table. */
  wanted() {
    if (this.tab === "alerts") return [...this.desk.rows("alerts")].filter(([, row]) => showsAlert(row));
    if (this.tab === "closed") return [...this.desk.closed].filter(([, row]) => ENDED.includes(row.state));
    const tickets = [...this.desk.rows("tickets")];
    return this.tab === "all" ? tickets : tickets.filter(([, row]) => ticketTab(row) === this.tab);
  }

  get table() {
    return this.tab === "alerts" ? "alerts" : "tickets";
  }

  compare() {
    if (this.tab === "alerts") return compareAlerts;
    return this.tab === "closed" ? (a, b) => String(b.closed_at).localeCompare(String(a.closed_at)) : compareTickets;
  }

  known(id, row) {
    const item = this.items.get(id);
    return item?.row === row && !item.gone ? item : null;
  }

  item(id, row) {
    const { desk } = this;
    const matter = desk.matter(row);
    const place = desk.place(row);
    const until = this.table === "tickets" ? deadline(row) : null;
    const words = [t(`severity.${row.severity}`), place, matter, until ? left(until, desk.now()).text : ""];
    const at = row.closed_at ? Date.parse(row.closed_at) : null;
    const closed = at ? `${dayWord(at, desk.now()) === t("time.today") ? "" : `${dayWord(at, desk.now())} `}${clock(at)}` : "";
    return { id, table: this.table, row, matter, place, closed, label: words.filter(Boolean).join(" · ") };
  }

  /** Bring the grid in line with the rows: one transaction, only what changed. */
  refresh() {
    drawTabs(this.desk, this.tab);
    if (!this.api) return;
    const pairs = this.wanted();
    this.order.settle(pairs, this.compare());
    const next = new Map(pairs.map(([id, row]) => [id, this.known(id, row) ?? this.item(id, row)]));
    this.keepGhosts(next);
    this.transact(next);
    this.items = next;
    this.stamp();
    this.drawWaiting();
    this.drawEmpty(pairs.length);
  }

  /** Under the pointer a row that left stays as a shade, so that the next click hits what was aimed at. */
  keepGhosts(next) {
    if (!this.order.held) return;
    for (const [id, item] of this.items) if (!next.has(id)) next.set(id, { ...item, gone: true });
  }

  /** Every cell anew: words changed, not rows. */
  redraw() {
    this.items = new Map([...this.items].map(([id, item]) => [id, { ...item, row: null }]));
    this.refresh();
  }

  transact(next) {
    const add = [];
    const update = [];
    for (const [id, item] of next) {
      const old = this.items.get(id);
      if (!old) add.push(item);
      else if (old.row !== item.row || old.gone !== item.gone) update.push(item);
    }
    const remove = [...this.items.values()].filter((item) => !next.has(item.id));
    if (add.length || update.length || remove.length) this.api.applyTransaction({ add, update, remove });
  }

  stamp() {
    stamp(this.box, this.items, this.desk.selected.table === this.table ? this.desk.selected.id : null);
  }

  mark() {
    this.stamp();
    const item = this.items.get(this.desk.selected.id);
    if (item && this.api) this.api.ensureNodeVisible(this.api.getRowNode(item.id));
  }

  show(tab) {
    if (tab === this.tab) return;
    this.tab = tab;
    this.order.release();
    if (tab === "closed") this.fetchClosed();
    if (this.api) this.api.applyTransaction({ remove: [...this.items.values()] });
    this.items = new Map();
    this.refresh();
    this.toTop();
  }

  toTop() {
    if (this.api?.getDisplayedRowCount()) this.api.ensureIndexVisible(0, "top");
  }

  async fetchClosed() {
    try {
      const { tickets } = await this.desk.get(`tickets?state=${ENDED.join(",")}&limit=${CLOSED_SHOWN}`);
      for (const row of tickets) this.desk.closed.set(row.id, row);
      this.refresh();
    } catch (problem) {
      this.desk.refuse(problem);
    }
  }

  pick(id, by) {
    const item = this.items.get(id);
    if (item && !item.gone) this.desk.select(item.table, id, by);
  }

  /** J and K: the next or former row of this tab. */
  move(step) {
    const ids = [...this.items.values()].filter((i) => !i.gone).sort((a, b) => this.order.ranks.get(a.id) - this.order.ranks.get(b.id)).map((i) => i.id);
    if (!ids.length) return;
    const at = ids.indexOf(this.desk.selected.id);
    const to = at < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step));
    this.pick(ids[to], "key");
    byId("desk-said").textContent = this.items.get(ids[to])?.label ?? "";
  }

  /** The order is free again. */
  settleAgain() {
    this.refresh();
    this.api?.refreshClientSideRowModel("sort");
  }

  letIn() {
    this.order.release();
    this.settleAgain();
    this.toTop();
  }

  drawWaiting() {
    const n = this.order.waiting.size;
    byId("desk-waiting").hidden = !n;
    if (n) patch(byId("desk-waiting"), html`<button type="button">${t("desk.waiting", { n })}</button>`);
  }

  drawEmpty(n) {
    byId("desk-empty").hidden = n > 0;
    byId("desk-empty").textContent = t(`desk.empty.${this.tab}`);
  }

  /** Every second: clocks in the cells. */
  tick() {
    tick(this.box, this.desk.now());
  }
}

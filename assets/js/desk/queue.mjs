// The queue: a Map of items is the truth, the grid a picture of it. Rows keep their place under the pointer.

import { t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";
import { columns, gridApi, stamp } from "./grid.mjs";
import { difference, itemOf } from "./item.mjs";
import { Order, holdUnderPointer } from "./order.mjs";
import { belongs, comparison, ENDED, Tabs } from "./tabs.mjs";
import { tick } from "./when.mjs";

const CLOSED_SHOWN = 200; // older ones are found by searching
/** Rows the grid is given, the first of the order; more as somebody scrolls there. It sorts and lays out all it has at
 *  each change, which takes 25 ms with 5,000. */
const SHOWN = 300;
const NEAR_END = 40;

export class Queue {
  constructor(desk) {
    this.desk = desk;
    this.tab = "all";
    this.most = SHOWN;
    this.items = new Map();
    this.order = new Order();
    this.tabs = new Tabs(desk, () => this.tab);
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
    api.addEventListener("bodyScroll", () => this.scrolled());
    this.refresh();
  }

  /** The rows of this tab as [id, row] pairs. */
  wanted() {
    const rows = this.tab === "closed" ? this.desk.closed : this.desk.rows(this.table);
    return [...rows].filter(([, row]) => belongs(this.tab, row));
  }

  get table() {
    return this.tab === "alerts" ? "alerts" : "tickets";
  }

  known(id, row) {
    const item = this.items.get(id);
    return item?.row === row && !item.gone ? item : null;
  }

  /** Bring the grid in line with the rows: one transaction, only what changed. */
  refresh() {
    this.tabs.draw();
    if (!this.api) return;
    const pairs = this.wanted();
    const ranks = this.order.settle(pairs, comparison(this.tab));
    this.draw(pairs.filter(([id]) => ranks.get(id) < this.most));
  }

  /** These rows changed: with 5,000 in the queue the others are not even looked at. */
  changed(tables) {
    if (!this.api || this.order.held || this.tab === "closed") {
      this.refresh();
      return;
    }
    this.tabs.changed();
    const rows = this.desk.rows(this.table);
    const { upsert, remove } = tables[this.table];
    for (const id of remove) this.order.put(id, null);
    for (const id of upsert) this.order.put(id, belongs(this.tab, rows.get(id)) ? rows.get(id) : null);
    this.draw(this.order.first(this.most));
  }

  draw(pairs) {
    const next = new Map(pairs.map(([id, row]) => [id, this.known(id, row) ?? itemOf(this.desk, this.table, row)]));
    this.keepGhosts(next);
    const change = difference(this.items, next);
    if (change) this.api.applyTransaction(change);
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

  /** Near the last row that the grid has: give it more. */
  scrolled() {
    if (this.most < this.order.size && this.api.getLastDisplayedRowIndex() > this.most - NEAR_END) this.reach(this.most);
  }

  /** Have the grid show the row of this rank, and some after it. */
  reach(rank) {
    if (rank === undefined || rank < this.most - NEAR_END) return;
    this.most = rank + SHOWN;
    this.refresh();
  }

  stamp() {
    stamp(this.box, this.items, this.desk.selected.table === this.table ? this.desk.selected.id : null);
  }

  mark() {
    if (this.desk.selected.table === this.table) this.reach(this.order.rank(this.desk.selected.id));
    this.stamp();
    const item = this.items.get(this.desk.selected.id);
    if (item && this.api) this.api.ensureNodeVisible(this.api.getRowNode(item.id));
  }

  show(tab) {
    if (tab === this.tab) return;
    this.tab = tab;
    this.most = SHOWN;
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
    this.most = SHOWN;
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

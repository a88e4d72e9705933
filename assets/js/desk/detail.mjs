// The right column: one ticket or one alert, whole. Redrawn from rows, at most once a frame, touching what changed.

import { t } from "../i18n.mjs";
import { byId, html, patch } from "./dom.mjs";
import { Candidates, candidates } from "./candidates.mjs";
import { crew } from "./crew.mjs";
import { alertFoot, ticketFoot } from "./foot.mjs";
import { alertHead, ticketHead } from "./head.mjs";
import { holdUnderPointer } from "./order.mjs";
import { steps } from "./steps.mjs";
import { signals, timeline } from "./timeline.mjs";
import { tick } from "./when.mjs";

export class Detail {
  constructor(desk, map) {
    Object.assign(this, { desk, map });
    this.scroll = byId("desk-detail-body");
    this.foot = byId("desk-foot");
    this.list = new Candidates(desk, () => this.draw());
    this.forget();
    this.via = "phone";
    this.playbooks = { playbooks: [], wrong: [] };
    holdUnderPointer(this.scroll, this.list.order, () => this.draw());
    desk.on("select", () => this.opened());
    desk.on("pending", () => this.draw());
    desk.on("looking", () => this.draw());
    desk.chosen = () => this.sends ?? null;
  }

  forget() {
    Object.assign(this, { whole: null, callerShown: null, confirming: null, over: null });
  }

  opened() {
    this.forget();
    const { ticket } = this.desk;
    this.sends = null;
    this.list.open(ticket);
    this.scroll.scrollTop = 0;
    this.pathShown = null;
    this.map.showPath(null);
    this.draw();
    if (this.desk.selected.table === "tickets" && this.desk.selected.id) this.fetch();
  }

  /** The ticket with its timeline and alerts; asked again when its row changed. */
  async fetch() {
    const { id } = this.desk.selected;
    if (this.fetching === id) {
      this.again = true;
      return;
    }
    this.fetching = id;
    try {
      const whole = await this.desk.get(`tickets/${encodeURIComponent(id)}`);
      if (id === this.desk.selected.id) this.take(whole);
    } catch (problem) {
      if (id === this.desk.selected.id) this.desk.refuse(problem);
    }
    this.fetching = null;
    if (this.again) {
      this.again = false;
      this.fetch();
    }
  }

  take(whole) {
    const row = whole.ticket ?? whole;
    this.whole = { ...whole, row };
    if (!this.desk.rows("tickets").has(row.id)) this.desk.closed.set(row.id, row);
    this.draw();
  }

  /** Rows changed: draw what they say now, and ask anew for what rows do not say. */
  changed(tables) {
    const { table, id } = this.desk.selected;
    if (!id) return this.draw();
    if (tables.tickets.remove.includes(id) && this.painted?.id === id) this.desk.closed.set(id, this.painted); // closed: stays before me
    const touched = [...tables.tickets.upsert, ...tables.tickets.remove].includes(id);
    if (table === "tickets" && touched) this.fetch();
    if (touched || tables.workers.upsert.length || tables.assignments.upsert.length) this.list.stale();
    this.draw();
  }

  draw() {
    this.dirty ??= requestAnimationFrame(() => {
      this.dirty = null;
      this.paint();
    });
  }

  paint() {
    const { desk } = this;
    const { ticket, alert } = desk;
    const row = ticket ?? alert;
    const box = byId("desk-detail");
    box.dataset.empty = String(!row);
    box.dataset.of = row?.id ?? "";
    if (!row) this.paintNothing();
    else if (ticket) this.paintTicket(ticket);
    else this.paintAlert(alert);
    tick(box, desk.now());
  }

  paintNothing() {
    patch(this.scroll, html`<p class="nothing">${t("desk.nothing")}</p>`);
    patch(this.foot, "");
  }

  paintTicket(ticket) {
    this.painted = ticket;
    const { desk, list } = this;
    const now = desk.now();
    const open = ["pending", "active"].includes(ticket.state);
    patch(this.scroll, html`${ticketHead(desk, ticket, { callerShown: this.callerShown, now })}
      ${steps(desk, ticket, this.playbooks)}${crew(desk, ticket, this.via)}${open && candidates(desk, list)}
      ${signals(desk, ticket.alert_ids ?? [])}${timeline(desk, this.whole?.timeline ?? [], now)}`);
    patch(this.foot, ticketFoot(desk, ticket, open ? list.choice() : null, this.confirming === list.chosen));
    this.drawPath(open ? list.choice() : null, ticket);
    this.tellChoice(open ? list.choice()?.worker_id ?? null : null);
  }

  /** Others see whom I am about to send. */
  tellChoice(workerId) {
    if (workerId === (this.sends ?? null)) return;
    this.sends = workerId;
    this.desk.emit("choice", workerId);
  }

  paintAlert(alert) {
    patch(this.scroll, alertHead(this.desk, alert));
    patch(this.foot, alertFoot(this.desk, alert));
  }

  /** The way on the map: of whom the pointer is over, else of who would be sent, else of who is coming. */
  drawPath(choice, ticket) {
    const who = choice && (this.list.rows?.has(this.over) ? this.over : choice.worker_id);
    const coming = [...this.desk.rows("assignments").values()].find((a) => a.ticket_id === ticket.id && a.path?.length && a.stage !== "on_scene");
    const path = who ? this.list.wayOf(who) : coming?.path ?? null;
    byId("desk-detail").dataset.wayOf = path ? who ?? coming.worker_id : "";
    if (path === this.pathShown) return;
    this.pathShown = path;
    this.map.showPath(path);
  }

  /** The pointer is over a candidate, or over none. */
  hover(workerId) {
    if (workerId === this.over) return;
    this.over = workerId;
    this.draw();
  }

  choose(workerId) {
    this.confirming = null;
    this.list.choose(workerId);
  }

  move(step) {
    this.confirming = null;
    this.list.move(step);
    requestAnimationFrame(() => this.scroll.querySelector("[data-testid=candidate-row][aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
  }

  showAll() {
    this.list.whole = true;
    this.draw();
  }

  /** Every 250 ms: the clocks. */
  tick() {
    tick(byId("desk-detail"), this.desk.now());
  }
}

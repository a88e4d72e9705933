// What the planner would change: a quiet line over the map, opened by W. Rows to take or leave; nothing happens unseen.

import { post } from "../api.mjs";
import { t } from "../i18n.mjs";
import { propose } from "../layers/replan.mjs";
import { byId, html, on, patch } from "./dom.mjs";
import { chosen, lateness, panel } from "./suggestions.mjs";

/** Said also when there is nothing to change; the other notes stand in the open panel only. */
const GRAVE = new Set(["nobody_on_duty", "place_far_off", "too_far", "no_way", "nobody_able", "no_time", "planner_failed"]);
const isGrave = (code) => GRAVE.has(code) || code.startsWith("policy_"); // the file of rules is wrong: others are used
const RESULTS_MS = 20_000;

/** Whether the line over the map is there at all. */
export const speaks = (plan, dismissed) => (plan.changes.length > 0 && !dismissed.has(plan.id)) || plan.notes.some(({ code }) => isGrave(code));

const place = (row) => (Number.isFinite(row?.lon) ? [row.lon, row.lat] : null);

export class Plan {
  constructor(desk, map) {
    Object.assign(this, { desk, map, plan: { id: "", changes: [], notes: [] }, next: null, open: false });
    Object.assign(this, { left: new Set(), dismissed: new Set(), results: null, busy: false });
    this.box = byId("desk-plan");
    const { socket } = desk.live.link;
    socket.on("plan", (plan) => this.hear(plan));
    socket.on("hello", () => this.fetch());
    on(this.box, "click", "[data-do]", (_, x) => this[x.dataset.do]?.());
    on(this.box, "click", "[data-take][aria-disabled=true]", (event) => event.preventDefault());
    on(this.box, "change", "[data-take]", (_, x) => this.take(x.dataset.take, x.checked));
    this.box.addEventListener("focusin", (event) => this.look(event.target.closest("li")?.dataset.key ?? null));
    on(this.box, "pointerover", "li[data-key]", (_, x) => this.look(x.dataset.key));
    this.box.addEventListener("pointerleave", () => this.look(null));
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  async fetch() {
    try {
      this.hear(await this.desk.get("plan"));
    } catch {
      // without a proposal the desk works as without a planner
    }
  }

  /** Another proposal: at once, unless somebody is reading the present one; then it waits behind a button. */
  hear(plan) {
    const reads = this.open && (this.box.contains(document.activeElement) || this.results);
    if (reads && plan.id !== this.plan.id) this.next = plan;
    else this.show(plan);
    this.draw();
  }

  show(plan) {
    if (plan.id !== this.plan.id) this.left.clear();
    Object.assign(this, { plan, next: null, results: null });
    if (!plan.changes.length && !plan.notes.length) this.close();
  }

  refresh() {
    if (this.next) this.show(this.next);
    this.draw();
    this.box.querySelector("input, button")?.focus();
  }

  // --- taking and leaving ---------------------------------------------------------------------

  take(id, taken) {
    if (taken) this.left.delete(id);
    else this.left.add(id);
    this.draw();
  }

  all() {
    return this.accept(null);
  }

  some() {
    const ids = chosen(this.plan, this.left);
    return ids.length ? this.accept(ids) : null;
  }

  async accept(ids) {
    if (this.busy || this.next || this.results || !this.plan.changes.length) return;
    const inside = this.box.contains(document.activeElement);
    this.busy = true;
    this.draw();
    try {
      const { rows } = await post("plan/accept", { id: this.plan.id, ...(ids && { ticket_ids: ids }) });
      this.results = new Map(rows.map((row) => [row.ticket_id, row]));
      const done = rows.filter((row) => row.ok).length;
      this.desk.announce(t("desk.plan.done", { n: done, all: rows.length }));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.results && this.finish(), RESULTS_MS);
    } catch (problem) {
      this.desk.refuse(problem);
      if (problem.code === "plan_gone") await this.fetch();
    }
    this.busy = false;
    this.draw();
    if (inside) this.box.querySelector(".plan-panel")?.focus(); // the box that had the key is shut now; one Enter too many closes nothing
  }

  finish() {
    this.dismissed.add(this.plan.id);
    this.results = null;
    this.close();
    this.show(this.next ?? { ...this.plan, id: "", changes: [], notes: [] });
    this.draw();
  }

  dismiss() {
    this.dismissed.add(this.plan.id);
    this.close();
  }

  // --- keys and the map -----------------------------------------------------------------------

  toggle() {
    if (this.open) return this.close();
    if (this.box.hidden) return this.desk.say(t("desk.plan.none"));
    this.open = true;
    this.back = document.activeElement;
    this.draw();
    return this.box.querySelector("input, .buttons button, button")?.focus();
  }

  close() {
    if (this.results) return this.finish();
    const inside = this.box.contains(document.activeElement);
    this.open = false;
    this.look(null);
    this.draw();
    if (inside) (this.back?.isConnected && !this.box.contains(this.back) ? this.back : byId("desk-queue-box")).focus?.({ preventScroll: true });
    return null;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const all = [...this.box.querySelectorAll("[data-take]")];
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
    } else if (event.key === "Escape") this.close();
    else if (event.key === "Delete") this.dismiss();
    else if (event.key === "Enter" && event.target.matches("[data-take]")) event.shiftKey ? this.all() : this.some();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Draw the ways of one row on the map; null takes them away. */
  look(id) {
    const change = this.open ? this.plan.changes.find((one) => one.ticket_id === id) : null;
    if (this.shown === (change?.ticket_id ?? null)) return;
    this.shown = change?.ticket_id ?? null;
    const goal = change && place(this.desk.rows("tickets").get(id));
    const at = (worker) => place(this.desk.rows("workers").get(worker));
    propose(goal ? [{ id, from: at(change.from), to: at(change.to), goal }] : []);
    this.map.setLayer("replan", Boolean(goal));
    if (goal) this.map.redraw("replan");
  }

  // --- drawing --------------------------------------------------------------------------------

  draw() {
    const { plan, box } = this;
    box.hidden = !(speaks(plan, this.dismissed) || this.results || (this.open && plan.changes.length));
    box.dataset.state = this.results ? "accepted" : this.next ? "stale" : plan.changes.length ? "ready" : "none";
    box.dataset.plan = plan.id;
    if (box.hidden) return patch(box, "");
    return patch(box, html`${this.open && panel(this)}<button type="button" class="plan-chip" data-key="chip" data-do="toggle" aria-expanded="${this.open}">
      <b>${t("desk.plan.title")}</b> <span class="num">${plan.changes.length}</span> ${plan.late_before > plan.late_after && html`<em>${lateness(plan)}</em>`}<kbd>W</kbd></button>`);
  }
}

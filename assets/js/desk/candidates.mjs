// Who could go: every worker on duty, ranked by expected cost in seconds. Fetched when things change; rows keep their
// place under the pointer; the choice sticks to a person, never to a rank.

import { t } from "../i18n.mjs";
import { html } from "./dom.mjs";
import { ageOf, liveAssignments } from "./model.mjs";
import { Order } from "./order.mjs";
import { approach, costs, gateShut, nobody, reasons, whyNot } from "./reasons.mjs";
import { metres, span, walk } from "./when.mjs";

const SHORT = 6;
const NEARER = 0.8; // in a straight line so much nearer than somebody ranked before: that wants explaining
const REFRESH_MS = 2500;
const SETTLED_MS = 120; // a pointer that runs over the list asks for nothing

export class Candidates {
  constructor(desk, redraw) {
    this.desk = desk;
    this.redraw = redraw;
    this.order = new Order();
    this.clear();
    desk.walkOf = (id) => this.nearest.get(id) ?? null;
    setInterval(() => this.wants && this.fetch(), REFRESH_MS);
  }

  clear() {
    this.rows = null;
    this.nearest = new Map(); // the first few, labelled on the map
    this.chosen = null;
    this.byHand = false;
    this.whole = false;
    this.wants = false;
    this.none = null; // why nobody can be sent
    this.approach = null; // what comes after the street
    this.ways = new Map(); // worker → the way drawn, null where there is none
    this.asked = null; // whose way was asked for besides those of the first
    clearTimeout(this.settling);
    this.order.release();
  }

  /** For another ticket: forget, then fetch at once. */
  open(ticket) {
    this.clear();
    this.ticketId = ticket?.id ?? null;
    if (ticket && ["pending", "active"].includes(ticket.state)) this.fetch();
  }

  /** Something changed that may change the ranking; fetched at the next beat, at most once in 2.5 s. */
  stale() {
    this.wants = true;
  }

  async fetch() {
    const id = this.ticketId;
    this.wants = false;
    if (!id) return;
    try {
      const asked = this.asked;
      const answer = await this.desk.get(`tickets/${encodeURIComponent(id)}/candidates?summary=1${asked ? `&path=${encodeURIComponent(asked)}` : ""}`);
      if (id !== this.ticketId) return; // another ticket was opened meanwhile
      this.rows = new Map((answer.candidates ?? answer).map((row) => [row.worker_id, row]));
      this.none = answer.nobody ?? null;
      this.approach = answer.approach ?? null;
      this.ways = new Map([...this.rows.values()].filter((row) => row.path || row.worker_id === asked).map((row) => [row.worker_id, row.path]));
      this.nearest = new Map([...this.rows.values()].filter((row) => row.rank <= SHORT && row.available).map((row) => [row.worker_id, row.eta_s]));
    } catch (problem) {
      if (id !== this.ticketId) return;
      this.rows ??= new Map();
      if (problem?.code !== "not_found") this.desk.refuse(problem);
    }
    this.redraw();
  }

  /** Those not on the ticket already, in the order shown. */
  shown() {
    const ticket = this.desk.ticket;
    const busy = new Set(ticket ? liveAssignments(ticket).map((a) => a.worker_id) : []);
    const pairs = [...(this.rows ?? [])].filter(([id]) => !busy.has(id));
    const ranks = this.order.settle(pairs, (a, b) => a.rank - b.rank);
    return pairs.sort((a, b) => ranks.get(a[0]) - ranks.get(b[0])).map(([, row]) => row);
  }

  /** The person to be sent: chosen by hand, or the best as long as nobody is coming. Sticks while it may. */
  choice() {
    const rows = this.shown();
    const held = rows.find((row) => row.worker_id === this.chosen);
    if (held && (this.byHand || held.available)) return held;
    const ticket = this.desk.ticket;
    const alone = ticket && !liveAssignments(ticket).length;
    this.byHand = false;
    const best = alone && ticket.mode !== "hand" ? rows.find((row) => row.available) : null;
    this.chosen = best?.worker_id ?? null;
    return best ?? null;
  }

  choose(workerId) {
    this.chosen = workerId;
    this.byHand = true;
    this.redraw();
  }

  /** Arrow keys. */
  move(step) {
    const rows = this.shown();
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.worker_id === this.choice()?.worker_id);
    const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    if (to >= SHORT) this.whole = true;
    this.choose(rows[to].worker_id);
  }

  /** The way of somebody to the ticket, as soon as it is known; null until then and where there is none. */
  wayOf(workerId) {
    if (!this.ways.has(workerId) && this.asked !== workerId && this.rows?.has(workerId)) {
      this.asked = workerId;
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.fetch(), SETTLED_MS);
    }
    return this.ways.get(workerId) ?? null;
  }

  /** After sending: nobody is chosen, so that a second Enter sends nobody by accident. */
  sent() {
    this.chosen = null;
    this.byHand = false;
  }
}

function reach(row, worker, now) {
  if (row.reachable_phone) return t("phone.reachable");
  const seen = row.seen_at ?? worker?.seen_at;
  return seen ? t("desk.lost_for", { time: span(now - Date.parse(seen)) }) : t("desk.lost");
}

/** Whether the map would have said another order: nearer by the crow than one who is sooner there. */
export const isMisleading = (row, rows) =>
  row.available && Number.isFinite(row.straight_m) && rows.some((other) => other.rank < row.rank && row.straight_m < NEARER * other.straight_m);

function facts(row, worker, now, misleading, numberOf, gate) {
  const words = row.available ? [t("duty.available")] : [whyNot(row)];
  if (row.after_ticket) words.push(t("desk.after", { number: numberOf(row.after_ticket) }));
  words.push(...reasons(row, gate));
  if (misleading || row.reasons?.includes("detour")) {
    words.push(t("desk.reason.detour", { straight: metres(row.straight_m) }));
  }
  words.push(reach(row, worker, now));
  words.push(Number.isFinite(row.fix_age_s) ? t(ageOf(worker), { age: span(row.fix_age_s * 1000) }) : t("fix.none"));
  return words.filter(Boolean).join(" · ");
}

/** "±2 分": left out where it is less than half a minute. */
const spread = (row) => (row.eta_spread_s >= 30 ? t("desk.spread", { n: Math.max(1, Math.round(row.eta_spread_s / 60)) }) : "");

/** Who else is about to send this one, and where to. */
function rivals(desk, row) {
  const others = desk.rivals(row.worker_id, null).filter((one) => one.worker === row.worker_id);
  const numberOf = ({ id }) => (desk.rows("tickets").get(id)?.number ?? "").split("-").at(-1);
  return others.map((one) => html`<small class="rival" data-testid="rival">${t("desk.about_to_send", { who: one.name, number: numberOf(one) })}</small>`);
}

function candidate(desk, row, chosen, misleading, gate) {
  const worker = desk.rows("workers").get(row.worker_id);
  const numberOf = (id) => (desk.rows("tickets").get(id)?.number ?? "").split("-").at(-1);
  const sum = row.worker_id === chosen ? costs(row, gate) : "";
  return html`<li data-key="${row.worker_id}" data-testid="candidate-row" data-worker-id="${row.worker_id}" data-available="${row.available}"
      role="option" aria-selected="${row.worker_id === chosen}" id="candidate-${row.worker_id}">
    <span class="rank num">${row.available ? row.rank : "–"}</span>
    <span class="who"><b>${row.name}</b><small>${facts(row, worker, desk.now(), misleading, numberOf, gate)}</small>${sum && html`<small class="sum num">${sum}</small>`}${rivals(desk, row)}</span>
    <span class="walk num"><b>${walk(row.eta_s)}</b><small>${[spread(row), metres(row.distance_m)].filter(Boolean).join(" · ")}</small></span></li>`;
}

const skeleton = html`<ul class="candidates" aria-hidden="true">${[1, 2, 3].map(() => html`<li class="skeleton"><span></span></li>`)}</ul>`;

export function candidates(desk, list) {
  if (!list.rows) return html`<section class="d-part"><h3>${t("worker.candidate")}</h3>${skeleton}</section>`;
  const rows = list.shown();
  const chosen = list.choice()?.worker_id ?? null;
  const [after, gate] = [approach(list.approach), gateShut(list.approach)];
  const some = list.whole ? rows : rows.slice(0, SHORT);
  return html`<section class="d-part" aria-label="${t("worker.candidate")}">
    <h3>${t("desk.candidates", { n: list.rows.size })}<span class="hint"><kbd>↑</kbd><kbd>↓</kbd> ${t("desk.key.choose")} · <kbd>Enter</kbd> ${t("action.send")}</span></h3>
    ${list.none && html`<p class="nobody" role="status" data-testid="nobody" data-code="${list.none.code}">${nobody(list.none)}</p>`}
    ${desk.ticket?.mode === "hand" && html`<p class="hint" data-testid="mode-hand">${t("desk.mode_hand")}</p>`}
    ${after && html`<p class="hint approach">${after}</p>`}
    <ul class="candidates" role="listbox" aria-label="${t("worker.candidate")}">${some.map((row) => candidate(desk, row, chosen, isMisleading(row, rows), gate))}</ul>
    ${!rows.length && !list.none && html`<p class="empty">${t("desk.nobody")}</p>`}
    ${rows.length > some.length && html`<button type="button" class="link more" data-do="whole">${t("desk.all_candidates", { n: rows.length })}</button>`}
  </section>`;
}

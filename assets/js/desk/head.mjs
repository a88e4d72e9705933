// The top of the detail: what, how bad, where, who reported, which clocks run.

import { severityIcon } from "../format.mjs";
import { has, t } from "../i18n.mjs";
import { html, raw } from "./dom.mjs";
import { arrived, chip } from "./model.mjs";
import { clock, dayWord, span } from "./when.mjs";

const ms = (time) => (time ? Date.parse(time) : null);

function tile(label, value, tone = "") {
  return html`<div class="tile" data-tone="${tone}"><small>${label}</small>${value}</div>`;
}

const running = (until) => html`<b class="num left" data-until="${until}" data-mode="left"></b>`;

/** Arrival and finish, each with what was granted; then signals. What is over shows how long it took. */
function tiles(ticket) {
  const opened = ms(ticket.opened_at);
  const limit = (until) => (until ? ` ${span(until - opened)}` : "");
  const [arriveBy, finishBy] = [ms(ticket.arrive_by), ms(ticket.finish_by)];
  const list = [];
  if (ticket.arrived_at || (arrived(ticket) && arriveBy)) {
    const took = ticket.arrived_at ? span(ms(ticket.arrived_at) - opened) : t("stage.on_scene");
    list.push(tile(t("desk.clock.arrived"), html`<b class="num">${took}</b>`));
  } else if (arriveBy && !ticket.closed_at) {
    list.push(tile(t("desk.clock.arrive") + limit(arriveBy), running(arriveBy)));
  }
  const due = finishBy ?? (arriveBy ? null : ms(ticket.due_at));
  if (ticket.closed_at) list.push(tile(t(`ticket.state.${ticket.state}`), html`<b class="num">${clock(ms(ticket.closed_at))}</b>`));
  else if (due) list.push(tile(t("desk.clock.finish") + limit(due), running(due)));
  else if (!arriveBy) list.push(tile(t("time.elapsed"), html`<b class="num" data-until="${opened}" data-mode="since"></b>`));
  list.push(tile(t("alert.related"), html`<b class="num">${ticket.alert_ids?.length ?? 0}</b>`));
  return html`<div class="tiles">${list}</div>`;
}

const badge = (text, tone) => html`<span class="chip" data-tone="${tone}">${text}</span>`;

/** Whether the report is true: asked beside the words it is about. */
const verdicts = (desk, ticket) => html`<span class="dim">${t("ticket.verify")}</span>${["verify_ok", "verify_bad"].map((name) => html`<button type="button"
  class="tiny" data-key="${name}" data-act="${name}" aria-label="${t(`desk.act.${name}`)}" data-pending="${desk.isPending(`${name}:${ticket.id}`)}">${t(`desk.verdict.${name}`)}</button>`)}`;

/** How it ended, and where to it went on. */
function ending(desk, ticket) {
  if (ticket.referred_to && ticket.disposition === "referred") return t("desk.referred_to", { org: ticket.referred_to });
  const into = ticket.merged_into && desk.row({ table: "tickets", id: ticket.merged_into });
  return into ? t("desk.merged_into", { number: into.number }) : t(`disposition.${ticket.disposition}`);
}

/** Whom colleagues are about to send here. */
const sending = (desk, ticket) =>
  desk.rivals(null, ticket.id).filter((one) => one.id === ticket.id).map((one) => t("desk.sending_here", { who: one.name, name: desk.workerName(one.worker) }));

/** How far up it was told and who looks after it; else why it was raised. */
function raised(desk, ticket) {
  const { escalation } = ticket;
  if (!escalation) return [t("desk.escalated"), word(ticket.escalations.at(-1))].filter(Boolean).join(" · ");
  const to = t("desk.escalated_to", { level: t(`level.${escalation.level}`) });
  return `${to} · ${escalation.taken_by ? t("desk.escalated_taken", { who: desk.who(escalation.taken_by) }) : t("desk.escalated_waits")}`;
}

const word = (code) => (has(`desk.reason_code.${code}`) ? t(`desk.reason_code.${code}`) : "");

function badges(desk, ticket) {
  const { key, tone, until } = chip(ticket);
  const open = ["pending", "active"].includes(ticket.state);
  const lookers = desk.lookers(ticket.id);
  const offer = until ? html` <span class="num" data-until="${until}" data-mode="expires"></span>` : null;
  return html`<div class="badges">
    <span class="chip" data-tone="${tone}">${t(key)}${offer}</span>
    <span class="severity-word" data-severity="${ticket.severity}">${t(`severity.${ticket.severity}`)}</span>
    ${ticket.exercise && html`<i class="exercise">${t("ticket.exercise")}</i>`}
    ${open && ticket.verified == null && verdicts(desk, ticket)}
    ${ticket.verified === true && badge(t("desk.verified"), "free")}
    ${ticket.verified === false && badge(t("desk.verified_false"), "pending")}
    ${ticket.checked === true && badge(t("desk.checked"), "free")}
    ${ticket.reworks > 0 && badge(t("desk.reworks", { n: ticket.reworks }), "pending")}
    ${ticket.outside_district && badge(t("alert.outside_district"), "pending")}
    ${ticket.escalations?.length > 0 && badge(raised(desk, ticket), "pending")}
    ${lookers.length > 0 && html`<span class="lookers">${t("desk.looking_here", { who: lookers.join(" ") })}</span>`}
    ${sending(desk, ticket).map((words) => html`<span class="sending">${words}</span>`)}
    ${ticket.disposition && badge(ending(desk, ticket), "resolved")}
  </div>`;
}

/** Who reported, masked; the whole of it by need, which the log remembers. */
function caller(ticket, shown) {
  if (!ticket.reporter && !shown) return null;
  return html`<p class="line"><span class="dim">${t("ticket.reporter")}</span> <span class="num">${shown ?? ticket.reporter}</span>
    ${!shown && html`<button type="button" class="link" data-do="caller">${t("desk.reveal")}</button>`}</p>`;
}

export function ticketHead(desk, ticket, { callerShown, now }) {
  const opened = ms(ticket.opened_at);
  const day = dayWord(opened, now);
  const doubt = ticket.verified == null && ["pending", "active"].includes(ticket.state) && ticket.alert_ids?.length > 0;
  return html`<header class="d-head" data-severity="${ticket.severity}" data-exercise="${Boolean(ticket.exercise)}">
    <h2><span class="d-icon">${raw(severityIcon(ticket.severity, ticket))}</span><span class="matter">${desk.matter(ticket)}${doubt ? t("desk.unverified") : ""}</span>
      <span class="number num">${ticket.number}</span></h2>
    <p class="where">${desk.place(ticket)}</p>
    ${badges(desk, ticket)}${tiles(ticket)}
    ${ticket.description && html`<p class="words">${ticket.description}</p>`}
    ${caller(ticket, callerShown)}
    <p class="line dim num">${t("ticket.opened_at")} ${day === t("time.today") ? "" : `${day} `}${clock(opened, true)}
      ${ticket.grid_code && html` · ${t("grid")} ${ticket.grid_code.slice(-3)}`}</p>
  </header>`;
}

/** The same for an alert that has no ticket. */
export function alertHead(desk, alert) {
  const received = ms(alert.received_at);
  return html`<header class="d-head" data-severity="${alert.severity}" data-exercise="${Boolean(alert.exercise)}">
    <h2><span class="d-icon">${raw(severityIcon(alert.severity, alert))}</span><span class="matter">${desk.matter(alert)}</span></h2>
    <p class="where">${desk.place(alert)}</p>
    <div class="badges"><span class="chip" data-tone="pending">${t(`alert.state.${alert.state}`)}</span>
      <span class="severity-word" data-severity="${alert.severity}">${t(`severity.${alert.severity}`)}</span>
      ${alert.acknowledged_by && badge(t("desk.acknowledged_by", { who: alert.acknowledged_by }), "resolved")}
      ${alert.exercise && html`<i class="exercise">${t("ticket.exercise")}</i>`}
      ${alert.clock_suspect && badge(t("alert.clock_suspect"), "pending")}</div>
    <div class="tiles">
      ${tile(t("time.elapsed"), html`<b class="num" data-until="${received}" data-mode="since"></b>`)}
      ${tile(t("desk.received"), html`<b class="num">${clock(received)}</b>`)}
      ${tile(t("desk.repeats"), html`<b class="num">${alert.repeat_count ?? 0}</b>`)}</div>
    ${alert.description && html`<p class="words">${alert.description}</p>`}
    ${alert.device_id && html`<p class="line"><span class="dim">${t("device")}</span> <span class="num">${alert.device_id}</span></p>`}
  </header>`;
}

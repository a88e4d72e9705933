// Who is on the ticket: stage, how long, and what a dispatcher may pass on for a worker who answers by voice.

import { t } from "../i18n.mjs";
import { html } from "./dom.mjs";
import { LIVE_STAGES } from "./model.mjs";
import { walk } from "./when.mjs";

/** Stage → the words that may follow, in the order of the work: [command, text key, asks for a reason]. */
export const NEXT = {
  offered: ["AcknowledgeAssignment", "StartTravel", "ArriveOnScene", "DeclineAssignment"],
  acknowledged: ["StartTravel", "ArriveOnScene", "DeclineAssignment"],
  en_route: ["ArriveOnScene", "DeclineAssignment"],
  on_scene: ["ResolveTicket"],
  recalling: ["ConfirmRecall"],
};

const order = (a) => -LIVE_STAGES.indexOf(a.stage) * 2 - (a.lead ? 1 : 0);

/** What runs for this assignment: the offer's or recall's end, the walk, or the time at the stage. */
function timing(desk, a) {
  if (a.expires) return html`<span class="num" data-until="${Date.parse(a.expires)}" data-mode="expires"></span>`;
  if (["acknowledged", "en_route"].includes(a.stage)) {
    const eta = desk.live.store.etas?.get(a.worker_id) ?? a.eta_s;
    return html`<span class="dim">${t("desk.eta")}</span> <span class="num">${walk(eta)}</span>`;
  }
  return html`<span class="num" data-until="${Date.parse(a.since)}" data-mode="since"></span>`;
}

function taps(desk, ticket, a, via) {
  const busy = (name) => desk.isPending(`${name}:${ticket.id}:${a.worker_id}`);
  return html`<div class="taps" role="group" tabindex="-1" aria-label="${t("desk.behalf")}">
    <button type="button" class="tiny" data-do="via" aria-label="${t("desk.behalf_via", { via: t(`via.${via}`) })}">${t("desk.behalf_short", { via: t(`via.${via}`) })}</button>
    ${NEXT[a.stage].map((type) => html`<button type="button" class="tiny solid" data-do="tap" data-type="${type}" data-worker="${a.worker_id}"
      data-pending="${busy(type)}">${t(`desk.tap.${type}`)}</button>`)}
    ${a.stage !== "recalling" && html`<button type="button" class="tiny" data-do="recall" data-worker="${a.worker_id}"
      data-pending="${busy("RecallAssignment")}">${t("desk.recall")}</button>`}
    <button type="button" class="tiny" data-do="here" data-testid="btn-here" data-worker="${a.worker_id}">${t("desk.here")}</button>
    <button type="button" class="tiny" data-do="phone" data-worker="${a.worker_id}">${desk.phones.get(a.worker_id) ?? t("desk.phone")}</button>
  </div>`;
}

function line(desk, ticket, a, via) {
  const worker = desk.rows("workers").get(a.worker_id);
  const live = LIVE_STAGES.includes(a.stage);
  return html`<li data-key="${a.worker_id}" data-stage="${a.stage}" class="${live ? "" : "past"}">
    <div class="crew-line"><b>${worker?.name ?? a.worker_id}</b>
      ${a.lead && live && html`<span class="lead">${t("assignment.lead")}</span>`}
      <span class="chip" data-tone="${a.stage}">${t(`stage.${a.stage}`)}</span>
      ${a.stage === "recalling" && html`<span class="dim">${t("desk.recall_waits")}</span>`}
      ${live && html`<span class="timing">${timing(desk, a)}</span>`}</div>
    ${live && taps(desk, ticket, a, via)}
  </li>`;
}

/** The live assignments; those that ended are told by the timeline. */
export function crew(desk, ticket, via) {
  const live = (ticket.assignments ?? []).filter((a) => LIVE_STAGES.includes(a.stage)).sort((a, b) => order(a) - order(b));
  if (!live.length) return null;
  const asked = live.filter((a) => a.broadcast && a.stage === "offered").length;
  return html`<section class="d-part" aria-label="${t("desk.crew")}">
    <h3>${t("desk.crew")}</h3>${asked > 0 && html`<p class="hint" data-testid="broadcast">${t("desk.broadcast_out", { n: asked })}</p>`}<ul class="crew">${live.map((a) => line(desk, ticket, a, via))}</ul></section>`;
}

// The open panel of suggestions as markup: rows, notes, figures, buttons. plan.mjs says what they do.

import { t } from "../i18n.mjs";
import { html } from "./dom.mjs";
import { mss } from "./when.mjs";

/** The rows of a plan as they are taken: all until some are left out. */
export const chosen = (plan, left) => plan.changes.filter(({ ticket_id: id }) => !left.has(id)).map(({ ticket_id: id }) => id);

/** Why, in a sentence; numbers of tickets in their short form. */
export function reason({ why }) {
  const number = String(why.number ?? "").split("-").at(-1);
  return t(`desk.plan.why.${why.code}`, { ...why, number });
}

export const lateness = (plan) => t("desk.plan.late", { before: plan.late_before, after: plan.late_after });

/** @param view {desk, plan, next, left, results, busy} */
export function panel(view) {
  const { plan, next, results } = view;
  return html`<section class="plan-panel" data-key="panel" role="group" tabindex="-1" aria-label="${t("desk.plan.title")}">
    ${next && !results && html`<p class="plan-stale" role="status" data-key="stale">${t("desk.plan.stale")} <button type="button" data-do="refresh">${t("desk.plan.show")}</button></p>`}
    ${plan.changes.length ? html`<ul data-key="rows">${plan.changes.map((change) => row(view, change))}</ul>` : html`<p class="empty" data-key="empty">${t("desk.plan.none")}</p>`}
    ${plan.notes.map((note) => html`<p class="plan-note" data-code="${note.code}" data-key="${note.code} ${note.number ?? ""}">${t(`desk.plan.note.${note.code}`, note)}</p>`)}
    ${plan.changes.length > 0 && foot(view)}</section>`;
}

function row({ desk, left, results, busy }, change) {
  const { ticket_id: id } = change;
  const ticket = desk.row({ table: "tickets", id });
  const said = results?.get(id);
  const to = desk.workerName(change.to);
  const who = change.from ? html`${desk.workerName(change.from)} <i aria-label="${t("desk.plan.to")}">→</i> ${to}` : html`<i aria-label="${t("desk.plan.to")}">→</i> ${to}`;
  return html`<li data-key="${id}" data-testid="plan-row" data-ticket-id="${id}" data-result="${said ? (said.ok ? "done" : "refused") : ""}"><label>
    <input type="checkbox" data-take="${id}" ${!left.has(id) && html`checked`} ${Boolean(results) && html`disabled`} aria-disabled="${Boolean(busy)}">
    <b title="${ticket ? `${desk.matter(ticket)} · ${desk.place(ticket)}` : ""}"><small>${change.number.split("-").at(-1)}</small> ${ticket ? desk.matter(ticket) : ""}</b>
    <em class="num">${change.saves_s > 0 && t("desk.plan.saves", { time: mss(change.saves_s * 1000) })}</em>
    <span>${who}</span><small class="plan-why">${said ? (said.ok ? t("desk.plan.row_done") : said.message) : reason(change)}</small></label></li>`;
}

const minutes = (seconds) => Math.round(seconds / 60);

function foot({ plan, next, left, results, busy }) {
  const figures = { before: minutes(plan.walk_before_s), after: minutes(plan.walk_after_s), gap: (100 * plan.gap).toFixed(plan.gap < 0.1 ? 1 : 0) };
  const held = Boolean(busy || next) && html`aria-disabled="true"`; // disabled would drop the focus, and Enter send somebody else
  const buttons = results
    ? html`<div class="buttons" data-key="after"><button type="button" data-do="finish">${t("action.close")}</button></div>`
    : html`<div class="buttons" data-key="buttons"><button type="button" class="primary" data-do="some" data-testid="plan-accept" data-pending="${busy}" ${held}>${t("desk.plan.accept_some", { n: chosen(plan, left).length })}<kbd>Enter</kbd></button>
      <button type="button" data-do="all" ${held}>${t("desk.plan.accept_all")}<kbd>⇧Enter</kbd></button>
      <button type="button" data-do="dismiss">${t("desk.plan.dismiss")}<kbd>Del</kbd></button></div>`;
  return html`<footer class="plan-foot" data-key="foot"><p class="plan-figures num" data-key="figures">${lateness(plan)} · ${t("desk.plan.walk", figures)} · ${t(plan.gap > 0 ? "desk.plan.gap" : "desk.plan.proven", figures)}</p>${buttons}</footer>`;
}

// The foot of the detail: the one thing to do next, large; the rest beside it and in the menu.

import { t } from "../i18n.mjs";
import { html } from "./dom.mjs";
import { ACTIONS, ALERT_ACTIONS, possible } from "./actions.mjs";
import { liveAssignments } from "./model.mjs";

const key = (letter) => letter && html`<kbd>${letter}</kbd>`;

const plain = (name, action, pending, extra = "") =>
  html`<button type="button" data-key="${name}" data-act="${name}" class="${extra}" data-pending="${pending}" title="${action.key ?? ""}"
    aria-keyshortcuts="${action.key ?? ""}">${t(`desk.act.${name}`)}${extra && key(action.key)}</button>`;

/** "派单给 网格员 07": who would be sent, or what is missing for it. */
function send(desk, ticket, choice, confirming) {
  const more = liveAssignments(ticket).length > 0;
  const pending = desk.isPending(`OfferAssignment:${ticket.id}`);
  const busy = choice?.stackable ?? choice?.why_not === "worker_busy";
  let label = t(more ? "desk.choose_more" : "desk.choose");
  const rival = choice && desk.rivals(choice.worker_id, ticket.id)[0];
  if (rival && !busy) label = t(confirming ? "desk.take_over_confirm" : "desk.take_over", { who: rival.name, name: choice.name });
  else if (choice) label = t(busy ? (confirming ? "desk.stack_confirm" : "desk.stack") : more ? "desk.send_more" : "desk.send", { name: choice.name });
  return html`<button type="button" class="primary send" data-key="send" data-testid="dispatch-button" data-do="send" data-pending="${pending}"
    aria-disabled="${!choice || pending}"><span>${label}</span>${choice && html`<kbd>Enter</kbd>`}</button>`;
}

function menu(names, first, pendingOf) {
  const rest = names.filter((name) => !first.includes(name));
  return html`<div class="menu-wrap" data-key="menu"><button type="button" data-do="menu" aria-haspopup="menu" aria-label="${t("desk.more")}">⋯</button>
    <div class="menu" role="menu" data-keep="hidden" hidden>${rest.map((name) => html`<button type="button" role="menuitem" data-key="${name}" data-act="${name}" data-pending="${pendingOf(name)}">
      <span>${t(`desk.act.${name}`)}</span>${key(ACTIONS[name].key)}</button>`)}</div></div>`;
}

export function ticketFoot(desk, ticket, choice, confirming) {
  const names = possible(ACTIONS, ticket);
  const pendingOf = (name) => desk.isPending(`${name}:${ticket.id}`);
  const button = (name, extra) => plain(name, ACTIONS[name], pendingOf(name), extra);
  let first = [];
  if (["pending", "active"].includes(ticket.state)) first = ["merge"];
  else if (ticket.state === "resolved") first = names.includes("check_ok") ? ["check_ok", "rework", "close"] : ["close", "rework"];
  else first = names.includes("unmerge") ? ["unmerge"] : ["reopen"];
  const lead = ticket.state === "resolved" ? first[0] : null;
  return html`<div class="foot-row">
    ${["pending", "active"].includes(ticket.state) && send(desk, ticket, choice, confirming)}
    ${first.filter((name) => names.includes(name)).map((name) =>
      name === "close"
        ? html`<button type="button" data-key="close" data-testid="close-button" data-act="close" class="${lead === "close" ? "primary" : ""}"
            data-pending="${pendingOf("close")}">${t("desk.act.close")}${lead === "close" && key("C")}</button>`
        : button(name, name === lead ? "primary" : ""))}
    ${menu(names, first, pendingOf)}</div>`;
}

export function alertFoot(desk, alert) {
  const pendingOf = (name) => desk.isPending(`${name}:${alert.id}`);
  const names = possible(ALERT_ACTIONS, alert);
  return html`<div class="foot-row">
    ${!alert.ticket_id && html`<button type="button" class="primary send" data-do="open-ticket" data-pending="${desk.isPending(`OpenTicket:${alert.id}`)}"><span>${t("desk.open_ticket")}</span><kbd>Enter</kbd></button>`}
    ${alert.ticket_id && html`<button type="button" class="primary send" data-do="goto-ticket"><span>${t("desk.goto_ticket")}</span></button>`}
    ${names.map((name) => plain(name, ALERT_ACTIONS[name], pendingOf(name)))}</div>`;
}

// The own steps of a job's playbook, one big tap each. A tap that still waits in the outbox counts as done here.

import { remaining } from "../format.mjs";
import { locale, t } from "../i18n.mjs";
import { h } from "./dom.mjs";

/** Stages in which a worker is on the job: before, he has not accepted; after, it is over. */
const AT_WORK = ["acknowledged", "en_route", "on_scene"];

/** The ids of steps of this ticket that were tapped and are not sent yet. */
export const tapped = (ticketId, items) =>
  items.filter((item) => item.type === "CompleteStep" && item.data.ticket_id === ticketId).map((item) => item.data.step_id);

/** The steps of this role: what is to be shown of each, {step, state} with "sent" for a tap in the outbox. */
export function own(ticket, role, items) {
  const sent = tapped(ticket.id, items);
  return (ticket.steps ?? [])
    .filter((step) => step.role === role)
    .map((step) => ({ step, state: ["open", "waiting"].includes(step.state) && sent.includes(step.id) ? "sent" : step.state }));
}

const words = (step) => (locale.startsWith("zh") ? step.text.zh : step.text.en);

/** The list on the job's card; nothing where the role has no step. */
export function checklist({ ticket, stage }, { role, items, now, act }) {
  const mine = own(ticket, role, items);
  if (!mine.length) return null;
  const tappable = AT_WORK.includes(stage);
  return h(
    "section",
    { class: "ph-checklist", "data-testid": "steps", "aria-label": t("phone.steps") },
    h("h2", {}, t("phone.steps")),
    h("ul", {}, mine.map(({ step, state }) => h("li", {}, line(ticket, step, state, { tappable, now, act })))),
  );
}

function line(ticket, step, state, { tappable, now, act }) {
  const can = tappable && state === "open";
  return h(
    "button",
    {
      type: "button",
      class: "ph-step",
      "data-testid": "btn-step",
      "data-step-id": step.id,
      "data-state": state,
      "aria-pressed": String(["done", "sent"].includes(state)),
      disabled: !can,
      onclick: () => act.step(ticket, step),
    },
    h("i", { "aria-hidden": "true" }, ["done", "sent"].includes(state) ? "✓" : ""),
    h("span", {}, words(step)),
    aside(step, state, now),
  );
}

function aside(step, state, now) {
  if (state === "sent") return h("small", {}, t("phone.step.sent"));
  if (state === "waiting") return h("small", {}, t("phone.step.after"));
  if (state !== "open" || !step.due_at) return null;
  const left = remaining(Date.parse(step.due_at), now);
  return h("small", { class: left.over ? "ph-left is-over" : "ph-left", "data-due": step.due_at }, left.text);
}

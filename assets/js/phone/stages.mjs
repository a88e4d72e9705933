// What a job looks like here: the server's stage, moved on by the taps that still wait in the outbox.

export const STEPS = ["acknowledged", "en_route", "on_scene", "cleared"];

/** stage → the next step: command, button, the stage it leads to */
export const NEXT = {
  offered: { command: "AcknowledgeAssignment", button: "btn-acknowledge", to: "acknowledged" },
  acknowledged: { command: "StartTravel", button: "btn-en-route", to: "en_route" },
  en_route: { command: "ArriveOnScene", button: "btn-on-scene", to: "on_scene" },
  on_scene: { command: "ResolveTicket", button: "btn-done", to: "cleared" },
};

const LEADS_TO = {
  AcknowledgeAssignment: "acknowledged",
  StartTravel: "en_route",
  ArriveOnScene: "on_scene",
  ResolveTicket: "cleared",
  DeclineAssignment: "declined",
  ConfirmRecall: "recalled",
};

/** The stage to show for a ticket: the last queued tap counts, if it is further than the server's. */
export function shownStage(stage, ticketId, items) {
  const order = ["offered", ...STEPS, "declined", "recalling", "recalled"];
  return items
    .filter((item) => item.data.ticket_id === ticketId && item.type in LEADS_TO)
    .map((item) => LEADS_TO[item.type])
    .reduce((shown, next) => (order.indexOf(next) > order.indexOf(shown) ? next : shown), stage);
}

/** Duty as it will be when the outbox is empty. */
export function shownDuty(duty, items) {
  const words = { SignOn: "available", SignOff: "off_duty", StartBreak: "on_break", EndBreak: "available" };
  const last = items.filter((item) => item.type in words).at(-1);
  return last ? words[last.type] : duty;
}

/** Jobs of this worker: assignments joined to their tickets, the one that is furthest first, then the worst. */
export function jobs(store, items) {
  const severities = ["extreme", "severe", "moderate", "minor", "unknown"];
  const far = ["recalling", "on_scene", "en_route", "acknowledged", "offered"];
  return [...store.rows("assignments").values()]
    .map((assignment) => {
      const ticket = store.rows("tickets").get(assignment.ticket_id);
      return ticket && { assignment, ticket, stage: shownStage(assignment.stage, ticket.id, items) };
    })
    .filter((job) => job && !["declined", "recalled"].includes(job.stage))
    .sort(
      (a, b) =>
        far.indexOf(a.assignment.stage) - far.indexOf(b.assignment.stage) ||
        severities.indexOf(a.ticket.severity) - severities.indexOf(b.ticket.severity) ||
        a.assignment.since.localeCompare(b.assignment.since),
    );
}

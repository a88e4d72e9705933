// Everything a dispatcher can do to a ticket or an alert, on one screen: when, with which key, asking for what.
// `fields` are asked for in a sheet; without fields the button acts at once.

import { SEVERITIES, liveAssignments } from "./model.mjs";

const open = (ticket) => ["pending", "active"].includes(ticket.state);
const live = (ticket) => ["pending", "active", "resolved"].includes(ticket.state);
const resolved = (ticket) => ticket.state === "resolved";

const isTaken = (ticket) => liveAssignments(ticket).some((a) => ["acknowledged", "en_route", "on_scene"].includes(a.stage) && !a.for_role);

const reason = { name: "reason", type: "text", required: true, label: "desk.field.reason" };
const note = { name: "note", type: "text", label: "desk.field.note" };

const severity = { name: "severity", type: "choice", required: true, label: "severity", options: SEVERITIES, text: "severity" };

/** name → {type: command, when, key, fields, data}. The order is that of the menu. */
export const ACTIONS = {
  verify_ok: { type: "VerifyTicket", when: (x) => open(x) && x.verified == null, key: "V", data: () => ({ ok: true }) },
  verify_bad: { type: "VerifyTicket", when: (x) => open(x) && x.verified == null, data: () => ({ ok: false }), fields: [note] },
  check_ok: { type: "CheckTicket", when: (x) => resolved(x) && x.checked !== true, key: "C", data: () => ({ ok: true }) },
  rework: { type: "CheckTicket", when: resolved, key: "F", data: () => ({ ok: false }), fields: [{ ...note, required: true, label: "desk.field.rework" }] },
  close: { type: "CloseTicket", when: resolved, key: "C" },
  reopen: { type: "ReopenTicket", when: (x) => ["resolved", "closed", "cancelled"].includes(x.state), fields: [reason] },
  note: { type: "AddNote", when: () => true, key: "T", fields: [{ name: "text", type: "area", required: true, label: "desk.field.note" }] },
  amend: {
    type: "AmendTicket",
    when: live,
    key: "E",
    fields: [
      { name: "place", type: "text", label: "ticket.place" },
      { name: "unit", type: "text", label: "desk.field.unit", short: true },
      { name: "floor", type: "whole", label: "desk.field.floor", short: true },
      { name: "room", type: "text", label: "desk.field.room", short: true },
      { name: "title", type: "text", label: "ticket.matter" },
      { name: "description", type: "area", label: "ticket.description" },
    ],
    amends: true,
  },
  prioritise: { type: "PrioritiseTicket", when: open, key: "P", fields: [severity] },
  broadcast: { type: "BroadcastTicket", when: (x) => open(x) && !isTaken(x), fields: [{ name: "minutes", type: "whole", label: "desk.field.minutes" }], told: "desk.broadcast_sent" },
  escalate: { type: "EscalateTicket", when: open, fields: [reason] },
  refer: { type: "ReferTicket", when: open, fields: [{ name: "org", type: "text", required: true, label: "desk.field.org" }, { ...reason, required: false }] },
  merge: { type: "MergeTickets", when: open, key: "M", fields: [{ name: "ticket_ids", type: "tickets", required: true, label: "desk.field.merge" }], into: true },
  unmerge: { type: "UnmergeTicket", when: (x) => x.state === "merged" },
  cancel: { type: "CancelTicket", when: live, key: "X", fields: [reason] },
};

/** What may be done to an alert that has no ticket. */
export const ALERT_ACTIONS = {
  acknowledge: { type: "AcknowledgeAlert", when: (x) => !x.acknowledged_by, key: "A" },
  resolve: { type: "ResolveAlert", when: (x) => x.state !== "resolved", key: "X", fields: [reason], told: "desk.resolved_by_hand" },
};

export const possible = (table, row) => Object.entries(table).filter(([, action]) => action.when(row)).map(([name]) => name);

/** The data of the command, from the row and what was filled in; for an amendment only what was changed. */
export function body(action, row, values) {
  const subject = action.type.endsWith("Alert") ? { alert_id: row.id } : { ticket_id: row.id };
  if (action.into) return { into: row.id, ticket_ids: values.ticket_ids };
  if (!action.amends) return { ...subject, ...action.data?.(row), ...values };
  const changed = Object.entries(values).filter(([name, value]) => value !== (row[name] ?? (name === "floor" ? null : "")));
  return { ...subject, ...Object.fromEntries(changed) };
}

/** Whom R calls back: the only one on the ticket; with several the buttons beside their names say who. */
export function recallable(ticket) {
  const held = liveAssignments(ticket).filter((a) => a.stage !== "recalling");
  return held.length === 1 ? held[0] : null;
}

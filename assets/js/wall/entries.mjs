// The list of newest alerts: one line a ticket (its signals are one thing), one a ticketless alert, one a ticket that
// nobody's device reported.

import { foremost, isAttended, subjectOf } from "./attention.mjs";

const received = (row) => Date.parse(row.received_at ?? row.opened_at) || 0;

/** Lines in order, the newest first; an extreme one to which nobody is coming stays on top. */
export function entries(store) {
  const lines = new Map();
  for (const alert of store.rows("alerts").values()) {
    const ticket = alert.ticket_id ? store.rows("tickets").get(alert.ticket_id) : null;
    if (alert.ticket_id && !ticket) continue;
    const key = ticket ? `ticket:${ticket.id}` : `alert:${alert.id}`;
    const line = lines.get(key);
    if (!line || received(alert) > line.at) lines.set(key, lineOf(key, alert, ticket));
    if (line) lines.get(key).signals = line.signals + 1;
  }
  for (const ticket of store.rows("tickets").values()) {
    const key = `ticket:${ticket.id}`;
    if (!lines.has(key)) lines.set(key, lineOf(key, null, ticket));
  }
  return [...lines.values()].sort((a, b) => b.urgent - a.urgent || b.at - a.at);
}

function lineOf(key, alert, ticket) {
  const row = ticket ?? alert;
  const subject = subjectOf(ticket ? "ticket" : "alert", row);
  return {
    key,
    alertId: alert?.id ?? null,
    ticketId: ticket?.id ?? null,
    row,
    at: received(alert ?? ticket),
    severity: row.severity,
    exercise: !!(row.exercise || alert?.exercise),
    assignment: ticket ? foremost([...(ticket.assignments ?? [])]) : null,
    helpers: (ticket?.assignments ?? []).filter((one) => ["acknowledged", "en_route", "on_scene"].includes(one.stage)).length,
    overdue: !!ticket?.overdue,
    state: ticket?.state ?? alert.state,
    repeats: ticket?.repeat_count ?? alert?.repeat_count ?? 0,
    signals: 1,
    urgent: row.severity === "extreme" && !row.exercise && !isAttended(subject) && ticket?.state !== "resolved" ? 1 : 0,
  };
}

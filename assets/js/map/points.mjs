// From rows to what the map marks, without a map: one mark a ticket; an alert is marked only while it has no ticket.

const LOST_MS = 5 * 60e3;

/** A row that has a place on Earth. */
export const placed = (row) => Number.isFinite(row?.lon) && Number.isFinite(row?.lat);

/** Tickets and ticketless alerts as `{kind, id, lon, lat, severity, exercise, row}`. */
export function cases(store) {
  const marks = [];
  const mark = (kind, row) =>
    placed(row) &&
    marks.push({ kind, id: row.id, lon: row.lon, lat: row.lat, severity: row.severity, exercise: !!row.exercise, row });
  for (const ticket of store.rows("tickets").values()) mark("ticket", ticket);
  for (const alert of store.rows("alerts").values()) {
    if (!alert.ticket_id && alert.state !== "resolved") mark("alert", alert);
  }
  return marks;
}

/** Under which mark a row is found: an alert with a ticket is where its ticket is. */
export function markOf(store, kind, id) {
  const ticket = kind === "alert" ? store.rows("alerts").get(id)?.ticket_id : null;
  return ticket && store.rows("tickets").has(ticket) ? `ticket:${ticket}` : `${kind}:${id}`;
}

/** Whether a fix is too old to be believed. */
export const fixIsStale = (worker, now) => !worker.fix_at || now - Date.parse(worker.fix_at) > LOST_MS;

/** How a worker is drawn: sos, stale, break, busy or free; null when not on duty. */
export function workerState(worker, now) {
  if (worker.duty === "off_duty") return null;
  if (worker.sos || worker.duty === "sos") return "sos";
  if (fixIsStale(worker, now)) return "stale";
  if (worker.duty === "on_break") return "break";
  return worker.on_ticket || worker.load > 0 || worker.duty === "busy" ? "busy" : "free";
}

/** Workers on duty with a known position as `{kind, id, lon, lat, state, row}`. */
export function people(store, now) {
  const marks = [];
  for (const row of store.rows("workers").values()) {
    const state = placed(row) ? workerState(row, now) : null;
    if (state) marks.push({ kind: "worker", id: row.id, lon: row.lon, lat: row.lat, state, row });
  }
  return marks;
}

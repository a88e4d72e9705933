// From rows to what the map marks, without a map: one mark a ticket; an alert is marked only while it has no ticket.

const LOST_MS = 5 * 60e3;

/** A row that has a place on Earth. */
export const placed = (row) => Number.isFinite(row?.lon) && Number.isFinite(row?.lat);

/** A ticket or a ticketless alert as `{kind, id, lon, lat, severity, exercise, row}`; null when it is not marked. */
export function caseOf(kind, row) {
  if (!placed(row) || (kind === "alert" && (row.ticket_id || row.state === "resolved"))) return null;
  return { kind, id: row.id, lon: row.lon, lat: row.lat, severity: row.severity, exercise: !!row.exercise, row };
}

/** All cases there are. */
export function cases(store) {
  const marks = [];
  for (const [kind, table] of [["ticket", "tickets"], ["alert", "alerts"]]) {
    for (const row of store.rows(table).values()) {
      const mark = caseOf(kind, row);
      if (mark) marks.push(mark);
    }
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

/** A worker on duty with a known position as `{kind, id, lon, lat, state, row}`; null for others. */
export function personOf(row, now) {
  const state = placed(row) ? workerState(row, now) : null;
  return state && { kind: "worker", id: row.id, lon: row.lon, lat: row.lat, state, row };
}

/** All workers on duty with a known position. */
export function people(store, now) {
  const marks = [];
  for (const row of store.rows("workers").values()) {
    const mark = personOf(row, now);
    if (mark) marks.push(mark);
  }
  return marks;
}

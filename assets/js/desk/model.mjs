// What the desk thinks of a row: its tab, its chip, its place in the queue. Pure; knows no page.

export const SEVERITIES = ["extreme", "severe", "moderate", "minor", "unknown"];
export const TABS = ["all", "pending", "offered", "active", "resolved", "closed", "alerts"];

/** Stages in which a worker holds the assignment, the most advanced last. */
export const LIVE_STAGES = ["recalling", "offered", "acknowledged", "en_route", "on_scene"];

export const severityRank = (severity) => {
  const rank = SEVERITIES.indexOf(severity);
  return rank < 0 ? SEVERITIES.length : rank;
};

export const isUrgent = (row) => row.severity === "extreme" || row.severity === "severe";

export const liveAssignments = (ticket) => (ticket.assignments ?? []).filter((a) => LIVE_STAGES.includes(a.stage));

/** The tab a ticket belongs to, besides "all". An unanswered offer keeps a ticket pending: it is shown as offered. */
export function ticketTab(ticket) {
  if (ticket.state !== "pending") return ticket.state;
  return liveAssignments(ticket).some((a) => a.stage === "offered") ? "offered" : "pending";
}

/** The assignment that speaks for the ticket: the most advanced, the lead among equals. */
export function foremost(ticket) {
  const weight = (a) => LIVE_STAGES.indexOf(a.stage) * 2 + (a.lead ? 1 : 0);
  return liveAssignments(ticket).sort((a, b) => weight(b) - weight(a))[0] ?? null;
}

/** {key, tone, until}: the word of the state, its colour, and when an offer ends (epoch ms or null). */
export function chip(ticket) {
  const tab = ticketTab(ticket);
  if (tab === "offered" || tab === "active") {
    const one = foremost(ticket);
    if (one) {
      const until = one.stage === "offered" && one.expires ? Date.parse(one.expires) : null;
      return { key: `stage.${one.stage}`, tone: one.stage, until };
    }
  }
  return { key: `ticket.state.${tab}`, tone: tab, until: null };
}

/** Epoch ms of the limit that runs now (arrival until somebody is there, then finishing), or null. */
export function deadline(ticket) {
  return ticket.due_at ? Date.parse(ticket.due_at) : null;
}

export const arrived = (ticket) =>
  Boolean(ticket.arrived_at) || (ticket.assignments ?? []).some((a) => ["on_scene", "cleared"].includes(a.stage));

const keys = new WeakMap(); // a row never changes, it is replaced: 300 rows sort in 0.2 ms instead of 5

function sortKey(row) {
  if (!keys.has(row)) keys.set(row, [severityRank(row.severity), deadline(row) ?? Infinity, Date.parse(row.opened_at)]);
  return keys.get(row);
}

/** Worst first, then the nearest limit, then the oldest; the id makes it total. */
export function compareTickets(a, b) {
  const [one, other] = [sortKey(a), sortKey(b)];
  for (let i = 0; i < one.length; i += 1) {
    if (one[i] !== other[i]) return one[i] < other[i] ? -1 : 1;
  }
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** An alert that waits for a person: nothing was opened for it and nobody has looked. */
export const needsEyes = (alert) => !alert.ticket_id && !alert.acknowledged_by;

export const showsAlert = (alert) => !alert.ticket_id && (alert.state === "firing" || !alert.acknowledged_by);

export function compareAlerts(a, b) {
  return (
    Number(needsEyes(b)) - Number(needsEyes(a)) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    String(b.received_at).localeCompare(String(a.received_at)) ||
    String(a.id).localeCompare(String(b.id))
  );
}

/** {all, pending, offered, active, resolved, alerts} of the rows that are live. */
export function counts(tickets, alerts) {
  const n = { all: 0, pending: 0, offered: 0, active: 0, resolved: 0, alerts: 0 };
  for (const ticket of tickets) {
    n.all += 1;
    n[ticketTab(ticket)] += 1;
  }
  for (const alert of alerts) if (showsAlert(alert)) n.alerts += 1;
  return n;
}

const FIX_FRESH_MS = 300_000;

/** One word for what a worker is doing, as the strip under the map counts them. */
export function workerState(worker, tickets, now) {
  const duty = worker.duty ?? "off_duty";
  if (duty === "off_duty" || duty === "on_break") return duty;
  if (worker.on_ticket) {
    const mine = tickets.get(worker.on_ticket)?.assignments?.find((a) => a.worker_id === worker.id);
    const stage = LIVE_STAGES.includes(mine?.stage) ? mine.stage : "acknowledged";
    return stage === "recalling" ? "acknowledged" : stage;
  }
  if (worker.fix_at && now - Date.parse(worker.fix_at) > FIX_FRESH_MS) return "stale";
  return "available";
}

/** Metres between two rows with lon and lat; Infinity when either has none. Good to 0.5 % within a district. */
export function metresBetween(a, b) {
  if (![a?.lon, a?.lat, b?.lon, b?.lat].every(Number.isFinite)) return Infinity;
  const x = (b.lon - a.lon) * Math.cos(((a.lat + b.lat) / 2) * (Math.PI / 180));
  return Math.hypot(x, b.lat - a.lat) * 111_195;
}

/** Rows within `metres` of `point`, nearest first: [{row, metres}]. */
export function nearby(rows, point, metres) {
  return [...rows]
    .map((row) => ({ row, metres: metresBetween(point, row) }))
    .filter((hit) => hit.metres <= metres)
    .sort((a, b) => a.metres - b.metres);
}

/** How a place is known, as a key of the catalogue: by GPS, by a check-in at a QR code, by word to the desk. */
export const ageOf = (worker) => ({ checkin: "fix.age_checkin", desk: "fix.age_desk" })[worker?.fix_source] ?? "fix.age";

// What must be looked at: extreme and severe things, who is coming to them, and whose turn on the banner it is.

import { placed } from "../map/points.mjs";

const COMING = ["on_scene", "en_route", "acknowledged"];
const LOUD = ["extreme", "severe"];
export const TURN_MS = 8000;
/** After somebody accepted, the banner goes on saying who for this long. */
const LINGER_MS = 20000;

/** The assignment that counts: the furthest, the lead first. Null when nobody was even asked. */
export function foremost(assignments = []) {
  const rank = (one) => {
    const coming = COMING.indexOf(one.stage);
    return (coming < 0 ? 3 : coming) * 2 + (one.lead ? 0 : 1);
  };
  const live = assignments.filter((one) => COMING.includes(one.stage) || one.stage === "offered");
  return live.sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** Somebody said they are coming, or are there. */
export const isAttended = (subject) => COMING.includes(subject.assignment?.stage) || !!subject.acknowledgedBy;

const whenOf = (row) => Date.parse(row.received_at ?? row.opened_at) || 0;

/** A ticket or ticketless alert as something to look at. */
export function subjectOf(kind, row) {
  return {
    key: `${kind}:${row.id}`,
    kind,
    row,
    severity: row.severity,
    exercise: !!row.exercise,
    at: whenOf(row),
    assignment: kind === "ticket" ? foremost([...(row.assignments ?? [])]) : null,
    acknowledgedBy: kind === "alert" ? row.acknowledged_by : null,
    placed: placed(row),
  };
}

/** Everything extreme or severe that is still to be done, the newest first. */
export function loud(store) {
  const subjects = [];
  for (const row of store.rows("tickets").values()) {
    if (LOUD.includes(row.severity) && (row.state === "pending" || row.state === "active")) subjects.push(subjectOf("ticket", row));
  }
  for (const row of store.rows("alerts").values()) {
    if (LOUD.includes(row.severity) && !row.ticket_id && row.state !== "resolved") subjects.push(subjectOf("alert", row));
  }
  return subjects.sort((a, b) => b.at - a.at);
}

/** Those who take turns: real before exercise, extreme before severe; one kind at a time. */
export function waiting(subjects) {
  const open = subjects.filter((subject) => !isAttended(subject));
  for (const exercise of [false, true]) {
    for (const severity of LOUD) {
      const group = open.filter((one) => one.exercise === exercise && one.severity === severity);
      if (group.length) return group;
    }
  }
  return [];
}

/** The banner's memory: whose turn it is. Feed it with `update` at each change and each second. */
export class Turns {
  #shown = null;
  #since = 0;
  #known = new Set();
  #started = false;
  #attendedAt = new Map();

  /** `{subject, number, count}` to show at `now`, or null. `count` counts those who take turns. */
  update(subjects, now) {
    this.#remember(subjects, now);
    const turns = waiting(subjects);
    const chosen = turns.length ? this.#turn(turns, now) : this.#lingering(subjects, now);
    if (chosen?.key !== this.#shown) [this.#shown, this.#since] = [chosen?.key ?? null, now];
    for (const subject of subjects) this.#known.add(subject.key);
    this.#started = true;
    if (!chosen) return null;
    return { subject: chosen, number: turns.indexOf(chosen) + 1, count: turns.length };
  }

  #remember(subjects, now) {
    const keys = new Set(subjects.map((subject) => subject.key));
    for (const key of this.#known) if (!keys.has(key)) this.#known.delete(key);
    for (const key of this.#attendedAt.keys()) if (!keys.has(key)) this.#attendedAt.delete(key);
    for (const subject of subjects) {
      if (!isAttended(subject)) this.#attendedAt.delete(subject.key);
      else if (!this.#attendedAt.has(subject.key)) this.#attendedAt.set(subject.key, this.#started ? now : -Infinity);
    }
  }

  /** A new one at once; else the present one until its 8 s are over; then the next, and round again. */
  #turn(turns, now) {
    const fresh = turns.find((subject) => !this.#known.has(subject.key));
    if (fresh) return fresh;
    const at = turns.findIndex((subject) => subject.key === this.#shown);
    if (at < 0) return turns[0];
    return now - this.#since < TURN_MS ? turns[at] : turns[(at + 1) % turns.length];
  }

  /** Nobody waits: who is coming to the newest extreme one until they are there, or what was just accepted. */
  #lingering(subjects, now) {
    const real = [...subjects].sort((a, b) => a.exercise - b.exercise);
    const travelling = (subject) => subject.severity === "extreme" && subject.assignment && subject.assignment.stage !== "on_scene";
    return (
      real.find((subject) => subject.key === this.#shown && now - this.#attendedAt.get(subject.key) < LINGER_MS) ??
      real.find((subject) => now - this.#attendedAt.get(subject.key) < LINGER_MS) ??
      real.find(travelling) ??
      null
    );
  }
}

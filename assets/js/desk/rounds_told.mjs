// What of a round goes to the server and what came of it: walks as commands take them, and a new plan in a few lines.

import { t } from "../i18n.mjs";

/** A walk as PlanRound takes it. */
export const told = ({ worker_id, day, minutes, places }) => ({
  worker_id,
  day,
  minutes,
  places: places.map(({ id, name, lon, lat, minutes: each, at }) => ({ id, name, lon, lat, minutes: each, at })),
});

/** One line for each change of hands: who gave how many to whom, for which day, and why; the largest first. */
export function changes({ moved }) {
  const lines = new Map();
  for (const { id, name, worker_id, from, day, to_id, to, to_day, why } of moved) {
    const key = [worker_id, day, to_id, to_day, why].join(" ");
    if (!lines.has(key)) lines.set(key, { key, from, day, to, to_day, why, same: worker_id === to_id, names: [] });
    lines.get(key).names.push(name || id);
  }
  return [...lines.values()].sort((a, b) => b.names.length - a.names.length);
}

/** Rounds that were planned anew by themselves since they were last seen; nothing is new at first sight. */
export function news(before, held) {
  const known = new Map(before.map(({ id, replanned }) => [id, replanned?.at ?? null]));
  return held.filter(({ id, replanned }) => replanned?.by_itself && known.has(id) && known.get(id) !== replanned.at);
}

/** Another value when some round has gone on: rows of workers name theirs with its revision. */
export const signature = (workers) => JSON.stringify([...workers.values()].flatMap(({ rounds }) => rounds ?? []).map(String).sort());

/** Of a line of `changes`: whose it was and whose it is, with the days where they differ. */
export function hands({ from, day, to, to_day, same }) {
  const later = to_day && to_day !== day ? to_day.slice(5) : "";
  if (same) return later ? `${from} ${day.slice(5)} → ${later}` : from;
  return `${from || t("desk.rounds.nobody")} → ${[to || t("desk.rounds.nobody"), later].filter(Boolean).join(" ")}`;
}

// The figures of the tiles, from what the server said. Exercises are out of every figure.

import { span } from "../format.mjs";

const count = (value) => (value == null ? "–" : new Intl.NumberFormat("en").format(value));

/** Workers on their way or there, by the live assignments of real tickets. */
export function underway(store) {
  const busy = new Set();
  for (const one of store.rows("assignments").values()) {
    const exercise = store.rows("tickets").get(one.ticket_id)?.exercise;
    if (!exercise && (one.stage === "en_route" || one.stage === "on_scene")) busy.add(one.worker_id);
  }
  return busy.size;
}

/** 98.2 of `{devices_online, devices_total}`; null when there are no devices. */
export const share = ({ devices_online: online, devices_total: total }) =>
  total ? Math.floor((online / total) * 1000) / 10 : null;

/** Tile → `{text, unit, number, warn}`; `number` is what its trend plots. */
export function figures(store) {
  const { kpis } = store;
  const online = share(kpis);
  const busy = underway(store);
  return {
    open: { text: count(kpis.open), number: kpis.open },
    overdue: { text: count(kpis.overdue), number: kpis.overdue, warn: kpis.overdue > 0 },
    median_arrival_s_today: { text: span(kpis.median_arrival_s_today), number: kpis.median_arrival_s_today },
    workers_free: { text: count(kpis.workers_free), number: kpis.workers_free, warn: kpis.workers_free === 0 },
    workers_busy: { text: count(busy), number: busy },
    devices_online: {
      text: online === null ? "–" : online === 100 ? "100" : online.toFixed(1),
      unit: online === null ? "" : "%",
      number: online,
    },
  };
}

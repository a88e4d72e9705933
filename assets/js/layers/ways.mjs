// Who is on the way where: a line along the walking route from each worker to its ticket. A route is asked for once and
// again when the worker is far from where it was asked; two at a time, so that a storm of them waits and others do not.

import { get } from "../api.mjs";
import { metresBetween } from "../map/earth.mjs";
import { placed } from "../map/points.mjs";
import { collection, feature } from "./shape.mjs";

const MOVING = new Set(["offered", "acknowledged", "en_route"]);
const AGAIN_M = 60;
const AT_ONCE = 2;

/** Assignment id → {from: [lon, lat], line: [[lon, lat]] | null}. */
const routes = new Map();

/** `{id, from, to, stage}` of each assignment whose worker is not there yet. */
export function underWay(store) {
  const found = [];
  for (const one of store.rows("assignments").values()) {
    const worker = store.rows("workers").get(one.worker_id);
    const ticket = store.rows("tickets").get(one.ticket_id);
    if (MOVING.has(one.stage) && placed(worker) && placed(ticket)) {
      found.push({ id: one.id, stage: one.stage, from: [worker.lon, worker.lat], to: [ticket.lon, ticket.lat] });
    }
  }
  return found;
}

async function ask(one) {
  try {
    const { path } = await get(`travel?from=${one.from}&to=${one.to}&profile=walk`);
    routes.set(one.id, { from: one.from, line: path });
  } catch {
    routes.set(one.id, { from: one.from, line: null }); // no way is known: a straight line, thinner
  }
}

export const ways = {
  every: 2e3,
  follows: ["assignments"],
  positions: true,
  async load({ live }) {
    const moving = underWay(live.store);
    const known = new Set(moving.map(({ id }) => id));
    for (const id of routes.keys()) if (!known.has(id)) routes.delete(id);
    const todo = moving.filter(({ id, from }) => !routes.has(id) || metresBetween(routes.get(id).from, from) > AGAIN_M);
    for (let n = 0; n < todo.length; n += AT_ONCE) await Promise.all(todo.slice(n, n + AT_ONCE).map(ask));
    return collection(
      moving.map(({ id, stage, from, to }) => {
        const line = routes.get(id)?.line;
        return feature("LineString", line?.length > 1 ? line : [from, to], { id, stage, guess: !line });
      }),
    );
  },
  paint: (ink) => [
    {
      type: "line",
      layout: { "line-join": "round", "line-cap": "butt" },
      paint: {
        "line-color": ink.worker,
        "line-width": ["case", ["get", "guess"], 1.2, 2.6],
        "line-opacity": ["case", ["==", ["get", "stage"], "en_route"], 0.95, 0.55],
        "line-dasharray": [2.2, 1.4],
      },
    },
  ],
};

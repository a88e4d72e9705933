// A suggested change on the map: who would go now, and who need not any more. Drawn while its row is before a dispatcher.

import { get } from "../api.mjs";
import { collection, feature } from "./shape.mjs";

const MOST_KNOWN = 64;

/** What is drawn: `{id, from: [lon, lat] | null, to: [lon, lat] | null, goal: [lon, lat]}` each. */
let wanted = [];
/** "lon,lat>lon,lat" → line, or null where no way is known. */
const ways = new Map();

export function propose(changes) {
  wanted = changes;
}

async function way(start, goal) {
  const key = `${start}>${goal}`;
  if (!ways.has(key)) {
    if (ways.size >= MOST_KNOWN) ways.clear();
    const found = await get(`travel?from=${start}&to=${goal}&profile=walk`).catch(() => null);
    ways.set(key, found?.path?.length > 1 ? found.path : null);
  }
  return ways.get(key) ?? [start, goal];
}

async function lines({ id, from, to, goal }) {
  const [now, then] = await Promise.all([from && way(from, goal), to && way(to, goal)]);
  return [now && feature("LineString", now, { id, role: "from" }), then && feature("LineString", then, { id, role: "to" })];
}

export const replan = {
  load: async () => collection((await Promise.all(wanted.map(lines))).flat()),
  paint: (ink) => [
    {
      type: "line",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: {
        "line-color": ["case", ["==", ["get", "role"], "to"], ink.worker, ink.label_strong],
        "line-width": ["case", ["==", ["get", "role"], "to"], 3.4, 1.4],
        "line-opacity": ["case", ["==", ["get", "role"], "to"], 0.95, 0.5],
      },
    },
  ],
};

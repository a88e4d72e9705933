// Homes that no free worker reaches within five minutes now; their outlines come from the ground's own tiles.

import { get } from "../api.mjs";
import { collection } from "./shape.mjs";

const MINUTES = 5;

let unreached = [];

export const coverage = {
  every: 3e3,
  follows: ["workers", "assignments"],
  /** What the panel says: `{reached, buildings, households_unreached, workers_free}`; null before the first answer. */
  said: null,
  async load() {
    const answer = await get(`coverage?minutes=${MINUTES}`);
    coverage.said = { ...answer, unreached: answer.unreached.length };
    const same = answer.unreached.length === unreached.length && answer.unreached.every((id, n) => id === unreached[n]);
    if (same) return undefined; // nothing new to draw
    unreached = answer.unreached;
    coverage.paint = painted(unreached);
    return collection([]);
  },
  paint: () => [],
};

/** `match` looks an id up at once, where `in` would walk the list for each building of each tile. */
function painted(ids) {
  return (ink) => {
    if (!ids.length) return [];
    const filter = ["match", ["get", "id"], ids, true, false];
    return [
      { type: "fill", "source-layer": "buildings", filter, paint: { "fill-color": ink.unreached, "fill-opacity": 0.5 } },
      { type: "line", "source-layer": "buildings", filter, paint: { "line-color": ink.unreached, "line-width": 1.4 } },
    ];
  };
}

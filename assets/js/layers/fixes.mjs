// How far each worker's fix may be off: a circle of its accuracy, fainter with age.

import { circle } from "../map/dashes.mjs";
import { people } from "../map/points.mjs";
import { collection, feature } from "./shape.mjs";

/** Circles smaller than this are hidden by the mark itself. */
const LEAST_M = 15;

/** @returns a polygon for each worker on duty with a place. */
export function circles(store, now) {
  return people(store, now)
    .filter(({ row }) => row.accuracy_m > LEAST_M)
    .map(({ lon, lat, state, row }) => {
      const ring = circle([lon, lat], row.accuracy_m, 32);
      return feature("Polygon", [ring.lon.map((x, n) => [x, ring.lat[n]])], { id: row.id, stale: state === "stale" });
    });
}

export const fixes = {
  every: 1e3,
  follows: ["workers"],
  positions: true,
  load: ({ live }) => collection(circles(live.store, live.now())),
  paint: (ink) => [
    { type: "fill", minzoom: 15, paint: { "fill-color": ink.worker, "fill-opacity": ["case", ["get", "stale"], 0.04, 0.1] } },
    { type: "line", minzoom: 15, paint: { "line-color": ink.worker, "line-width": 1, "line-opacity": ["case", ["get", "stale"], 0.3, 0.6] } },
  ],
};

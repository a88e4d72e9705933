// Marks that crowd become donuts by severity with their count; an extreme one and an exercise always stand alone.

import Supercluster from "../../vendor/supercluster/supercluster.mjs";
import { shifted } from "./mercator.mjs";
import { donut, SHARED } from "./shares.mjs";

const RADIUS_PX = 36;
/** Beyond this zoom only marks at the very same place stay together. */
const MAX_ZOOM = 20;
const APART_PX = 26;

const alone = (mark) => mark.severity === "extreme" || mark.exercise;

const symbol = (mark) => `${mark.exercise ? "ex" : "sev"}-${mark.severity}`;

export class Clusters {
  #index = null;
  #alone = [];

  /** Take the marks anew (points.mjs `cases`). */
  load(marks) {
    this.#alone = marks.filter(alone);
    this.#index = new Supercluster({
      radius: RADIUS_PX,
      maxZoom: MAX_ZOOM,
      map: ({ mark }) => ({ counts: { [mark.severity]: 1 } }),
      reduce: (sum, { counts }) => {
        for (const name of SHARED) if (counts[name]) sum.counts[name] = (sum.counts[name] ?? 0) + counts[name];
      },
    });
    this.#index.load(
      marks
        .filter((mark) => !alone(mark))
        .map((mark) => ({
          type: "Feature",
          geometry: { type: "Point", coordinates: [mark.lon, mark.lat] },
          properties: { mark },
        })),
    );
  }

  /** What to draw at `zoom`: `{singles, donuts, extremes}`, each item with lon, lat, symbol. */
  at(zoom) {
    const drawn = { singles: [], donuts: [], extremes: spread(this.#alone, zoom) };
    for (const feature of this.#index?.getClusters([-180, -85, 180, 85], Math.round(zoom)) ?? []) {
      const [lon, lat] = feature.geometry.coordinates;
      if (!feature.properties.cluster) {
        const { mark } = feature.properties;
        drawn.singles.push({ ...mark, symbol: symbol(mark) });
        continue;
      }
      const members = this.#index.getLeaves(feature.properties.cluster_id, Infinity).map((leaf) => leaf.properties.mark);
      const id = feature.properties.cluster_id;
      drawn.donuts.push({ kind: "cluster", id, lon, lat, members, symbol: donut(feature.properties.counts) });
    }
    return drawn;
  }

  /** The zoom at which a donut falls apart. */
  opensAt(id) {
    return this.#index.getClusterExpansionZoom(id);
  }
}

/** Those that stand alone at one place are laid side by side, so that each can be seen and taken. */
function spread(marks, zoom) {
  const places = new Map();
  for (const mark of marks) {
    const key = `${mark.lon.toFixed(5)},${mark.lat.toFixed(5)}`;
    if (!places.has(key)) places.set(key, []);
    places.get(key).push(mark);
  }
  return [...places.values()].flatMap((group) =>
    group.map((mark, n) => {
      const dx = (n - (group.length - 1) / 2) * APART_PX;
      const [lon, lat] = shifted([mark.lon, mark.lat], dx, 0, zoom);
      return { ...mark, lon, lat, symbol: symbol(mark) };
    }),
  );
}

// The quarter-hour circle: how far one comes on foot in 5, 10 and 15 minutes from a place that was pressed.

import { get } from "../api.mjs";
import { collection, feature } from "./shape.mjs";

export const reach = {
  minutes: 15,
  /** `[lon, lat]` it is measured from; null until somebody presses the map. */
  from: null,
  /** What the panel says: `{buildings, households, places}`; null before the first answer. */
  said: null,
  sources: ["roads", "gates", "buildings"],
  async load() {
    if (!reach.from) return collection([]);
    const [lon, lat] = reach.from;
    const answer = await get(`reach?lon=${lon}&lat=${lat}&minutes=${reach.minutes}`);
    reach.said = answer;
    const bands = answer.features.filter(({ geometry }) => geometry).toSorted((a, b) => b.properties.minutes - a.properties.minutes);
    return collection([...bands, feature("Point", reach.from)]);
  },
  paint: (ink) => {
    const colour = ["step", ["coalesce", ["get", "minutes"], 0], ink.reach_5, 5.01, ink.reach_10, 10.01, ink.reach_15];
    const area = ["==", ["geometry-type"], "Polygon"];
    return [
      { type: "fill", filter: area, paint: { "fill-color": colour, "fill-opacity": 0.24 } },
      { type: "line", filter: area, paint: { "line-color": colour, "line-width": 1.6 } },
      {
        type: "circle",
        under: "marks",
        filter: ["==", ["geometry-type"], "Point"],
        paint: { "circle-radius": 6, "circle-color": ink.halo, "circle-stroke-color": ink.reach_5, "circle-stroke-width": 3 },
      },
    ];
  },
};

// Where tickets have come from lately: heat of the open ones and of those of the last days.

import { get } from "../api.mjs";
import { collection, feature } from "./shape.mjs";

const DAYS = 7;

export const heat = {
  every: 60e3,
  follows: ["tickets"],
  async load() {
    const { points } = await get(`heat?days=${DAYS}`);
    return collection(points.map(([lon, lat, weight]) => feature("Point", [lon, lat], { weight })));
  },
  paint: (ink) => [
    {
      type: "heatmap",
      paint: {
        // One ticket must be seen, and thirty in one yard must not be all there is to see.
        "heatmap-weight": ["interpolate", ["linear"], ["get", "weight"], 0, 0, 1, 0.4, 8, 1],
        "heatmap-intensity": ["interpolate", ["linear"], ["zoom"], 12, 0.7, 17, 1.6],
        "heatmap-radius": ["interpolate", ["exponential", 2], ["zoom"], 12, 12, 15, 42, 18, 160],
        "heatmap-opacity": 0.7,
        "heatmap-color": [
          "interpolate", ["linear"], ["heatmap-density"],
          0, `${ink.ramp_low}00`, 0.1, // not black: its grey would show around every spot
          ink.ramp_low, 0.3, ink.ramp_some, 0.6, ink.ramp_many, 1, ink.ramp_most,
        ],
      },
    },
  ],
};

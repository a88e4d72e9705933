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
        "heatmap-weight": ["interpolate", ["linear"], ["get", "weight"], 0, 0, 6, 1],
        "heatmap-radius": ["interpolate", ["exponential", 2], ["zoom"], 12, 9, 15, 30, 18, 120],
        "heatmap-opacity": 0.62,
        "heatmap-color": [
          "interpolate", ["linear"], ["heatmap-density"],
          0, "rgba(0,0,0,0)", 0.15, ink.ramp_low, 0.4, ink.ramp_some, 0.7, ink.ramp_many, 1, ink.ramp_most,
        ],
      },
    },
  ],
};

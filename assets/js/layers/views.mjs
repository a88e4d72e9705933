// What each camera sees: its field of view, cut by the buildings in front of it.

import { get } from "../api.mjs";

export const views = {
  sources: ["cameras", "buildings"],
  load: () => get("cameras/views"),
  paint: (ink) => [
    { type: "fill", minzoom: 15, paint: { "fill-color": ink.view, "fill-opacity": ["case", [">", ["get", "windows_m"], 0], 0.34, 0.2] } },
    { type: "line", minzoom: 15, paint: { "line-color": ink.view, "line-width": 1, "line-opacity": 0.8 } },
  ],
};

// Borders and names of streets and communities.

import { get } from "../api.mjs";
import { words } from "./shape.mjs";

export const areas = {
  sources: ["areas"],
  load: () => get("layers/areas"),
  paint: (ink) => [
    {
      type: "line",
      paint: {
        "line-color": ink.grid,
        "line-width": ["match", ["get", "level"], "district", 3, "street", 2.2, 1.2],
        "line-dasharray": [4, 2],
      },
    },
    { ...words(ink, "name"), filter: ["!=", ["get", "level"], "district"], maxzoom: 16 },
  ],
};

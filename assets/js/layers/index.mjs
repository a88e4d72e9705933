// Layers that are drawn as areas, lines or heat, from the ground up. One module each:
// load(context) → GeoJSON (undefined: nothing new) · paint(ink) → MapLibre layers · every ms at most, while shown ·
// follows: tables of live rows · positions: moves with the workers · sources: imported layers it is made from.

import { areas } from "./areas.mjs";
import { coverage } from "./coverage.mjs";
import { fixes } from "./fixes.mjs";
import { heat } from "./heat.mjs";
import { reach } from "./reach.mjs";
import { replan } from "./replan.mjs";
import { rollup } from "./rollup.mjs";
import { rounds, stands } from "./rounds.mjs";
import { views } from "./views.mjs";
import { ways } from "./ways.mjs";

export const OVERLAYS = { rollup, heat, areas, camera_views: views, reach, coverage, fixes, assignments: ways, replan, rounds, stands };

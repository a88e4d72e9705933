// Rounds on the map: the walks of a preview in their colours with numbers, or how far a round under way is, place by place.
// And where idle workers should stand: the way of each, and the homes that would still be out of reach.

import { collection, feature, FONT } from "./shape.mjs";

/** Told apart by many eyes, and by the numbers without colours; quiet beside what is urgent. */
export const COLOURS = ["#4aa3ff", "#38b28f", "#b58cf2", "#c9a227", "#5cc6d6", "#d97fb0", "#8fae4b", "#9aa7ff"];

let shapes = collection([]);
let standing = collection([]);
let unreached = [];

/** Walks as GET and POST /rounds have them; `left` are places without a walk. */
export function showRounds(walks, left = []) {
  shapes = collection([
    ...walks.flatMap((walk, n) => [
      walk.path?.length > 1 && feature("LineString", walk.path, { colour: COLOURS[n % COLOURS.length] }),
      ...walk.places.map((place, at) => point(place, COLOURS[n % COLOURS.length], String(at + 1))),
    ]),
    ...left.filter((place) => Number.isFinite(place.lon)).map((place) => point(place, COLOURS[0], "")),
  ]);
}

const point = (place, colour, number) => feature("Point", [place.lon, place.lat], { id: place.id, colour, number, state: place.state ?? "to_come" });

export const rounds = {
  load: async () => shapes,
  paint: (ink) => [
    { type: "line", filter: ["==", ["geometry-type"], "LineString"], layout: { "line-join": "round" }, paint: { "line-color": ["get", "colour"], "line-width": 3, "line-opacity": 0.85 } },
    {
      type: "circle",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 9,
        "circle-color": ["match", ["get", "state"], "done", ["get", "colour"], ink.halo],
        "circle-stroke-color": ["match", ["get", "state"], "missed", ink.unreached, ["get", "colour"]],
        "circle-stroke-width": ["match", ["get", "state"], "missed", 3.5, 2],
      },
    },
    {
      type: "symbol",
      filter: ["==", ["geometry-type"], "Point"],
      layout: { "text-field": ["match", ["get", "state"], "done", "✓", "missed", "!", ["get", "number"]], "text-font": FONT, "text-size": 11, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": ink.label_strong },
    },
  ],
};

/** Moves of GET /standing, and the ids of buildings that stay out of reach. */
export function showStanding(moves, ids) {
  unreached = ids;
  stands.paint = painted(ids);
  standing = collection(moves.flatMap((move) => [feature("LineString", [move.from, [move.lon, move.lat]], { id: move.worker_id }), feature("Point", [move.lon, move.lat], { id: move.worker_id })]));
}

function painted(ids) {
  return (ink) => [
    { type: "line", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": ink.worker, "line-width": 2, "line-dasharray": [2, 1.5] } },
    { type: "circle", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 7, "circle-color": ink.halo, "circle-stroke-color": ink.worker, "circle-stroke-width": 2.5 } },
    ...(ids.length ? [{ type: "fill", "source-layer": "buildings", filter: ["match", ["get", "id"], ids, true, false], paint: { "fill-color": ink.unreached, "fill-opacity": 0.5 } }] : []),
  ];
}

export const stands = { load: async () => standing, paint: painted(unreached) };

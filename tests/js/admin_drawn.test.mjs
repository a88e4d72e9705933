// A file's features as the preview's traces.

import assert from "node:assert/strict";
import { test } from "node:test";
import { extent, linesOf, pointsOf, traces } from "../../assets/js/admin/drawn.mjs";

const point = (lon, lat, id = "a") => ({ id, geometry: { type: "Point", coordinates: [lon, lat] }, properties: { id, name: "n" } });
const square = { id: "s", geometry: { type: "Polygon", coordinates: [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]] }, properties: {} };
const named = (list) => Object.fromEntries(list.map((trace) => [trace.name, trace]));

test("points stand where they are, with a line from where they stood", () => {
  const { after, before, links } = named(traces([point(1, 2), point(3, 4, "b")], [[1.1, 2], [3.1, 4]]));
  assert.deepEqual([after.lon, after.lat], [[1, 3], [2, 4]]);
  assert.deepEqual(before.lon, [1.1, 3.1]);
  assert.deepEqual(links.lon, [1.1, 1, null, 3.1, 3, null]);
  assert.deepEqual(after.text, ["n · a", "n · b"]);
});

test("areas are filled, rings apart; nothing is ever an empty trace", () => {
  const { areas, lines, after } = named(traces([square], []));
  assert.equal(areas.fill, "toself");
  assert.equal(areas.lon.at(-1), null);
  for (const trace of [lines, after]) assert.equal(trace.lon.length, 2);
});

test("collections and several parts are taken apart", () => {
  const many = { type: "GeometryCollection", geometries: [{ type: "MultiPoint", coordinates: [[1, 1], [2, 2]] }, square.geometry] };
  assert.equal(pointsOf(many).length, 2);
  assert.equal(linesOf(many).length, 1);
});

test("the view takes in both places, and there is none for nothing", () => {
  assert.deepEqual(extent([point(1, 2)], [[5, 6]]), [1, 2, 5, 6]);
  assert.equal(extent([], []), null);
});

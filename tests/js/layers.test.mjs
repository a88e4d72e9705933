import assert from "node:assert/strict";
import { test } from "node:test";

import { cells, ring, stateOf } from "../../assets/js/desk/thing.mjs";
import { area, length } from "../../assets/js/desk/tools.mjs";
import { inView } from "../../assets/js/desk/twin.mjs";
import { circles } from "../../assets/js/layers/fixes.mjs";
import { OVERLAYS } from "../../assets/js/layers/index.mjs";
import { middle } from "../../assets/js/layers/shape.mjs";
import { rollup, shade } from "../../assets/js/layers/rollup.mjs";
import { Shown } from "../../assets/js/layers/shown.mjs";
import { underWay } from "../../assets/js/layers/ways.mjs";
import { hashOfView, viewOfHash } from "../../assets/js/map/address.mjs";
import { metresAlong, metresBetween, squareMetres } from "../../assets/js/map/earth.mjs";
import { hits } from "../../assets/js/map/hits.mjs";
import { Store } from "../../assets/js/store.mjs";

const NOW = Date.parse("2026-11-21T09:58:00+08:00");
const worker = (id, lon, more = {}) => ({ id, name: id, duty: "available", lon, lat: 35.03, fix_at: "2026-11-21T09:57:50+08:00", accuracy_m: 40, load: 0, ...more });
const ticket = (id, severity, lon) => ({ id, severity, state: "pending", lon, lat: 35.03 });

function stored({ tickets = [], workers = [], assignments = [] }) {
  const store = new Store();
  store.load({ tickets, workers, assignments, alerts: [] });
  return store;
}

test("a degree of latitude is 111.2 km, and a square of 100 m has a hectare", () => {
  assert.ok(Math.abs(metresBetween([111, 35], [111, 36]) - 111_195) < 5);
  const east = 100 / (111_195 * Math.cos((35 * Math.PI) / 180));
  const north = 100 / 111_195;
  const square = [[111, 35], [111 + east, 35], [111 + east, 35 + north], [111, 35 + north]];
  assert.ok(Math.abs(metresAlong([...square, square[0]]) - 400) < 0.2);
  assert.ok(Math.abs(squareMetres(square) - 10_000) < 15);
  assert.equal(squareMetres([]), 0);
});

test("lengths and areas are said in the unit that fits", () => {
  assert.equal(length(12.4), "12 m");
  assert.equal(length(1234), "1.23 km");
  assert.equal(area(812), "812 m²");
  assert.equal(area(25_000), "2.50 ha");
});

test("a view kept in the address comes back, and a broken one is none", () => {
  const view = { lon: 111.00312, lat: 35.03021, zoom: 16.25 };
  assert.deepEqual(viewOfHash(hashOfView(view)), view);
  for (const bad of ["", "#", "#16", "#16/99/111", "#16/35/200", "#40/35/111", "#a/b/c", "#16/35/111/9"]) assert.equal(viewOfHash(bad), null, bad);
});

test("an area's colour says how many tickets are open, not who is the worst", () => {
  assert.deepEqual([0, 1, 3, 4, 8, 14, 15, 400].map((open) => shade(open)), [
    "ramp_none", "ramp_low", "ramp_low", "ramp_some", "ramp_many", "ramp_many", "ramp_most", "ramp_most",
  ]);
});

test("a district is dark from more tickets than a community, and any open one shows", () => {
  assert.deepEqual([0, 1, 15, 16, 60].map((open) => shade(open, "district")), ["ramp_none", "ramp_low", "ramp_low", "ramp_some", "ramp_most"]);
});

test("an area's caption stands once, in the middle of its largest part", () => {
  const square = (x, y, side) => [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]];
  const said = { name: "北苑街道" };
  const one = middle({ geometry: { type: "MultiPolygon", coordinates: [square(116, 40, 0.001), square(111, 35, 0.01)] }, properties: said });
  assert.equal(one.properties, said);
  assert.ok(Math.hypot(one.geometry.coordinates[0] - 111.005, one.geometry.coordinates[1] - 35.005) < 1e-9);
  assert.deepEqual(middle({ geometry: { type: "Polygon", coordinates: [[[1, 2], [1, 2], [1, 2], [1, 2]]] } }).geometry.coordinates, [1, 2]);
});

test("a press goes from street to community to grid and no further, and the path leads back", () => {
  assert.equal(rollup.level, "street");
  assert.equal(rollup.down({ id: "s0", name: "尚无社区的街道", children: 0 }), false);
  assert.ok(rollup.down({ id: "s1", name: "北苑街道" }));
  assert.ok(rollup.down({ id: "c1", name: "御沁社区" }));
  assert.equal(rollup.level, "grid");
  assert.equal(rollup.down({ id: "g1", name: "第一网格" }), false);
  rollup.up(1);
  assert.deepEqual([rollup.level, rollup.path.map(({ name }) => name)], ["community", ["北苑街道"]]);
  rollup.up(0);
  assert.equal(rollup.level, "street");
});

test("a pile of twelve shows twelve cells, also those that nobody reported", () => {
  const all = cells(12, [{ socket: "1", state: "charging" }, { socket: 3, state: "idle" }, { socket: null, state: "online" }]);
  assert.equal(all.length, 12);
  assert.deepEqual(all.slice(0, 3).map(({ state }) => state), ["busy", "unknown", "free"]);
  assert.equal(stateOf("something new"), "unknown");
  const places = ring(12);
  assert.deepEqual([places[0].x, places[0].y].map(Math.round), [50, 10]);
  assert.equal(new Set(places.map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`)).size, 12);
});

test("the list of the map says what is in view, the worst first and then the nearest", () => {
  const store = stored({
    tickets: [ticket("far", "minor", 111.004), ticket("near", "minor", 111.001), ticket("fire", "extreme", 111.005), ticket("gone", "extreme", 111.9)],
    workers: [worker("w2", 111.003), worker("w1", 111.002), worker("off", 111.002, { duty: "off_duty" })],
  });
  const seen = inView(store, NOW, [110.99, 35.02, 111.01, 35.04], [111, 35.03]);
  assert.deepEqual(seen.map(({ id }) => id), ["fire", "near", "far", "w1", "w2"]);
  assert.ok(Math.abs(seen[1].metres - 91) < 1);
});

test("only who is not there yet has a line to the ticket", () => {
  const rows = ["offered", "acknowledged", "en_route", "on_scene", "cleared"].map((stage, n) => ({ id: `a${n}`, stage, worker_id: "w1", ticket_id: "t1" }));
  const store = stored({ tickets: [ticket("t1", "minor", 111.001)], workers: [worker("w1", 111.002)], assignments: [...rows, { id: "lost", stage: "en_route", worker_id: "nobody", ticket_id: "t1" }] });
  assert.deepEqual(underWay(store).map(({ stage }) => stage), ["offered", "acknowledged", "en_route"]);
});

test("a fix that may be 40 m off has a circle of 40 m; a sharp one has none", () => {
  const found = circles(stored({ workers: [worker("w1", 111.002), worker("w2", 111.003, { accuracy_m: 8 })] }), NOW);
  assert.equal(found.length, 1);
  const [edge] = found[0].geometry.coordinates[0];
  assert.ok(Math.abs(metresBetween([111.002, 35.03], edge) - 40) < 0.5);
});

test("what stands on one spot is all found, what stands beside it is not", () => {
  const at = (id, lon) => ({ kind: "ticket", id, lon, lat: 0 });
  const drawn = { extremes: [at("a", 100)], singles: [at("b", 104), at("c", 140)], donuts: [], workers: [{ kind: "worker", id: "w", lon: 99, lat: 0 }], assets: [] };
  const found = hits(drawn, { x: 101, y: 0 }, (lon, lat) => ({ x: lon, y: lat }));
  assert.deepEqual(found.map(({ id }) => id), ["a", "b", "w"]);
  assert.deepEqual(hits(drawn, { x: 400, y: 0 }, (lon, lat) => ({ x: lon, y: lat })), []);
});

test("a layer that is switched off while it is fetched is not drawn", async () => {
  const drawn = [];
  const live = { on: () => () => {}, store: stored({ workers: [worker("w1", 111.002)] }), now: () => NOW };
  const shown = new Shown({ put: (name) => drawn.push(name), remove: (name) => drawn.push(`-${name}`) }, live);
  const wait = shown.set("fixes", true);
  await shown.set("fixes", false);
  await wait;
  assert.deepEqual(drawn, ["-fixes"]);
  await shown.set("fixes", true);
  assert.deepEqual(drawn, ["-fixes", "fixes"]);
  await shown.set("fixes", false);
});

test("a layer that fails is said and tried again with the next news", async () => {
  const heard = {};
  const failed = [];
  const live = { on: (type, fn) => (heard[type] = fn), store: stored({}), now: () => NOW };
  const before = OVERLAYS.fixes.load;
  let drawn = 0;
  const shown = new Shown({ put: () => drawn++, remove: () => {} }, live, (name) => failed.push(name));
  try {
    OVERLAYS.fixes.load = () => Promise.reject(new Error("no"));
    await shown.set("fixes", true);
    OVERLAYS.fixes.load = before;
    await shown.draw("fixes");
    assert.deepEqual([failed, drawn], [["fixes"], 1]);
  } finally {
    OVERLAYS.fixes.load = before;
    await shown.set("fixes", false);
  }
});

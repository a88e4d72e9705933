import assert from "node:assert/strict";
import { test } from "node:test";

import { Batch, STRIDE } from "../../assets/js/map/batch.mjs";
import { dashes } from "../../assets/js/map/dashes.mjs";
import { hit } from "../../assets/js/map/hits.mjs";
import { Rows } from "../../assets/js/map/rows.mjs";
import { fit, fromUnit, pixelsBetween, shifted, toUnit } from "../../assets/js/map/mercator.mjs";
import { cases, markOf, people, workerState } from "../../assets/js/map/points.mjs";
import { Store } from "../../assets/js/store.mjs";

const NOW = Date.parse("2026-11-21T09:58:00+08:00");
const here = { lon: 111.0, lat: 35.03 };

/** Numbers that look thrown, the same in each run. */
function thrown(seed = 7) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

test("a batch keeps one record a mark, whatever comes and goes", () => {
  const batch = new Batch(toUnit([111, 35]), (name) => Number(name));
  const [random, marks] = [thrown(3), new Map()];
  for (let n = 0; n < 2000; n++) {
    const key = `k${Math.floor(random() * 150)}`;
    if (random() < 0.4 && marks.delete(key)) batch.drop(key);
    else {
      marks.set(key, { lon: 111 + random() * 0.01, lat: 35, symbol: String(n), least: 14 });
      batch.put(key, marks.get(key));
    }
  }
  assert.equal(batch.size, marks.size);
  batch.marks.forEach((one, slot) => {
    assert.equal(batch.data[slot * STRIDE + 2], Number(one.symbol));
    const x = toUnit([one.lon, one.lat])[0] - toUnit([111, 35])[0];
    assert.ok(Math.abs(batch.data[slot * STRIDE] - x) < 1e-10, "a hundredth of a pixel at zoom 19");
  });
  const [key, one] = [...marks][0];
  assert.equal(batch.get(key), one);
  assert.ok(batch.near([one.lon, one.lat], 5, 15).includes(one));
  assert.deepEqual(batch.near([one.lon, one.lat], 5, 13.9), [], "what the zoom does not show is not found");
});

/** Where rows are drawn, without a card. */
class Drawn {
  constructor() {
    this.batches = {};
  }

  #of(name) {
    return (this.batches[name] ??= new Map());
  }

  put(name, key, one) {
    this.#of(name).set(key, one);
  }

  drop(name, key) {
    this.#of(name).delete(key);
  }

  clear(name) {
    this.#of(name).clear();
  }

  get(name, key) {
    return this.#of(name).get(key) ?? null;
  }

  keys(name) {
    return [...this.#of(name).keys()].sort();
  }
}

test("a change draws what it touches, and what is drawn is what there is", () => {
  const [store, drawn, random] = [new Store(), new Drawn(), thrown(11)];
  const live = { store, now: () => NOW };
  const rows = new Rows(drawn, live, () => ({}));
  rows.refresh(15);
  for (let n = 0; n < 600; n++) {
    const id = `t${Math.floor(random() * 80)}`;
    const row = { id, severity: random() < 0.2 ? "extreme" : "minor", lon: 111 + random() * 0.01, lat: 35.03 };
    const gone = random() < 0.3;
    store.take({ tickets: gone ? { remove: [id] } : { upsert: [row] }, workers: { upsert: [{ id: `w${n % 9}`, duty: n % 2 ? "available" : "off_duty", ...here }] } });
    rows.changed(store.drain());
  }
  const there = [...store.rows("tickets").values()];
  for (const { id, severity } of there) {
    const found = rows.find("ticket", id);
    assert.ok(found, id);
    if (severity === "extreme") assert.equal(found.clustered, false);
  }
  const counted = [...drawn.batches.donuts.values()].reduce((sum, one) => sum + one.n, 0);
  assert.equal(drawn.keys("singles").length + drawn.keys("extremes").length + counted, there.length);
  assert.equal(drawn.keys("workers").length, [...store.rows("workers").values()].filter(({ duty }) => duty === "available").length);
  assert.equal(rows.find("ticket", "nobody"), null);
});

test("an alert is marked by its ticket, and by itself while it has none", () => {
  const store = new Store();
  store.load({
    tickets: [{ id: "t1", severity: "severe", ...here }],
    alerts: [
      { id: "x", severity: "severe", ticket_id: "t1", state: "firing", ...here },
      { id: "y", severity: "minor", ticket_id: null, state: "firing", ...here },
      { id: "z", severity: "minor", ticket_id: null, state: "resolved", ...here },
      { id: "q", severity: "minor", ticket_id: null, state: "firing", lon: null, lat: null },
    ],
  });
  assert.deepEqual(cases(store).map(({ kind, id }) => `${kind}:${id}`), ["ticket:t1", "alert:y"]);
  assert.equal(markOf(store, "alert", "x"), "ticket:t1");
  assert.equal(markOf(store, "alert", "y"), "alert:y");
});

test("a worker is drawn by duty, work, fix and call for help", () => {
  const fix_at = new Date(NOW - 10e3).toISOString();
  const state = (row) => workerState({ duty: "available", fix_at, load: 0, ...row }, NOW);
  assert.equal(state({}), "free");
  assert.equal(state({ on_ticket: "t1", load: 1 }), "busy");
  assert.equal(state({ duty: "on_break" }), "break");
  assert.equal(state({ duty: "off_duty" }), null);
  assert.equal(state({ sos: true }), "sos");
  assert.equal(state({ fix_at: new Date(NOW - 20 * 60e3).toISOString() }), "stale");
  assert.equal(state({ fix_at: null }), "stale");
});

test("workers without a position are not on the map", () => {
  const store = new Store();
  const fix_at = new Date(NOW).toISOString();
  store.load({ workers: [{ id: "w1", duty: "available", fix_at, ...here }, { id: "w2", duty: "available", lon: null, lat: null }] });
  assert.deepEqual(people(store, NOW).map((one) => one.id), ["w1"]);
});

test("a route is cut into dashes that begin and end where it does", () => {
  const path = [[111.0, 35.03], [111.002, 35.03], [111.002, 35.032]];
  const { lon, lat } = dashes(path, 17);
  assert.equal(lon[0], 111.0);
  assert.ok(lon.filter((value) => value === null).length > 10);
  assert.equal(lon.length, lat.length);
  assert.deepEqual(dashes([], 17), { lon: [], lat: [] });
  assert.deepEqual(dashes([[1, 2]], 17), { lon: [], lat: [] });
});

test("a view fits its box, clear of what covers it", () => {
  const bounds = [111.0, 35.02, 111.02, 35.04];
  const view = fit(bounds, 1000, 800, { top: 100, right: 0, bottom: 0, left: 0 });
  const high = pixelsBetween([111.01, 35.02], [111.01, 35.04], view.zoom);
  const wide = pixelsBetween([111.0, 35.03], [111.02, 35.03], view.zoom);
  assert.ok(high <= 700.5 && wide <= 1000.5 && (high > 699 || wide > 999));
  assert.ok(view.lat > 35.03, "the middle of the box is above its own middle, since the top is covered");
});

test("Mercator goes there and back", () => {
  const [lon, lat] = fromUnit(toUnit([111.0031, 35.0302]));
  assert.ok(Math.abs(lon - 111.0031) < 1e-9 && Math.abs(lat - 35.0302) < 1e-9);
  const [east] = shifted([111, 35], 512, 0, 0);
  assert.ok(Math.abs(east - 471) < 1e-6);
});

test("a click takes the nearest mark, the worse one first", () => {
  const project = (lon, lat) => ({ x: lon, y: lat });
  const drawn = {
    extremes: [{ id: "e", lon: 10, lat: 0 }],
    singles: [{ id: "s", lon: 1, lat: 0 }],
    workers: [{ id: "w", lon: 0, lat: 0 }],
  };
  assert.equal(hit(drawn, { x: 0, y: 0 }, project).id, "e");
  assert.equal(hit({ ...drawn, extremes: [] }, { x: 0, y: 0 }, project).id, "s");
  assert.equal(hit(drawn, { x: 200, y: 0 }, project), null);
});

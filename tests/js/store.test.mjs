import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../../assets/js/store.mjs";

const ticket = (id, state = "pending") => ({ id, state });

test("rows are taken whole and twice changes nothing", () => {
  const store = new Store();
  const delta = { tickets: { upsert: [ticket("a")], remove: [] } };
  store.take(delta);
  store.take(delta);
  assert.deepEqual([...store.rows("tickets").values()], [ticket("a")]);
});

test("a snapshot removes what is no more", () => {
  const store = new Store();
  store.load({ tickets: [ticket("a"), ticket("b")] });
  store.drain();
  store.load({ tickets: [ticket("b")] });
  assert.deepEqual(store.drain().tickets, { upsert: ["b"], remove: ["a"] });
});

test("what came and went between two frames is only a remove", () => {
  const store = new Store();
  store.take({ tickets: { upsert: [ticket("a")] } });
  store.take({ tickets: { remove: ["a"] } });
  assert.deepEqual(store.drain().tickets, { upsert: [], remove: ["a"] });
  assert.equal(store.drain(), null);
});

test("only alerts not known before time the way to the screen", () => {
  const store = new Store();
  const row = { id: "x", state: "firing" };
  assert.deepEqual(store.take({ alerts: { upsert: [row] } }), [row]);
  assert.deepEqual(store.take({ alerts: { upsert: [{ ...row, repeat_count: 2 }] } }), []);
});

test("a fix moves the worker and keeps the rest of the row", () => {
  const store = new Store();
  store.load({ workers: [{ id: "w1", name: "A", lon: 1, lat: 2 }] });
  assert.deepEqual(store.place([["w1", 3, 4, "2026-11-21T10:00:00+08:00", 8, 95], ["nobody", 0, 0, null, null, null]]), ["w1"]);
  assert.equal(store.rows("workers").get("w1").lon, 3);
  assert.equal(store.rows("workers").get("w1").name, "A");
  assert.equal(store.etas.get("w1"), 95);
});

test("snapshot and deltas give what a later snapshot gives", () => {
  const store = new Store();
  store.load({ tickets: [ticket("a"), ticket("b")], alerts: [], workers: [], assignments: [] });
  store.take({ tickets: { upsert: [ticket("b", "active"), ticket("c")], remove: ["a"] } });
  const later = new Store();
  later.load({ tickets: [ticket("b", "active"), ticket("c")] });
  assert.deepEqual([...store.rows("tickets")], [...later.rows("tickets")]);
});

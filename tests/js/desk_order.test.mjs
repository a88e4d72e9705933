import assert from "node:assert/strict";
import { test } from "node:test";

import { Order } from "../../assets/js/desk/order.mjs";

const pairs = (...names) => names.map((name) => [name, { name }]);
const byName = (a, b) => a.name.localeCompare(b.name);
const listed = (order) => [...order.ranks].sort((a, b) => a[1] - b[1]).map(([id]) => id);

test("free, the list is sorted", () => {
  const order = new Order();
  order.settle(pairs("c", "a", "b"), byName);
  assert.deepEqual(listed(order), ["a", "b", "c"]);
});

test("under the pointer nothing moves: new ones wait at the end and are counted", () => {
  const order = new Order();
  order.settle(pairs("b", "d"), byName);
  order.hold();
  order.settle(pairs("b", "d", "a", "c"), byName);
  assert.deepEqual(listed(order), ["b", "d", "a", "c"]);
  assert.deepEqual([...order.waiting], ["a", "c"]);
});

test("what left keeps its rank until the pointer leaves", () => {
  const order = new Order();
  order.settle(pairs("a", "b", "c"), byName);
  order.hold();
  order.settle(pairs("b", "c"), byName);
  assert.ok(order.has("a"));
  assert.equal(order.ranks.get("b"), 1);
  order.release();
  order.settle(pairs("b", "c"), byName);
  assert.ok(!order.has("a"));
  assert.deepEqual(listed(order), ["b", "c"]);
  assert.equal(order.waiting.size, 0);
});

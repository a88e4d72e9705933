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

test("one row at a time the order is what it would be anew", () => {
  const [one, anew] = [new Order(), new Order()];
  const compare = (a, b) => a.n - b.n || a.id.localeCompare(b.id);
  const rows = new Map();
  one.settle([], compare);
  for (let n = 0; n < 500; n++) {
    const id = `r${(n * 37) % 60}`;
    if (n % 4 === 3) rows.delete(id);
    else rows.set(id, { id, n: (n * 7919) % 23 });
    one.put(id, rows.get(id) ?? null);
  }
  anew.settle([...rows], compare);
  assert.deepEqual(one.first(Infinity), [...anew.ranks.keys()].map((id) => [id, rows.get(id)]));
  assert.equal(one.size, rows.size);
  for (const id of rows.keys()) assert.equal(one.rank(id), anew.ranks.get(id));
  one.hold();
  assert.deepEqual([...one.ranks], [...anew.ranks]);
});

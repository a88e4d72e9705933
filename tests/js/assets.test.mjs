// From which zoom the things of a register are seen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawn, sparseFrom } from "../../assets/js/map/assets.mjs";

const square = (side, width) => Array.from({ length: side * side }, (_, n) => ({
  layer: "piles", lon: 114 + ((n % side) / side) * width, lat: 22.5 + (Math.floor(n / side) / side) * width, state: null,
}));

test("the stations of a city are seen from afar, the sockets of a compound from near", () => {
  const city = sparseFrom(square(37, 0.7));
  assert.ok(city > 9 && city < 11, `${city}`);
  assert.equal(sparseFrom(square(20, 0.02)), Infinity);
  assert.equal(drawn(square(2, 1)[0], city).least, city);
  assert.equal(drawn(square(2, 1)[0]).least, 16.6);
});

test("what is broken is seen from further off, never from nearer", () => {
  const broken = { ...square(2, 1)[0], state: "fault" };
  assert.equal(drawn(broken).least, 14);
  assert.equal(drawn(broken, 15).least, 14);
});

test("one thing alone has no neighbours to stand apart from", () => {
  assert.equal(sparseFrom(square(1, 0.1)), Infinity);
  assert.equal(sparseFrom([]), Infinity);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { median, ServerClock } from "../../assets/js/clock.mjs";

test("the offset is the median of the quicker half of the round trips", () => {
  const clock = new ServerClock(() => 0);
  // The server is 5,000 ms ahead; slow answers are lopsided and must not count.
  clock.roundTrip(0, 10, 5005);
  clock.roundTrip(100, 112, 5106);
  clock.roundTrip(200, 1200, 6100);
  clock.roundTrip(300, 2300, 7200);
  assert.ok(Math.abs(clock.offset - 5000) <= 1);
});

test("without a round trip the least delayed message counts", () => {
  const clock = new ServerClock(() => 0);
  clock.oneWay(5000, 40);
  clock.oneWay(6000, 1010);
  clock.oneWay(7000, 2500);
  assert.equal(clock.offset, 4990);
});

test("nothing heard is no offset", () => {
  assert.equal(new ServerClock().offset, 0);
  assert.equal(median([]), null);
});

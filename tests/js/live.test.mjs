import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerClock } from "../../assets/js/clock.mjs";
import { Patience } from "../../assets/js/live/patience.mjs";
import { Latency } from "../../assets/js/live/latency.mjs";
import { Pulse, SILENCE_MS } from "../../assets/js/live/pulse.mjs";

test("a broken line is tried again within half a second, then ever less often", () => {
  const patience = new Patience();
  const waits = Array.from({ length: 12 }, () => patience.next(1));
  assert.equal(waits[0], 500);
  assert.ok(waits.every((ms, n) => n === 0 || ms >= waits[n - 1]));
  assert.equal(waits.at(-1), 15000);
  patience.settled();
  assert.equal(patience.next(1), 500);
});

test("a server that ends on purpose is come back to when it said, once", () => {
  const patience = new Patience();
  for (let n = 0; n < 5; n++) patience.next(1);
  patience.told(1700);
  assert.equal(patience.next(1), 1700);
  assert.equal(patience.next(1), 500, "not yet back: from the foot of the ladder");
  for (let n = 0; n < 24; n++) assert.ok(patience.next(1) <= 3000, "it is expected back");
  assert.ok(patience.next(1) > 3000, "but not for ever");
});

test("a hint that makes no sense is none, and none is too long", () => {
  const patience = new Patience();
  for (const odd of [undefined, null, Number.NaN, "3"]) {
    patience.told(odd);
    assert.equal(patience.next(1), 500);
  }
  patience.told(9e9);
  assert.equal(patience.next(1), 30000);
  patience.told(-5);
  assert.equal(patience.next(1), 0);
});

test("who is refused asks once more soon, then about once in 45 s, until taken in", () => {
  const patience = new Patience();
  patience.refused();
  assert.ok(patience.next(1) < 2500);
  for (let n = 0; n < 4; n++) {
    patience.refused();
    assert.ok(patience.next(0) > 30000);
    assert.ok(patience.next(1) < 60000);
  }
  patience.admitted();
  assert.equal(patience.next(1), 500);
});

test("the server's time goes on for 15 s of silence, then stands still until it is heard again", () => {
  let passed = 0;
  const pulse = new Pulse(new ServerClock(() => 1_000_000 + passed), () => passed);
  assert.equal(pulse.heardAt, null);
  pulse.heard(5_000_000);
  passed = SILENCE_MS;
  assert.equal(pulse.stale, false);
  assert.equal(pulse.now(), 5_000_000 + SILENCE_MS);
  passed = 600_000;
  assert.equal(pulse.stale, true);
  assert.equal(pulse.silence, 600_000);
  assert.equal(pulse.now(), 5_000_000 + SILENCE_MS);
  assert.equal(pulse.heardAt, 5_000_000);
  pulse.heard(5_600_000);
  assert.equal(pulse.stale, false);
  assert.equal(pulse.now(), 5_600_000);
});

test("a screen that hears of alerts after more than a second does not look as if all were well", () => {
  const latency = new Latency();
  assert.equal(latency.isSlow, false);
  latency.note(1_000, [{ received_at: new Date(900).toISOString() }], 1_200);
  assert.equal(latency.isSlow, false);
  for (let n = 0; n < 3; n++) latency.note(1_000, [{ received_at: new Date(900).toISOString() }], 3_000);
  assert.equal(latency.isSlow, true);
});

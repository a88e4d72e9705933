import assert from "node:assert/strict";
import { test } from "node:test";

import { isBehind, isForeign, judge, retryDelay } from "../../assets/js/live/cursor.mjs";

test("a delta that follows on the cursor is taken", () => {
  assert.equal(judge(10, { from: 10, to: 12 }), "take");
});

test("a delta that overlaps the cursor is taken, since rows are whole", () => {
  assert.equal(judge(10, { from: 8, to: 12 }), "take");
});

test("a delta that is known already is dropped", () => {
  assert.equal(judge(10, { from: 8, to: 10 }), "drop");
  assert.equal(judge(10, { from: 3, to: 4 }), "drop");
});

test("a delta after a hole calls for what is missing", () => {
  assert.equal(judge(10, { from: 11, to: 12 }), "gap");
});

test("a cursor below the room's last delta is behind", () => {
  assert.equal(isBehind(10, 11), true);
  assert.equal(isBehind(10, 10), false);
  assert.equal(isBehind(12, 10), false, "a snapshot may be ahead of the room");
});

test("another epoch is another log", () => {
  assert.equal(isForeign("a", "b"), true);
  assert.equal(isForeign("a", "a"), false);
  assert.equal(isForeign(null, "a"), false, "before the first snapshot there is nothing to be foreign to");
});

test("tries are spread, and never more than 15 s apart", () => {
  for (let attempt = 0; attempt < 40; attempt++) {
    assert.ok(retryDelay(attempt, 0) >= 250);
    assert.ok(retryDelay(attempt, 1) <= 15000);
  }
  assert.notEqual(retryDelay(3, 0), retryDelay(3, 1));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { takePlace } from "../../assets/js/phone/checkin.mjs";
import { ageOf } from "../../assets/js/desk/model.mjs";

const page = (hash) => ({ pathname: "/p/", search: "", hash });

test("a code at a door names its place once, and the place leaves the address", () => {
  const left = [];
  const past = { replaceState: (_, __, url) => left.push(url) };
  assert.equal(takePlace(page("#at=bcyq-01"), past), "bcyq-01");
  assert.equal(takePlace(page("#at=lift-1&token=abc"), past), "lift-1");
  assert.deepEqual(left, ["/p/", "/p/#token=abc"]);
});

test("a link without a place is left as it is", () => {
  assert.equal(takePlace(page("#token=abc"), { replaceState: () => assert.fail("touched") }), null);
});

test("how a place is known is said in other words", () => {
  assert.equal(ageOf({ fix_source: "checkin" }), "fix.age_checkin");
  assert.equal(ageOf({ fix_source: "desk" }), "fix.age_desk");
  assert.equal(ageOf({ fix_source: "gps" }), "fix.age");
  assert.equal(ageOf(undefined), "fix.age");
});

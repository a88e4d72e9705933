import assert from "node:assert/strict";
import { test } from "node:test";

import { elapsed, esc, hhmmss, place, remaining, severityIcon, span } from "../../assets/js/format.mjs";
import { useCatalogue } from "../../assets/js/i18n.mjs";

useCatalogue({
  "time.hours": "{n} h",
  "time.days": "{n} d",
  "time.today": "today",
  "time.tomorrow": "tomorrow",
  "weekday.3": "Wednesday",
  "ticket.overdue_by": "overdue {time}",
  "ticket.unplaced": "unplaced",
  floor: "floor {n}",
});

const at = (text) => Date.parse(text);

test("time is m:ss up to an hour, then words", () => {
  assert.equal(elapsed(0), "0:00");
  assert.equal(elapsed(14_900), "0:14");
  assert.equal(elapsed(3_599_000), "59:59");
  assert.equal(elapsed(3_600_000), "1 h");
  assert.equal(elapsed(49 * 3_600_000), "2 d");
  assert.equal(elapsed(-5), "0:00", "a clock that runs behind shows no negative time");
  assert.equal(span(null), "–");
});

test("what is left is m:ss, then a day's word, and past is said", () => {
  const now = at("2026-11-21T09:58:00+08:00");
  assert.deepEqual(remaining(now + 166_000, now), { text: "2:46", over: false });
  assert.deepEqual(remaining(at("2026-11-21T17:30:00+08:00"), now), { text: "today", over: false });
  assert.deepEqual(remaining(at("2026-11-22T08:00:00+08:00"), now), { text: "tomorrow", over: false });
  assert.deepEqual(remaining(at("2026-11-25T08:00:00+08:00"), now), { text: "Wednesday", over: false });
  assert.deepEqual(remaining(now - 192_000, now), { text: "overdue 3:12", over: true });
  assert.deepEqual(remaining(null, now), { text: "–", over: false });
});

test("the clock is the district's, whatever the browser's zone", () => {
  assert.equal(hhmmss(at("2026-11-21T01:58:14Z")), "09:58:14");
});

test("what came from outside cannot become markup", () => {
  assert.equal(esc(`<img src=x onerror="a('b')">&`), "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;");
  assert.equal(esc(null), "");
});

test("a place says each thing once", () => {
  assert.equal(place({ place: "A", unit: "U3", floor: 3, room: null }), "A U3 floor 3");
  assert.equal(place({ place: "A U3", unit: "U3", floor: null, room: "" }), "A U3");
  assert.equal(place({}), "unplaced");
});

test("an unknown severity is drawn as the grey ring", () => {
  assert.match(severityIcon("nonsense"), /sev-unknown/);
});

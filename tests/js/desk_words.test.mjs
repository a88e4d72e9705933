import assert from "node:assert/strict";
import { test } from "node:test";

import { ACTIONS, body, possible, recallable } from "../../assets/js/desk/actions.mjs";
import { escape, html, raw } from "../../assets/js/desk/dom.mjs";
import { initials, matches } from "../../assets/js/desk/pinyin.mjs";
import { clock, left, mss, span } from "../../assets/js/desk/when.mjs";
import { useCatalogue } from "../../assets/js/i18n.mjs";

useCatalogue({
  "desk.late": "late {time}", "desk.date": "{month}/{day}", "time.today": "today", "time.tomorrow": "tomorrow", "time.yesterday": "yesterday",
  "weekday.2": "Tuesday", "time.seconds": "{n} s", "time.minutes": "{n} min", "time.hours": "{n} h", "time.days": "{n} d",
});

const at = (text) => Date.parse(text);
const NOW = at("2026-11-21T09:58:00+08:00");

test("what is left is m:ss up to an hour, then the hour, then a word", () => {
  assert.equal(left(NOW + 166_000, NOW).text, "2:46");
  assert.equal(left(at("2026-11-21T17:30:00+08:00"), NOW).text, "17:30");
  assert.equal(left(at("2026-11-22T08:00:00+08:00"), NOW).text, "tomorrow");
  assert.equal(left(at("2026-11-24T08:00:00+08:00"), NOW).text, "Tuesday");
  assert.equal(left(at("2026-12-24T08:00:00+08:00"), NOW).text, "12/24");
});

test("past its limit a ticket says by how much", () => {
  assert.deepEqual(left(NOW - 192_000, NOW), { text: "late 3:12", late: true });
  assert.deepEqual(left(NOW - 7_300_000, NOW), { text: "late 2 h", late: true });
});

test("clocks are those of the district wherever the screen stands", () => {
  assert.equal(clock(at("2026-11-21T01:58:09Z"), true), "09:58:09");
  assert.equal(mss(3_599_000), "59:59");
  assert.equal(span(45_000), "45 s");
  assert.equal(span(172_800_000), "2 d");
});

test("pinyin initials find a place, a matter, and parts of both", () => {
  assert.equal(initials("四季绿城 5号楼"), "sjlc5hl");
  assert.equal(initials("漏水"), "ls");
  assert.ok(matches("四季绿城 5号楼", "sjlc5"));
  assert.ok(matches("四季绿城 5号楼 烟感火警", "绿城 yghj"));
  assert.ok(!matches("四季绿城 5号楼", "tylj"));
});

test("text from outside never becomes markup", () => {
  const evil = `<img src=x onerror="alert(1)">'`;
  assert.equal(String(html`<b title="${evil}">${evil}</b>`), `<b title="${escape(evil)}">${escape(evil)}</b>`);
  assert.ok(!String(html`${[evil, [evil]]}`).includes("<img"));
  assert.equal(String(html`${raw("<i></i>")}${null}${false}${0}`), "<i></i>0");
});

test("what may be done follows from the state", () => {
  const names = (state, more = {}) => possible(ACTIONS, { state, verified: null, checked: null, ...more });
  assert.ok(names("pending").includes("verify_ok"));
  assert.ok(!names("pending", { verified: true }).includes("verify_ok"));
  assert.ok(!names("pending").includes("close"));
  assert.deepEqual(names("resolved").filter((name) => ["check_ok", "rework", "close", "reopen"].includes(name)), ["check_ok", "rework", "close", "reopen"]);
  assert.deepEqual(names("merged"), ["note", "unmerge"]);
  assert.deepEqual(names("closed"), ["reopen", "note"]);
});

test("an amendment says only what was changed", () => {
  const row = { id: "t1", place: "四季绿城", unit: "", floor: null, room: "", title: "漏水", description: "" };
  const values = { place: "四季绿城", unit: "3单元", floor: 3, room: "", title: "漏水", description: "" };
  assert.deepEqual(body(ACTIONS.amend, row, values), { ticket_id: "t1", unit: "3单元", floor: 3 });
  assert.deepEqual(body(ACTIONS.merge, row, { ticket_ids: ["t2"] }), { into: "t1", ticket_ids: ["t2"] });
  assert.deepEqual(body(ACTIONS.check_ok, row, {}), { ticket_id: "t1", ok: true });
});

test("R calls somebody back only when it is clear whom", () => {
  assert.equal(recallable({ assignments: [{ worker_id: "a", stage: "en_route" }] }).worker_id, "a");
  assert.equal(recallable({ assignments: [{ worker_id: "a", stage: "en_route" }, { worker_id: "b", stage: "offered" }] }), null);
  assert.equal(recallable({ assignments: [] }), null);
});

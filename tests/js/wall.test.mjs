import assert from "node:assert/strict";
import { test } from "node:test";

import { foremost, loud, subjectOf, TURN_MS, Turns, waiting } from "../../assets/js/wall/attention.mjs";
import { entries } from "../../assets/js/wall/entries.mjs";
import { figures, share, underway } from "../../assets/js/wall/figures.mjs";
import { History } from "../../assets/js/wall/history.mjs";
import { bars, trendLine } from "../../assets/js/wall/plots.mjs";
import { layoutOf, neededPx, SMALLEST_PX } from "../../assets/js/wall/scale.mjs";
import { Store } from "../../assets/js/store.mjs";

const at = (minute) => `2026-11-21T09:${String(minute).padStart(2, "0")}:00+08:00`;
const ticket = (id, severity, minute, more = {}) => ({
  id, severity, state: "pending", opened_at: at(minute), alert_ids: [], assignments: [], lon: 111, lat: 35, ...more,
});
const coming = (stage, more = {}) => ({ worker_id: "w1", lead: true, stage, since: at(50), ...more });
const stored = (rows) => {
  const store = new Store();
  store.load(rows);
  return store;
};
const subject = (...args) => subjectOf("ticket", ticket(...args));

test("the assignment that counts is the furthest, the lead first", () => {
  assert.equal(foremost([]), null);
  assert.equal(foremost([coming("declined"), coming("expired")]), null);
  assert.equal(foremost([coming("offered"), coming("acknowledged", { lead: false })]).stage, "acknowledged");
  assert.equal(foremost([coming("en_route", { lead: false }), coming("en_route", { worker_id: "w2" })]).worker_id, "w2");
});

test("only extreme and severe things that are still to be done are loud, the newest first", () => {
  const store = stored({
    tickets: [ticket("a", "extreme", 1), ticket("b", "severe", 5), ticket("c", "minor", 9), ticket("d", "extreme", 9, { state: "resolved" })],
    alerts: [
      { id: "x", severity: "extreme", state: "firing", received_at: at(7), ticket_id: null },
      { id: "y", severity: "extreme", state: "firing", received_at: at(8), ticket_id: "a" },
    ],
  });
  assert.deepEqual(loud(store).map((one) => one.key), ["alert:x", "ticket:b", "ticket:a"]);
});

test("extreme ones take turns before severe ones, real ones before exercises", () => {
  const exercise = subject("e", "extreme", 9, { exercise: true });
  assert.deepEqual(waiting([exercise, subject("s", "severe", 5), subject("x", "extreme", 1)]).map((one) => one.row.id), ["x"]);
  assert.deepEqual(waiting([exercise, subject("s", "severe", 5)]).map((one) => one.row.id), ["s"]);
  assert.deepEqual(waiting([exercise]).map((one) => one.row.id), ["e"]);
});

test("several unattended extreme ones take turns of 8 s with their number", () => {
  const turns = new Turns();
  const both = [subject("b", "extreme", 2), subject("a", "extreme", 1)];
  assert.deepEqual(pick(turns.update(both, 0)), ["b", 1, 2]);
  assert.deepEqual(pick(turns.update(both, TURN_MS - 1)), ["b", 1, 2]);
  assert.deepEqual(pick(turns.update(both, TURN_MS)), ["a", 2, 2]);
  assert.deepEqual(pick(turns.update(both, 2 * TURN_MS)), ["b", 1, 2]);
});

test("a new one takes the banner at once", () => {
  const turns = new Turns();
  const old = [subject("a", "extreme", 1)];
  turns.update(old, 0);
  assert.deepEqual(pick(turns.update([subject("b", "extreme", 2), ...old], 100)), ["b", 1, 2]);
});

test("none leaves the banner before somebody is coming", () => {
  const turns = new Turns();
  const offered = [subject("a", "extreme", 1, { assignments: [coming("offered")] })];
  for (let now = 0; now < 600e3; now += 1000) assert.equal(turns.update(offered, now).subject.row.id, "a");
});

test("who accepted is said for a while, and for an extreme one until they are there", () => {
  const turns = new Turns();
  turns.update([subject("s", "severe", 1)], 0);
  const accepted = [subject("s", "severe", 1, { assignments: [coming("acknowledged")] })];
  assert.equal(turns.update(accepted, 1000).subject.row.id, "s");
  assert.equal(turns.update(accepted, 60e3), null);
  const travelling = [subject("x", "extreme", 1, { assignments: [coming("en_route")] })];
  assert.equal(turns.update(travelling, 120e3).subject.row.id, "x");
  assert.equal(turns.update(travelling, 900e3).subject.row.id, "x");
  assert.equal(turns.update([subject("x", "extreme", 1, { assignments: [coming("on_scene")] })], 1000e3), null);
});

const pick = ({ subject: { row }, number, count }) => [row.id, number, count];

test("signals of one ticket are one line; the newest signal names it", () => {
  const store = stored({
    tickets: [ticket("t", "extreme", 1, { alert_ids: ["x", "y"], assignments: [coming("en_route")] }), ticket("p", "minor", 3)],
    alerts: [
      { id: "x", severity: "extreme", state: "firing", received_at: at(1), ticket_id: "t" },
      { id: "y", severity: "extreme", state: "firing", received_at: at(2), ticket_id: "t" },
      { id: "z", severity: "minor", state: "firing", received_at: at(4), ticket_id: null },
      { id: "gone", severity: "minor", state: "firing", received_at: at(5), ticket_id: "closed" },
    ],
  });
  const lines = entries(store);
  assert.deepEqual(lines.map((line) => line.key), ["alert:z", "ticket:p", "ticket:t"]);
  assert.deepEqual([lines[2].alertId, lines[2].signals], ["y", 2]);
});

test("an extreme one to which nobody is coming stays on top", () => {
  const store = stored({ tickets: [ticket("old", "extreme", 1), ticket("new", "minor", 9)] });
  assert.deepEqual(entries(store).map((line) => line.ticketId), ["old", "new"]);
});

test("figures leave exercises out and say what is not known", () => {
  const store = stored({
    tickets: [ticket("t", "minor", 1), ticket("e", "minor", 1, { exercise: true })],
    assignments: [
      { id: "1", ticket_id: "t", worker_id: "w1", stage: "en_route" },
      { id: "2", ticket_id: "e", worker_id: "w2", stage: "on_scene" },
      { id: "3", ticket_id: "t", worker_id: "w3", stage: "offered" },
    ],
    kpis: { open: 1284, overdue: 2, workers_free: 0 },
  });
  assert.equal(underway(store), 1);
  const shown = figures(store);
  assert.deepEqual([shown.open.text, shown.overdue.warn, shown.workers_free.warn], ["1,284", true, true]);
  assert.deepEqual([shown.median_arrival_s_today.text, shown.devices_online.text], ["–", "–"]);
  assert.equal(share({ devices_online: 1999, devices_total: 2000 }), 99.9, "not all is never 100");
});

test("a display's text is at least a two-hundredth of its distance", () => {
  for (const [distance, diagonal] of [[3, 55], [5, 55], [10, 110], [1, 75]]) {
    const { scale } = layoutOf(1920, 1080, { distance, diagonal });
    assert.ok(SMALLEST_PX * scale >= neededPx(1920, 1080, distance, diagonal) - 1e-9);
  }
});

test("each display gets a layout of its own", () => {
  assert.deepEqual(layoutOf(1920, 1080), { shape: "landscape", scale: 1, room: "full" });
  assert.deepEqual(layoutOf(3840, 2160), { shape: "landscape", scale: 2, room: "full" });
  assert.deepEqual(layoutOf(3840, 1080), { shape: "ultra", scale: 1, room: "full" });
  assert.deepEqual(layoutOf(1080, 1920), { shape: "portrait", scale: 1, room: "full" });
  assert.equal(layoutOf(1920, 1080, { distance: 5, diagonal: 55 }).room, "tiny");
});

test("the trend outlives a reload and forgets after two hours", () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const minute = 60e3;
  new History(storage, "d").note(0, { open: 3 });
  const history = new History(storage, "d");
  history.note(minute, { open: 5 });
  assert.deepEqual(history.of("open", minute), [[1, 3], [0, 5]]);
  history.note(121 * minute, { open: 7 });
  assert.deepEqual(history.of("open", 121 * minute), [[0, 7]], "both older ones are out of the two hours");
  assert.deepEqual(new History({ getItem: () => "{broken" }, "d").minutes, {});
});

test("plots draw nothing from too little, and the last bar is now", () => {
  assert.equal(trendLine([[1, 3]]), "");
  assert.match(trendLine([[2, 1], [1, 2], [0, 3]]), /^<svg/);
  assert.match(bars([0, 4, 10]), /class="now" style="height:100%"/);
});

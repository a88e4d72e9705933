// Today's round on a phone, and a walk as the server takes it.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document ??= { getElementById: () => null, documentElement: { lang: "zh-CN" }, querySelector: () => null };
globalThis.localStorage ??= { getItem: () => null, setItem: () => {} };
const { daily, today } = await import("../../assets/js/phone/rounds.mjs");

const place = (id, state = "to_come") => ({ id, name: id, lon: 111, lat: 35, minutes: 8, at: "09:00", state });
const round = {
  id: "r1",
  walks: [
    { day: "2026-11-20", places: [place("a", "done"), place("b")] },
    { day: "2026-11-21", places: [place("c"), place("d", "missed")] },
    { day: "2026-11-22", places: [place("e"), place("f")] },
  ],
};

test("today's places come after those left over from days before; later days are counted", () => {
  const { places, later, done } = daily(round, "2026-11-21", []);
  assert.deepEqual(places.map(({ id }) => id), ["b", "c", "d"]);
  assert.equal(later, 2);
  assert.equal(done, 0);
});

test("a tick that waits in the outbox counts as done, one for another round does not", () => {
  const tick = (round_id, place_id, result) => ({ type: "VisitPlace", data: { round_id, place_id, result } });
  const { places } = daily(round, "2026-11-21", [tick("r1", "c", "ok"), tick("r2", "b", "ok")]);
  assert.deepEqual(places.map(({ state }) => state), ["to_come", "done", "missed"]);
});

test("the day of a round begins at local midnight", () => {
  assert.equal(today(Date.UTC(2026, 10, 21, 15, 59)), "2026-11-21");
  assert.equal(today(Date.UTC(2026, 10, 21, 16, 0)), "2026-11-22");
});

// Today's round on a phone, and a walk as the server takes it.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document ??= { getElementById: () => null, documentElement: { lang: "zh-CN", dataset: {} }, querySelector: () => null };
globalThis.localStorage ??= { getItem: () => null, setItem: () => {} };
const { Rounds, daily, heard, today } = await import("../../assets/js/phone/rounds.mjs");
const { changes, hands, news, signature } = await import("../../assets/js/desk/rounds_told.mjs");
const { nearest } = await import("../../assets/js/desk/rounds_where.mjs");

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

const moved = (id, worker_id, to_id, day = "2026-11-21", to_day = day, why = "off_duty") => ({ id, name: id, worker_id, from: worker_id, day, to_id, to: to_id, to_day, why });

test("a phone says what a new plan of today gave, put off and took", () => {
  const mine = { ...round, walks: round.walks.map((walk) => ({ ...walk, worker_id: "w1" })) };
  const replanned = { at: "2026-11-21T02:42:00Z", moved: [moved("c", "w2", "w1"), moved("e", "w1", "w1", "2026-11-21", "2026-11-22"), moved("x", "w1", "w2")] };
  assert.deepEqual(heard({ ...mine, replanned }, "2026-11-21"), { at: replanned.at, came: ["c"], shifted: 1, went: 1 });
  assert.equal(heard({ ...mine, replanned }, "2026-11-22"), null);
  assert.equal(heard({ ...mine, walks: [], replanned }, "2026-11-21").went, 3, "all of it was given away");
  assert.equal(heard({ ...mine, replanned: null }, "2026-11-21"), null);
});

test("the desk groups what changed hands, the most first", () => {
  const lines = changes({ moved: [moved("a", "w1", "w2"), moved("b", "w1", ""), moved("c", "w1", "w2")] });
  assert.deepEqual(lines.map(({ from, to, names }) => [from, to, names]), [["w1", "w2", ["a", "c"]], ["w1", "", ["b"]]]);
});

test("only what was planned anew by itself since it was seen is news", () => {
  const at = (id, when, by_itself = true) => ({ id, replanned: when && { at: when, by_itself } });
  assert.deepEqual(news([at("r1", null), at("r2", "1"), at("r3", null)], [at("r1", "2"), at("r2", "1"), at("r3", "2", false), at("r4", "2")]).map(({ id }) => id), ["r1"]);
});

test("a tick or a new plan is another signature, another order of rows is not", () => {
  const rows = (...all) => new Map(all.map((rounds, n) => [n, { rounds }]));
  assert.equal(signature(rows([["r1", 4]], [["r2", 5]])), signature(rows([["r2", 5]], [["r1", 4]])));
  assert.notEqual(signature(rows([["r1", 4]])), signature(rows([["r1", 5]])));
});

test("a press means the place it is in, else the nearest", () => {
  const square = (id, x) => ({ id, properties: {}, geometry: { type: "Polygon", coordinates: [[[x, 0], [x + 4, 0], [x + 4, 4], [x, 4], [x, 0]]] } });
  const point = { id: 7, properties: { id: "p" }, geometry: { type: "Point", coordinates: [0.5, 0.5] } };
  assert.equal(nearest([square("a", 0), square("b", 10)], [3.9, 3.9]).id, "a");
  assert.equal(nearest([square("a", 0), point], [-1, -1]).id, "p");
  assert.equal(nearest([], [0, 0]), undefined);
});

test("whose a place was and is, with the day where it is another", () => {
  const line = { from: "A", day: "2026-11-21", to: "B", to_day: "2026-11-21", same: false };
  assert.equal(hands(line), "A → B");
  assert.equal(hands({ ...line, to_day: "2026-11-22" }), "A → B 11-22");
  assert.equal(hands({ ...line, to: "A", same: true, to_day: "2026-11-22" }), "A 11-21 → 11-22");
});

test("a phone rings when a new plan gives or takes places of its own, not at the first look and not for a tick", async () => {
  let rings = 0;
  let answer = [];
  const storage = { getItem: () => null, setItem: () => {} };
  const rounds = new Rounds(() => {}, { ring: () => (rings += 1), storage, fetch: async () => ({ rounds: answer }) });
  const look = async (rev, ...held) => {
    answer = held;
    await rounds.follow({ rounds: held.map(({ id }) => [id, rev]) });
    return rings;
  };
  const replanned = { at: "2026-11-21T02:42:00Z", moved: [moved("c", "w2", "w1")] };
  assert.equal(await look(1, { ...round, replanned: null }), 0, "the first look");
  assert.equal(await look(2, { ...round, replanned: null }), 0, "a tick");
  assert.equal(await look(3, { ...round, replanned }), 1);
  assert.equal(await look(4, { ...round, replanned }), 1, "a tick after it");
  assert.equal(await look(5, { ...round, replanned: { ...replanned, at: "2026-11-21T03:42:00Z" } }), 2);
  assert.equal(await look(6, { ...round, replanned: null }), 2, "a new plan that changes nothing of one's own");
  assert.equal(await look(7, { ...round, replanned: null }, { ...round, id: "r2", replanned: null }), 3, "another round");
});

test("a tick the server took holds when the signal goes before the round is read again", async () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  let read = () => {};
  const fresh = () => ({ rounds: [structuredClone(round)] });
  const rounds = new Rounds(() => {}, { storage, fetch: () => new Promise((resolve) => (read = () => resolve(fresh()))) });
  const states = (held) => daily(held[0], "2026-11-21", []).places.map(({ state }) => state);
  const tick = { type: "VisitPlace", data: { round_id: "r1", place_id: "c", result: "ok" } };
  const first = rounds.follow({ rounds: [["r1", 1]] });
  rounds.took(tick); // while the first answer, older than it, is on its way
  read();
  await first;
  assert.deepEqual(states(rounds.held), ["to_come", "done", "missed"]);
  assert.deepEqual(states(JSON.parse(kept.get("shaodao.rounds"))), ["to_come", "done", "missed"]);
  rounds.took({ type: "VisitPlace", data: { round_id: "r1", place_id: "b", result: "missed" } });
  assert.deepEqual(states(new Rounds(() => {}, { storage }).held), ["done", "missed"], "after a reload; b is from the day before");
});

// Why this one, why not that one: codes as sentences.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useCatalogue } from "../../assets/js/i18n.mjs";
import { approach, costs, gateShut, nobody, reasons, whyNot } from "../../assets/js/desk/reasons.mjs";

useCatalogue({
  "desk.why.worker_busy": "on {load} tickets ({number})",
  "desk.why.free_in": ", free in {minutes} min",
  "desk.why.would_delay": "{load} open jobs; would make 工单 {number} late by {minutes} min",
  "desk.why.worker_lacks_skill": "lacks {skills}",
  "desk.why.expired": "lacks {skills}, expired {expired}",
  "desk.skill.lift": "lifts",
  "desk.and": " and ",
  "desk.comma": ", ",
  "desk.reason.own_grid": "own grid",
  "desk.cost": "{total} = {parts}",
  "desk.cost.walk": "walk",
  "desk.cost.own_grid": "own grid",
  "desk.none.nobody_skilled": "nobody has {skills}",
  "desk.approach": "{how} {time}",
  "desk.approach.stairs": "{floors} floors",
  "desk.approach.lift_out": "lift out",
  "desk.approach.gate": "gate",
  "desk.approach.gate_closed_until": "gate opens at {until}{gate}",
  "desk.approach.gate_shut": "gate stays shut{gate}",
  "desk.approach.gate_name": " ({gate})",
  "desk.reason.no_way": "no way",
  "desk.reason.no_way_gate": "{gate}; straight",
  "desk.cost.no_way": "no way",
  "desk.cost.gate_shut": "gate shut",
  "time.minutes": "{n} min",
});

test("a busy worker says what another job would delay, and by how much", () => {
  const why = { number: "20261121-0032", minutes: 4, load: 2 };
  assert.equal(whyNot({ why_not: "would_delay", why }), "2 open jobs; would make 工单 0032 late by 4 min");
  assert.equal(whyNot({ why_not: "worker_busy", why: { number: "20261121-0007", load: 1, minutes: 12 } }), "on 1 tickets (0007), free in 12 min");
});

test("a missing skill is named, and an expired certificate apart", () => {
  assert.equal(whyNot({ why_not: "worker_lacks_skill", why: { skills: ["lift", "gas"], expired: [] } }), "lacks lifts and gas");
  assert.equal(whyNot({ why_not: "worker_lacks_skill", why: { skills: ["lift"], expired: ["lift"] } }), "lacks lifts, expired lifts");
});

test("a code without words is shown rather than nothing", () => {
  assert.equal(whyNot({ why_not: "on_the_moon", why: {} }), "on_the_moon");
  assert.deepEqual(reasons({ reasons: ["own_grid", "no_fix", "detour", "new_code"] }), ["own grid", "new_code"]);
});

test("the order is explained where more than the walk decides it", () => {
  assert.equal(costs({ cost_s: 312, costs: [{ code: "walk", seconds: 372 }, { code: "own_grid", seconds: -60 }] }), "5:12 = walk 6:12, own grid −1:00");
  assert.equal(costs({ cost_s: 372, costs: [{ code: "walk", seconds: 372 }] }), "");
});

test("nobody and the way to the door are said in a sentence", () => {
  assert.equal(nobody({ code: "nobody_skilled", why: { skills: ["lift"] } }), "nobody has lifts");
  assert.equal(approach({ seconds: 90, floors: 5, by: "stairs", reasons: ["lift_out"], why: {} }), "5 floors 1 min, lift out");
  assert.equal(approach({ seconds: 0, floors: 0, by: "", reasons: [] }), "");
});

test("a gate that is shut stands where the candidate is told, instead of no way on the map", () => {
  const gate = gateShut({ reasons: ["gate_closed_until"], why: { gate: "North", until: "06:00" } });
  assert.equal(gate, "gate opens at 06:00 (North)");
  assert.deepEqual(reasons({ reasons: ["no_way"] }, gate), ["gate opens at 06:00 (North); straight"]);
  assert.deepEqual(reasons({ reasons: ["own_grid", "over_wall"] }, gate), ["own grid", "gate opens at 06:00 (North); straight"]);
  const parts = [{ code: "walk", seconds: 60 }, { code: "no_way", seconds: 600 }];
  assert.equal(costs({ cost_s: 660, costs: parts }, gate), "11:00 = walk 1:00, gate shut +10:00");
  assert.deepEqual(reasons({ reasons: ["no_way"] }, gateShut({ reasons: [] })), ["no way"]);
  assert.equal(gateShut({ reasons: ["gate_closed_until"], why: { gate: "", until: "" } }), "gate stays shut");
  assert.equal(approach({ seconds: 90, floors: 0, by: "", reasons: ["gate_closed_until"], why: { gate: "", until: "06:00" } }), "gate 1 min, gate opens at 06:00");
});

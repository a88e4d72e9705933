import assert from "node:assert/strict";
import { test } from "node:test";

import { useCatalogue } from "../../assets/js/i18n.mjs";
import { speaks } from "../../assets/js/desk/plan.mjs";
import { chosen, panel, reason } from "../../assets/js/desk/suggestions.mjs";

useCatalogue({ "desk.plan.why.late_otherwise": "否则将迟到 {minutes} 分钟", "desk.plan.why.frees": "腾出人手处理工单 {number}" });

const plan = { id: "p1", changes: [{ ticket_id: "a" }, { ticket_id: "b" }], notes: [] };

test("all rows are taken until some are left out", () => {
  assert.deepEqual(chosen(plan, new Set()), ["a", "b"]);
  assert.deepEqual(chosen(plan, new Set(["a"])), ["b"]);
});

test("a dismissed plan is silent, another one speaks, and so does what nobody may overlook", () => {
  assert.equal(speaks(plan, new Set()), true);
  assert.equal(speaks(plan, new Set(["p1"])), false);
  assert.equal(speaks({ ...plan, id: "p2" }, new Set(["p1"])), true);
  assert.equal(speaks({ id: "", changes: [], notes: [{ code: "no_fix", count: 2 }] }, new Set()), false);
  assert.equal(speaks({ id: "", changes: [], notes: [{ code: "nobody_on_duty" }] }, new Set()), true);
  assert.equal(speaks({ id: "", changes: [], notes: [{ code: "policy_number" }] }, new Set()), true);
});

test("the reason is a sentence with the ticket's short number", () => {
  assert.equal(reason({ why: { code: "late_otherwise", minutes: 4 } }), "否则将迟到 4 分钟");
  assert.equal(reason({ why: { code: "frees", number: "20261121-0032" } }), "腾出人手处理工单 0032");
});

test("while a plan is being accepted its keys keep the focus, so that one Enter too many sends nobody else", () => {
  const desk = { row: () => null, workerName: (id) => id };
  const changes = [{ ticket_id: "a", number: "20261121-0034", to: "w1", saves_s: 0, why: { code: "frees" } }];
  const view = { desk, plan: { ...plan, changes, gap: 0, walk_before_s: 0, walk_after_s: 0 }, next: null, left: new Set(), results: null };
  const shown = (busy) => String(panel({ ...view, busy }));
  assert.match(shown(true), /role="group" tabindex="-1"/);
  assert.match(shown(true), /aria-disabled="true"/);
  assert.doesNotMatch(shown(true), / disabled/);
  assert.doesNotMatch(shown(false), /aria-disabled="true"/);
});

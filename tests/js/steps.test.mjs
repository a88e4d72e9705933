import assert from "node:assert/strict";
import { test } from "node:test";

import { counted, steps, wantsSomebody, whyWrong } from "../../assets/js/desk/steps.mjs";
import { useCatalogue } from "../../assets/js/i18n.mjs";
import { own } from "../../assets/js/phone/steps.mjs";

useCatalogue({
  "role.dispatcher": "调度员", "worker_role.property": "物业", "desk.playbook.begin": "启动预案", "desk.step.send": "派{role}",
  "desk.playbook.wrong": "预案文件 {file} 不能用：{why}", "desk.playbook.why.role": "没有“{value}”这个角色",
});

const step = (id, more = {}) => ({ id, role: "property", state: "open", late: false, due_at: "2026-11-21T02:03:00Z", text: { zh: `做${id}`, en: id }, mandatory: false, worker_id: null, note: "", ...more });
const ticket = (list, more = {}) => ({ id: "t", kind: "lift_trapped", state: "active", playbook: { id: "lift", version: 2, name: { zh: "电梯", en: "Lift" } }, steps: list, ...more });
const desk = { isPending: () => false, who: (actor) => actor, workerName: (id) => id };
const nothing = { playbooks: [], wrong: [] };
const drawn = (row, known = nothing) => String(steps(desk, row, known));

test("the checklist says how many are done and how many are late", () => {
  const list = [step("a", { state: "done", done_at: "2026-11-21T02:00:00Z" }), step("b", { late: true }), step("c", { state: "skipped" })];
  assert.deepEqual(counted(list), { done: 2, all: 3, late: 1 });
});

test("a step of a role that nobody on the ticket has asks for somebody, one of the desk does not", () => {
  assert.equal(wantsSomebody(ticket([]), step("a")), true);
  assert.equal(wantsSomebody(ticket([]), step("a", { worker_id: "p1" })), false);
  assert.equal(wantsSomebody(ticket([]), step("a", { role: "dispatcher" })), false);
  assert.equal(wantsSomebody(ticket([], { state: "resolved" }), step("a")), false);
  assert.match(drawn(ticket([step("a")])), /派物业/);
});

test("what a file or a worker wrote is text and never markup", () => {
  const bad = step("a", { text: { zh: "<img src=x>", en: "" }, note: "<b>", state: "done", done_at: "2026-11-21T02:00:00Z", done_by: "worker:p1" });
  assert.doesNotMatch(drawn(ticket([bad])), /<img|<b>(?!\d)/);
});

test("a ticket without a playbook has the button, and the plain words about a file of its kind that cannot be used", () => {
  const wrong = { file: "lift.toml", field: "steps[0].role", why: "role", value: "fireman", message: "…", kinds: ["lift_trapped"] };
  assert.equal(whyWrong(wrong), "预案文件 lift.toml · steps[0].role 不能用：没有“fireman”这个角色");
  const row = ticket([], { playbook: null });
  assert.match(drawn(row, { playbooks: [], wrong: [wrong] }), /lift\.toml · steps\[0\]\.role/);
  assert.match(drawn(row), /data-step-do="begin"/);
  assert.doesNotMatch(drawn(row, { playbooks: [], wrong: [{ ...wrong, kinds: ["smoke"] }] }), /lift\.toml/);
  assert.equal(drawn(ticket([], { playbook: null, state: "closed" })), "null");
});

test("on the phone a step tapped without a network counts as done, and others' steps are not shown", () => {
  const list = [step("a"), step("b"), step("c", { role: "maintainer" })];
  const items = [{ type: "CompleteStep", data: { ticket_id: "t", step_id: "b" } }, { type: "CompleteStep", data: { ticket_id: "u", step_id: "a" } }];
  assert.deepEqual(own(ticket(list), "property", items).map(({ step: { id }, state }) => [id, state]), [["a", "open"], ["b", "sent"]]);
});

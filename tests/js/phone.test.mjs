import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../assets/js/phone/outbox.mjs";
import { jobs, shownDuty, shownStage } from "../../assets/js/phone/stages.mjs";

const memory = () => {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
};

const failing = (status) => Object.assign(new Error("no"), { status, retryable: status === 0 || status >= 500 });

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("taps go out in order, each under its own id and with the time of the tap", async () => {
  const sent = [];
  const outbox = new Outbox({ storage: memory(), send: async (type, data, { id }) => sent.push([type, data.at, id]) });
  outbox.add("AcknowledgeAssignment", { ticket_id: "t" }, { at: new Date("2026-11-21T02:00:00Z") });
  outbox.add("StartTravel", { ticket_id: "t" });
  await settled();
  assert.deepEqual(sent.map(([type]) => type), ["AcknowledgeAssignment", "StartTravel"]);
  assert.equal(sent[0][1], "2026-11-21T02:00:00.000Z");
  assert.notEqual(sent[0][2], sent[1][2]);
  assert.equal(outbox.items.length, 0);
});

test("without a network nothing is lost, also over a reload, and the id stays the same", async () => {
  const storage = memory();
  const ids = [];
  const dead = new Outbox({ storage, send: async (type, data, { id }) => { ids.push(id); throw failing(0); } });
  dead.add("ArriveOnScene", { ticket_id: "t" });
  await settled();
  assert.equal(dead.items.length, 1);
  dead.stop();
  const alive = new Outbox({ storage, send: async (type, data, { id }) => ids.push(id) });
  await alive.flush();
  assert.equal(alive.items.length, 0);
  assert.equal(new Set(ids).size, 1);
});

test("a refusal takes the tap out and is told; the next one still goes", async () => {
  const told = [];
  const sent = [];
  const outbox = new Outbox({
    storage: memory(),
    send: async (type) => {
      if (type === "StartTravel") throw failing(409);
      sent.push(type);
    },
    onRefused: (item) => told.push(item.type),
  });
  outbox.add("StartTravel", { ticket_id: "t" });
  outbox.add("SignOff", {});
  await settled();
  await settled();
  assert.deepEqual(told, ["StartTravel"]);
  assert.deepEqual(sent, ["SignOff"]);
});

test("a tap that was taken counts as said until the live rows show it, and no longer in another log", async () => {
  const outbox = new Outbox({ storage: memory(), send: async () => ({ seq: 7 }) });
  outbox.seen(5, "e1");
  outbox.add("StartTravel", { ticket_id: "t" });
  await settled();
  assert.equal(outbox.items.length, 0);
  outbox.seen(6, "e1");
  assert.equal(shownStage("acknowledged", "t", outbox.said), "en_route");
  outbox.seen(7, "e1");
  assert.deepEqual(outbox.said, []);
  outbox.add("StartTravel", { ticket_id: "t" });
  await settled();
  outbox.seen(2, "e2");
  assert.deepEqual(outbox.said, []);
});

test("the card shows the server's stage moved on by what still waits", () => {
  const items = [{ type: "StartTravel", data: { ticket_id: "t" } }, { type: "ArriveOnScene", data: { ticket_id: "t" } }];
  assert.equal(shownStage("acknowledged", "t", items), "on_scene");
  assert.equal(shownStage("acknowledged", "other", items), "acknowledged");
  assert.equal(shownDuty("off_duty", [{ type: "SignOn", data: {} }]), "available");
});

test("a second job waits behind the first and never hides it", () => {
  const row = (id, stage, severity) => [
    { id: `a${id}`, ticket_id: id, worker_id: "w", stage, since: "2026" },
    { id, severity, assignments: [] },
  ];
  const rows = [row("t1", "en_route", "minor"), row("t2", "offered", "extreme")];
  const store = {
    rows: (name) => new Map(rows.map(([assignment, ticket]) => (name === "assignments" ? [assignment.id, assignment] : [ticket.id, ticket]))),
  };
  assert.deepEqual(jobs(store, []).map((job) => job.ticket.id), ["t1", "t2"]);
});

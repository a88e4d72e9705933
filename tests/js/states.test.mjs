// What things are doing, kept up by what changed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { States, told } from "../../assets/js/map/states.mjs";

const row = (asset_id, state, socket = null) => ({ asset_id, socket, state, value: null, at: "2026-11-21T01:00:00Z" });

/** A server that gives these answers one after another, and notes what it was asked. */
function server(...answers) {
  const asked = [];
  const get = async (path) => {
    asked.push(path);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, get };
}

test("what changed is put into what was known, each socket once", async () => {
  const { asked, get } = server(
    { version: "a-3", whole: true, states: [row("p1", "free", "1"), row("p1", "free", "2"), row("lift", "online")] },
    { version: "a-4", whole: false, states: [row("p1", "fault", "2")] },
    { version: "a-4", whole: false, states: [] },
  );
  const states = new States(get);
  assert.equal(states.of("p1"), null);
  assert.equal(await states.refresh(), true);
  assert.equal(await states.refresh(), true);
  assert.equal(await states.refresh(), false);
  assert.deepEqual(asked, ["", "a-3", "a-4"].map((since) => `assets/states/changed?since=${since}`));
  assert.deepEqual(states.of("p1").map((one) => [one.socket, one.state]), [["1", "free"], ["2", "fault"]]);
  assert.deepEqual(states.of("lift").map((one) => one.state), ["online"]);
});

test("after a restart of the server only what it knows is known", async () => {
  const { get } = server({ version: "a-9", whole: true, states: [row("lift", "fault")] }, { version: "b-0", whole: true, states: [] });
  const states = new States(get);
  await states.refresh();
  assert.equal(await states.refresh(), true);
  assert.equal(states.of("lift"), null);
});

test("without an answer everything stays, and the same is asked again", async () => {
  const { asked, get } = server({ version: "a-1", whole: true, states: [row("lift", "fault")] }, new Error("network"), { version: "a-1", whole: false, states: [] });
  const states = new States(get);
  await states.refresh();
  assert.equal(await states.refresh(), false);
  await states.refresh();
  assert.equal(asked[2], asked[1]);
  assert.equal(states.of("lift")[0].state, "fault");
});

test("what was given out before is not changed in the hands of others", () => {
  const before = told(new Map(), [row("p1", "free", "1")]);
  const list = before.get("p1");
  const after = told(before, [row("p1", "busy", "1"), row("p1", "busy", "2")]);
  assert.deepEqual(list.map((one) => one.state), ["free"]);
  assert.deepEqual(after.get("p1").map((one) => one.state), ["busy", "busy"]);
  assert.equal(before.get("p1"), list);
});

test("the whole is asked for once, however many layers come up together", async () => {
  const { asked, get } = server({ version: "a-1", whole: true, states: [row("lift", "fault")] }, { version: "a-1", whole: false, states: [] });
  const states = new States(get);
  assert.deepEqual(await Promise.all([states.refresh(), states.refresh(), states.refresh()]), [true, true, true]);
  assert.equal(asked.length, 1);
  await states.refresh();
  assert.equal(asked.length, 2);
});

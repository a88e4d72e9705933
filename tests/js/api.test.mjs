// What goes along with a question to the server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { get, post } from "../../assets/js/api.mjs";

globalThis.document = { cookie: "" };

async function sent(ask) {
  let seen = null;
  globalThis.fetch = async (url, options) => {
    seen = options;
    return { ok: true, text: async () => "" };
  };
  await ask();
  return seen.headers;
}

test("whatever is told bears what our clock says, so that the server can put a wrong one right", async () => {
  const said = (await sent(() => post("positions", { lon: 111, lat: 35 })))["X-Sent-At"];
  assert.ok(Math.abs(Date.parse(said) - Date.now()) < 5000, said);
  assert.match(said, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test("a question needs none", async () => {
  assert.equal("X-Sent-At" in (await sent(() => get("me"))), false);
});

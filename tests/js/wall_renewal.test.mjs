import assert from "node:assert/strict";
import { test } from "node:test";

import { canReload, LONG_OUTAGE_MS, reasonToReload, TOO_OLD_MS } from "../../assets/js/wall/renewal.mjs";

const live = { state: "live" };

test("a page is loaded anew for another build and after five minutes of silence", () => {
  assert.equal(reasonToReload(live), null);
  assert.equal(reasonToReload({ ...live, newBuild: true }), "build");
  assert.equal(reasonToReload({ ...live, down: LONG_OUTAGE_MS }), null);
  assert.equal(reasonToReload({ ...live, down: LONG_OUTAGE_MS + 1 }), "outage");
});

test("a page of yesterday is loaded anew at four in the morning", () => {
  assert.equal(reasonToReload({ ...live, age: TOO_OLD_MS + 1, hour: 4 }), "age");
  assert.equal(reasonToReload({ ...live, age: TOO_OLD_MS + 1, hour: 5 }), null);
  assert.equal(reasonToReload({ ...live, age: 1000, hour: 4 }), null);
});

test("nothing is loaded while the server is away or refuses", () => {
  for (const state of ["offline", "behind"]) assert.equal(reasonToReload({ state, newBuild: true, down: 1e9 }), null);
  assert.equal(reasonToReload({ ...live, refused: true, denied: true, newBuild: true }), null);
});

test("a line that broke while the map was being drawn leaves half a map: begin anew", () => {
  assert.equal(reasonToReload({ ...live, torn: true }), "torn");
});

test("a display that is taken in again begins anew", () => {
  assert.equal(reasonToReload({ ...live, denied: true }), "admitted");
});

test("only the page itself is reason to leave the one that stands", async () => {
  const answers = { page: { ok: true, type: "basic" }, login: { ok: false, type: "opaqueredirect" }, sick: { ok: false, type: "basic" } };
  assert.equal(await canReload(async () => answers.page, "/wall/"), true);
  assert.equal(await canReload(async () => answers.login, "/wall/"), false);
  assert.equal(await canReload(async () => answers.sick, "/wall/"), false);
  assert.equal(await canReload(() => Promise.reject(new TypeError("no line")), "/wall/"), false);
});

// Whose wall it is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { districtOf } from "../../assets/js/wall/district.mjs";

const area = (level, name) => ({ properties: { level, name } });
const says = (features) => (path) =>
  path === "me" ? Promise.resolve({ district: "440300" }) : path === "layers/areas" ? Promise.resolve({ features }) : Promise.reject(new Error("404"));

test("a district has its name on the wall, a city of many has none of theirs", async () => {
  const one = await districtOf(says([area("district", "盐湖区"), area("street", "北苑街道")]));
  assert.deepEqual([one.name, one.streets, one.isCity], ["盐湖区", 1, false]);
  const city = await districtOf(says([area("district", "坪山区"), area("district", "罗湖区")]));
  assert.deepEqual([city.name, city.isCity], ["", true]);
});

test("nothing imported, or a server that does not answer, leaves the plain title", async () => {
  assert.equal((await districtOf(says([]))).name, "");
  assert.deepEqual(await districtOf(() => Promise.reject(new Error("503"))), { id: "district", name: "", isCity: false, grids: 0, streets: 0 });
});

// Donuts: who is in one, where they stand, that none lies on another.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Clusters } from "../../assets/js/map/clusters.mjs";
import { DONUT_PX, opensAt } from "../../assets/js/map/item.mjs";
import { toUnit } from "../../assets/js/map/mercator.mjs";
import { donut, eighths } from "../../assets/js/map/shares.mjs";

const mark = (id, severity, more = {}) => ({ kind: "ticket", id, severity, exercise: false, lon: 111.0, lat: 35.03, ...more });

test("eighths always add to eight, and whoever is there gets one", () => {
  for (let a = 0; a < 12; a++) {
    for (let b = 0; b < 12; b++) {
      for (const [c, d] of [[0, 0], [1, 0], [3, 200], [0, 1]]) {
        const counts = [a, b, c, d];
        const shares = eighths(counts);
        assert.equal(shares.reduce((x, y) => x + y, 0), counts.some(Boolean) ? 8 : 0, `${counts} → ${shares}`);
        counts.forEach((n, i) => assert.equal(n > 0, shares[i] > 0, `${counts} → ${shares}`));
      }
    }
  }
});

test("one severe alert is seen among a hundred minor ones", () => {
  assert.equal(donut({ severe: 1, minor: 100 }), "donut-1070");
  assert.equal(donut({ moderate: 1, minor: 1 }), "donut-0440");
});

test("an extreme one and an exercise are never inside a donut", () => {
  const clusters = new Clusters();
  clusters.load([
    mark("a", "minor"),
    mark("b", "severe"),
    mark("c", "extreme"),
    mark("d", "minor", { exercise: true }),
  ]);
  const { singles, donuts, extremes } = clusters.at(14);
  assert.equal(singles.length, 0);
  assert.deepEqual(donuts.map((one) => [one.symbol, one.members.length]), [["donut-4040", 2]]);
  assert.deepEqual(extremes.map((one) => one.symbol).sort(), ["ex-minor", "sev-extreme"]);
});

test("two extreme ones at one door stand side by side", () => {
  const clusters = new Clusters();
  clusters.load([mark("a", "extreme"), mark("b", "extreme")]);
  const [a, b] = clusters.at(17).extremes;
  assert.ok(b.dx - a.dx > 20);
});

test("far apart they stand alone, near together they are one donut", () => {
  const clusters = new Clusters();
  clusters.load([mark("a", "minor"), mark("b", "minor", { lon: 111.01 })]);
  assert.equal(clusters.at(16).singles.length, 2);
  assert.equal(clusters.at(10).donuts[0].members.length, 2);
});

/** Numbers that look thrown, the same in each run. */
function thrown(seed = 7) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

test("after any changes each mark is drawn exactly once, and donuts count their own", () => {
  const [clusters, random, marks] = [new Clusters(), thrown(), new Map()];
  clusters.load([]);
  for (let n = 0; n < 3000; n++) {
    const id = `t${Math.floor(random() * 300)}`;
    if (random() < 0.25 && marks.delete(id)) clusters.drop(`ticket:${id}`);
    else {
      const severity = ["extreme", "severe", "moderate", "minor"][Math.floor(random() * 4)];
      const moved = random() < 0.5 && marks.get(id);
      const made = mark(id, severity, moved ? { lon: moved.lon, lat: moved.lat } : { lon: 111 + random() * 0.02, lat: 35 + random() * 0.02 });
      marks.set(id, made);
      clusters.put(made);
    }
    if (n % 500 === 0) clusters.zoomTo(12 + (n % 7));
  }
  const { singles, donuts, extremes } = clusters.at(15);
  const drawn = [...singles, ...extremes, ...donuts.flatMap((one) => one.members)];
  assert.deepEqual(drawn.map(({ id }) => id).sort(), [...marks.keys()].sort());
  assert.ok(donuts.length > 10 && donuts.every((one) => one.n === one.members.length && one.n > 1));
  assert.ok(extremes.every((one) => one.severity === "extreme") && extremes.length === [...marks.values()].filter((one) => one.severity === "extreme").length);
});

/** Px between the middles of two marks on a map at `zoom`. */
function apart(zoom, one, other) {
  const [a, b] = [one, other].map(({ lon, lat }) => toUnit([lon, lat]));
  return Math.hypot(a[0] - b[0], a[1] - b[1]) * 512 * 2 ** zoom;
}

/** The least px between donuts, and between a donut and a single mark. */
function least(zoom, { donuts, singles }) {
  const between = (one, others) => others.reduce((px, other) => Math.min(px, apart(zoom, one, other)), Infinity);
  return [
    donuts.reduce((px, one, n) => Math.min(px, between(one, donuts.slice(n + 1))), Infinity),
    donuts.reduce((px, one) => Math.min(px, between(one, singles)), Infinity),
  ];
}

test("donuts never overlap, nor a single mark, at any zoom and whatever comes and goes", () => {
  const [clusters, random, marks] = [new Clusters(), thrown(11), new Map()];
  const severity = () => ["extreme", "severe", "moderate", "minor"][Math.floor(random() * 4)];
  for (let n = 0; n < 400; n++) marks.set(`t${n}`, mark(`t${n}`, severity(), { lon: 111 + random() * 0.03, lat: 35 + random() * 0.03 }));
  clusters.load([...marks.values()]);
  let seen = 0;
  for (let round = 0; round < 120; round++) {
    const zoom = 11.5 + random() * 5;
    clusters.zoomTo(zoom);
    for (let n = 0; n < 20; n++) {
      const id = `t${Math.floor(random() * 400)}`;
      if (random() < 0.4) clusters.drop(`ticket:${id}`);
      else clusters.put(mark(id, severity(), { lon: 111 + random() * 0.03, lat: 35 + random() * 0.03 }));
    }
    const drawn = clusters.at(zoom);
    const [donuts, singles] = least(zoom, drawn);
    assert.ok(donuts >= DONUT_PX + 2, `${donuts} px between donuts at ${zoom}`);
    assert.ok(singles >= (DONUT_PX + 26) / 2, `${singles} px from a donut to a single one at ${zoom}`);
    assert.ok(drawn.donuts.every(({ members }) => members.every((one) => one.severity !== "extreme")));
    seen += drawn.donuts.length;
  }
  assert.ok(seen > 2000, `${seen}`);
});

test("a donut is as wide as its icon, and a flight that ends a hair early opens it", () => {
  for (const theme of ["light", "dark"]) {
    const icons = JSON.parse(readFileSync(new URL(`../../assets/icons/sprite-${theme}@2x.json`, import.meta.url)));
    for (const [name, { width, pixelRatio }] of Object.entries(icons)) {
      if (name.startsWith("donut-")) assert.equal(width / pixelRatio, DONUT_PX, name);
      if (/^(sev|ex)-(severe|moderate|minor|unknown)$/.test(name)) assert.equal(width / pixelRatio, 26, name);
    }
  }
  const clusters = new Clusters();
  clusters.load([mark("a", "minor"), mark("b", "minor", { lon: 111.001 })]);
  const opens = opensAt(clusters.at(12).donuts[0].item);
  assert.equal(clusters.at(opens - 0.005).singles.length, 2);
});

test("a donut opens where its members are further apart than it is wide", () => {
  const clusters = new Clusters();
  clusters.load([mark("a", "minor"), mark("b", "minor", { lon: 111.001 })]);
  const opens = opensAt(clusters.at(12).donuts[0].item);
  assert.equal(clusters.at(opens - 1).donuts.length, 1);
  assert.equal(clusters.at(opens).singles.length, 2);
  clusters.load([mark("a", "minor"), mark("b", "minor")]);
  assert.equal(opensAt(clusters.at(12).donuts[0].item), Infinity);
});

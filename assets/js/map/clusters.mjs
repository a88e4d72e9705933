// Marks that crowd become donuts by severity with their count; an extreme one and an exercise always stand alone.
// A change touches what it lies in and what that comes to lie upon: a donut gains or loses one, takes in the donut its
// middle came too near to, and the others stay where they are. (Clustering 10,000 anew for each change took 300 ms.)

import { Item, keyOf, RADIUS_PX, spread } from "./item.mjs";
import { toUnit } from "./mercator.mjs";

/** Beyond this zoom only marks at the very same place stay together. */
const MAX_ZOOM = 20;
/** All is laid out anew at each half zoom, for the smaller one: nearer, the donuts only draw apart. */
const STEPS = 2;
/** A flight to zoom 15 may end at 14.99; the radius knows of it. */
const SLACK = 0.01;
/** Half of a donut and half of a single mark (26 px) as a share of the radius: nearer, it is taken in. */
const MERGE = 0.8;

const alone = (mark) => mark.severity === "extreme" || mark.exercise;
const placeOf = (mark) => `${mark.lon.toFixed(5)},${mark.lat.toFixed(5)}`;
const cellOf = (column, row) => column * 2 ** 25 + row;

export class Clusters {
  #marks = new Map(); // key → mark: all there are
  #items = new Map(); // key → the item it is in
  #groups = new Map(); // place → Map key → mark, of those that stand alone
  #cells = new Map(); // number of a square as wide as the radius → items whose middle is in it
  #touched = new Set();
  #zoom = 14;
  #size = 1;

  /** Take the marks anew (points.mjs `cases`). */
  load(marks) {
    this.#marks = new Map(marks.map((mark) => [keyOf(mark), mark]));
    this.#layOut();
  }

  /** One mark came, moved or changed. */
  put(mark) {
    const key = keyOf(mark);
    const old = this.#marks.get(key);
    const item = this.#items.get(key);
    this.#marks.set(key, mark);
    if (item && old.lon === mark.lon && old.lat === mark.lat && !alone(mark)) {
      const point = item.points.get(key);
      item.add(point, -1);
      item.add({ ...point, mark });
      this.#touched.add(item);
      return;
    }
    if (old) this.#leave(key, old);
    this.#enter(key, mark);
  }

  drop(key) {
    const old = this.#marks.get(key);
    if (!old) return;
    this.#marks.delete(key);
    this.#leave(key, old);
  }

  /** Lay out for `zoom`; true when that moved anything. */
  zoomTo(zoom) {
    const wanted = Math.max(0, Math.min(MAX_ZOOM, Math.floor((zoom + SLACK) * STEPS) / STEPS));
    if (wanted === this.#zoom) return false;
    this.#zoom = wanted;
    this.#layOut();
    return true;
  }

  /** All items and all groups of those alone. */
  all() {
    this.#touched.clear();
    return [...this.#groups.values(), ...new Set(this.#items.values())];
  }

  /** What to draw at `zoom`: `{singles, donuts, extremes}`, each item with lon, lat, symbol, and dx px to the right. */
  at(zoom) {
    this.zoomTo(zoom);
    this.#touched.clear();
    const drawn = { singles: [], donuts: [], extremes: [...this.#groups.values()].flatMap(spread) };
    for (const item of new Set(this.#items.values())) drawn[item.n > 1 ? "donuts" : "singles"].push(item.mark);
    return drawn;
  }

  /** What changed since the last call or `at`: items (n 0: gone), and groups of those alone (size 0: gone). */
  drain() {
    const touched = [...this.#touched];
    this.#touched.clear();
    return touched;
  }

  /** The donut that a mark is in, as drawn; null when it stands by itself. */
  donutOf(key) {
    const item = this.#items.get(key);
    return item?.n > 1 ? item.mark : null;
  }

  #layOut() {
    this.#items.clear();
    this.#groups.clear();
    this.#cells.clear();
    this.#size = RADIUS_PX / (512 * 2 ** this.#zoom);
    for (const [key, mark] of this.#marks) this.#enter(key, mark);
    this.#touched.clear();
  }

  #enter(key, mark) {
    if (alone(mark)) {
      const place = placeOf(mark);
      if (!this.#groups.has(place)) this.#groups.set(place, new Map());
      const group = this.#groups.get(place);
      group.set(key, mark);
      this.#touched.add(group);
      return;
    }
    const [x, y] = toUnit([mark.lon, mark.lat]);
    const item = this.#nearest(x, y, () => 1) ?? new Item();
    this.#join(item, [{ key, mark, x, y }]);
    this.#settle(item);
  }

  #leave(key, mark) {
    const item = this.#items.get(key);
    if (!item) {
      const group = this.#groups.get(placeOf(mark));
      group.delete(key);
      if (!group.size) this.#groups.delete(placeOf(mark));
      this.#touched.add(group);
      return;
    }
    this.#items.delete(key);
    this.#move(item, () => item.add(item.points.get(key), -1));
    this.#settle(item);
  }

  #join(item, points) {
    this.#move(item, () => points.forEach((point) => item.add(point)));
    for (const { key } of points) this.#items.set(key, item);
  }

  /** `change` an item, whose middle may come to lie in another square. */
  #move(item, change) {
    if (item.n) this.#cells.get(item.cell).delete(item);
    change();
    this.#touched.add(item);
    if (!item.n) return;
    item.cell = cellOf(Math.floor(item.x / this.#size), Math.floor(item.y / this.#size));
    if (!this.#cells.has(item.cell)) this.#cells.set(item.cell, new Set());
    this.#cells.get(item.cell).add(item);
  }

  /** The item whose middle is nearest, of those within their `share(item)` of the radius; null when none is. */
  #nearest(x, y, share, not = null) {
    const [column, row] = [Math.floor(x / this.#size), Math.floor(y / this.#size)];
    let [best, least] = [null, Infinity];
    for (let n = 0; n < 9; n++) {
      for (const item of this.#cells.get(cellOf(column - 1 + (n % 3), row - 1 + Math.floor(n / 3))) ?? []) {
        const away = (item.x - x) ** 2 + (item.y - y) ** 2;
        if (away < least && item !== not && away < (this.#size * share(item)) ** 2) [best, least] = [item, away];
      }
    }
    return best;
  }

  /** Make one of a donut and what is too near to it, until nothing is. */
  #settle(item) {
    while (item.n) {
      const shares = item.n > 1 ? [MERGE, 1] : [0, MERGE]; // of a single one, of a donut
      const other = this.#nearest(item.x, item.y, ({ n }) => shares[Number(n > 1)], item);
      if (!other) return;
      const [keeps, goes] = item.n < other.n ? [other, item] : [item, other];
      const points = [...goes.points.values()];
      this.#move(goes, () => points.forEach((point) => goes.add(point, -1)));
      this.#join(keeps, points);
      item = keeps;
    }
  }
}

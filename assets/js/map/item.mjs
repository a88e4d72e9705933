// What stands at one spot of the map: a mark, a donut of several, or those that always stand alone side by side.

import { fromUnit } from "./mercator.mjs";
import { donut } from "./shares.mjs";

/** As wide as a donut is drawn (data/icons/glyphs.py). */
export const DONUT_PX = 42;
/** Marks nearer to a donut's middle than this are in it: two donuts side by side leave 2 px between them, also where
 *  the map stands 0.01 of a zoom before the one that was laid out. */
export const RADIUS_PX = (DONUT_PX + 2) * 2 ** 0.01;
const APART_PX = 26;

export const keyOf = (mark) => `${mark.kind}:${mark.id}`;
const symbol = (mark) => `${mark.exercise ? "ex" : "sev"}-${mark.severity}`;

let made = 0;

/** A mark on its own, or several as one: `points` is key → {key, mark, x, y}. */
export class Item {
  points = new Map();
  counts = {};
  #sum = [0, 0];

  constructor() {
    this.id = `donut-${++made}`;
  }

  get n() {
    return this.points.size;
  }

  get x() {
    return this.#sum[0] / this.n;
  }

  get y() {
    return this.#sum[1] / this.n;
  }

  add(point, sign = 1) {
    if (sign > 0) this.points.set(point.key, point);
    else this.points.delete(point.key);
    this.#sum = [this.#sum[0] + sign * point.x, this.#sum[1] + sign * point.y];
    this.counts[point.mark.severity] = (this.counts[point.mark.severity] ?? 0) + sign;
  }

  /** As it is drawn. */
  get mark() {
    const [point] = this.points.values();
    if (this.n === 1) return { ...point.mark, symbol: symbol(point.mark) };
    const [lon, lat] = fromUnit([this.x, this.y]);
    const item = this;
    return { kind: "cluster", id: this.id, lon, lat, symbol: donut(this.counts), n: this.n, item, get members() { return item.members; } };
  }

  get members() {
    return [...this.points.values()].map(({ mark }) => mark);
  }
}

/** The zoom from which on a donut is no longer one. */
export function opensAt({ points }) {
  const spans = ["x", "y"].map((axis) => {
    const values = [...points.values()].map((point) => point[axis]);
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  });
  const span = Math.max(...spans);
  return span > 0 ? Math.max(0, Math.ceil(Math.log2(RADIUS_PX / (512 * span)))) : Infinity;
}

/** Those that stand alone at one place are laid side by side, so that each can be seen and taken. */
export function spread(group) {
  return [...group.values()].map((mark, n) => ({
    ...mark,
    symbol: symbol(mark),
    dx: (n - (group.size - 1) / 2) * APART_PX,
  }));
}

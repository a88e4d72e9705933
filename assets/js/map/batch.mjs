// Marks of one sort as the graphics card wants them: one record a mark, kept up to date one mark at a time. To put,
// move or drop one of 20,000 costs the same as one of 20.

import { toUnit } from "./mercator.mjs";

/** Floats of a record: right and down of the origin (units of the world), icon, px right, px down, least zoom. */
export const STRIDE = 6;
const FEWEST = 64;

export class Batch {
  #slots = new Map();
  #keys = [];
  #x = new Float64Array(FEWEST);
  #y = new Float64Array(FEWEST);
  marks = [];
  data = new Float32Array(FEWEST * STRIDE);
  /** Records from `[0]` up to `[1]` that the card does not have yet. */
  stale = [Infinity, -Infinity];

  /** @param origin place in units of the world that records count from: 32 bits are exact to a pixel only near it.
   *  @param number (icon's name) → its number in the sheet. */
  constructor(origin, number) {
    Object.assign(this, { origin, number });
  }

  get size() {
    return this.marks.length;
  }

  get(key) {
    return this.marks[this.#slots.get(key)] ?? null;
  }

  /** Draw `mark` `{lon, lat, symbol, dx?, dy?, least?}` as `key`, over what it was. */
  put(key, mark) {
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.marks.length;
      this.#room(slot + 1);
      this.#slots.set(key, slot);
      this.#keys[slot] = key;
    }
    this.marks[slot] = mark;
    const [x, y] = toUnit([mark.lon, mark.lat]);
    [this.#x[slot], this.#y[slot]] = [x, y];
    const { dx = 0, dy = 0, least = 0 } = mark;
    this.data.set([x - this.origin[0], y - this.origin[1], this.number(mark.symbol), dx, dy, least], slot * STRIDE);
    this.#spoil(slot);
  }

  /** The last one takes the place of the one that goes. */
  drop(key) {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    const last = this.marks.length - 1;
    this.#slots.delete(key);
    if (slot !== last) {
      this.#keys[slot] = this.#keys[last];
      this.#slots.set(this.#keys[slot], slot);
      this.marks[slot] = this.marks[last];
      [this.#x[slot], this.#y[slot]] = [this.#x[last], this.#y[last]];
      this.data.copyWithin(slot * STRIDE, last * STRIDE, (last + 1) * STRIDE);
      this.#spoil(slot);
    } else this.stale[0] = Math.min(this.stale[0], slot); // shorter is news too
    this.marks.pop();
    this.#keys.pop();
  }

  clear() {
    this.#slots.clear();
    this.marks = [];
    this.#keys = [];
    this.stale[0] = 0;
  }

  /** The card has all there is. */
  fresh() {
    this.stale = [Infinity, -Infinity];
  }

  get isStale() {
    return this.stale[0] !== Infinity;
  }

  /** Marks drawn at `zoom` no further than `reach` px from `[lon, lat]`, counted before their own shift in px. All are
   *  looked at: 30,000 pairs of numbers take less than 0.1 ms, which no index is worth. */
  near(lonlat, reach, zoom) {
    const [x, y] = toUnit(lonlat);
    const far = reach / (512 * 2 ** zoom);
    const found = [];
    for (let n = 0; n < this.marks.length; n++) {
      const [dx, dy] = [this.#x[n] - x, this.#y[n] - y];
      if (dx * dx + dy * dy <= far * far && (this.marks[n].least ?? 0) <= zoom) found.push(this.marks[n]);
    }
    return found;
  }

  #spoil(slot) {
    this.stale[0] = Math.min(this.stale[0], slot);
    this.stale[1] = Math.max(this.stale[1], slot + 1);
  }

  #room(wanted) {
    if (wanted <= this.#x.length) return;
    const size = Math.max(wanted, this.#x.length * 2);
    const grown = (old, length) => {
      const made = new old.constructor(length);
      made.set(old);
      return made;
    };
    [this.#x, this.#y, this.data] = [grown(this.#x, size), grown(this.#y, size), grown(this.data, size * STRIDE)];
  }
}

// The order of a list that somebody may be pointing at: while held, what is there keeps its place.

/**
 * `order.settle(rows, compare)` gives each id its rank. While held, known ids keep their rank, those that left are
 * kept as ghosts, and new ones wait at the end, counted in `waiting`.
 */
export class Order {
  #list = []; // [id, row] in order, as long as nobody holds it
  #rows = new Map(); // id → the row it was put there by
  #compare = () => 0;

  constructor() {
    this.ranks = new Map();
    this.held = false;
    this.waiting = new Set();
  }

  hold() {
    if (this.held) return;
    this.ranks = ranked(this.#list);
    this.held = true;
  }

  release() {
    this.held = false;
    this.waiting.clear();
  }

  /** Rank of every row; `rows` are [id, row] pairs. Ghosts are ids with a rank that are no longer among the rows. */
  settle(pairs, compare) {
    if (!this.held) {
      this.#compare = compare;
      this.#list = [...pairs].sort((a, b) => compare(a[1], b[1]));
      this.#rows = new Map(pairs);
      this.ranks = ranked(this.#list);
      return this.ranks;
    }
    for (const [id] of pairs.filter(([id]) => !this.ranks.has(id)).sort((a, b) => compare(a[1], b[1]))) {
      this.ranks.set(id, this.ranks.size);
      this.waiting.add(id);
    }
    return this.ranks;
  }

  /** One row came, changed (row) or went (null), while free: the others are not looked at. */
  put(id, row) {
    const old = this.#rows.get(id);
    if (old) this.#list.splice(this.#placeOf(old), 1);
    this.#rows.delete(id);
    if (!row) return;
    this.#list.splice(this.#placeOf(row), 0, [id, row]);
    this.#rows.set(id, row);
  }

  /** The first `n` as pairs, ranked. */
  first(n) {
    const pairs = this.#list.slice(0, n);
    this.ranks = ranked(pairs);
    return pairs;
  }

  /** How many rows there are, ghosts among them while held. */
  get size() {
    return this.held ? this.ranks.size : this.#list.length;
  }

  rank(id) {
    const row = this.#rows.get(id);
    if (this.held || !row) return this.ranks.get(id);
    return this.#placeOf(row);
  }

  /** Where the row is, or would be. */
  #placeOf(row) {
    let [low, high] = [0, this.#list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#list[middle][1], row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(id) {
    return this.ranks.has(id);
  }
}

const ranked = (pairs) => new Map(pairs.map(([id], rank) => [id, rank]));

/**
 * Holds an order while a pointer moves over `element`; lets go when it leaves or rests for `restMs`
 * (a mouse parked on the list by someone who works with the keyboard must not freeze it).
 */
export function holdUnderPointer(element, order, onRelease, restMs = 8000) {
  let timer = 0;
  const release = () => {
    clearTimeout(timer);
    if (!order.held) return;
    order.release();
    onRelease();
  };
  element.addEventListener("pointermove", () => {
    order.hold();
    clearTimeout(timer);
    timer = setTimeout(release, restMs);
  });
  element.addEventListener("pointerleave", release);
  return release;
}

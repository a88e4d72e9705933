// The order of a list that somebody may be pointing at: while held, what is there keeps its place.

/**
 * `order.settle(rows, compare)` gives each id its rank. While held, known ids keep their rank, those that left are
 * kept as ghosts, and new ones wait at the end, counted in `waiting`.
 */
export class Order {
  constructor() {
    this.ranks = new Map();
    this.held = false;
    this.waiting = new Set();
  }

  hold() {
    this.held = true;
  }

  release() {
    this.held = false;
    this.waiting.clear();
  }

  /** Rank of every row; `rows` are [id, row] pairs. Ghosts are ids with a rank that are no longer among the rows. */
  settle(pairs, compare) {
    if (!this.held) {
      const sorted = [...pairs].sort((a, b) => compare(a[1], b[1]));
      this.ranks = new Map(sorted.map(([id], rank) => [id, rank]));
      return this.ranks;
    }
    for (const [id] of [...pairs].sort((a, b) => compare(a[1], b[1]))) {
      if (this.ranks.has(id)) continue;
      this.ranks.set(id, this.ranks.size);
      this.waiting.add(id);
    }
    return this.ranks;
  }

  has(id) {
    return this.ranks.has(id);
  }
}

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

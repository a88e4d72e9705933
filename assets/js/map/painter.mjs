// Plotly.restyle, at most once an animation frame and never before the last one has settled; what comes meanwhile is
// folded into the next. Only the latest data of a trace is ever drawn.

import { indexOf } from "./figure.mjs";

/** A map that cannot draw (hidden tab, lost context) must not hold its data back for ever. */
const GIVE_UP_MS = 2000;

export class Painter {
  #dirty = new Map();
  #busy = false;
  #asked = false;

  /** @param spent called with the main-thread ms of each restyle that ran outside a live frame. */
  constructor(div, Plotly, spent = () => {}) {
    Object.assign(this, { div, Plotly, spent });
  }

  /** Have the trace show `data`, a flat `{attribute: value}`, from the next painting on. */
  set(trace, data) {
    this.#dirty.set(trace, { ...this.#dirty.get(trace), ...data });
  }

  /** Paint now if the map is free, else as soon as it is. */
  paint() {
    if (this.#busy || !this.#dirty.size) return;
    this.#busy = true;
    const names = [...this.#dirty.keys()];
    const update = gather(names.map((name) => this.#dirty.get(name)));
    this.#dirty.clear();
    const settled = this.Plotly.restyle(this.div, update, names.map(indexOf));
    const late = new Promise((resolve) => setTimeout(resolve, GIVE_UP_MS));
    Promise.race([settled, late])
      .catch((error) => console.warn("the map did not take a change", error))
      .then(() => this.#next());
  }

  #next() {
    this.#busy = false;
    if (!this.#dirty.size || this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      const start = performance.now();
      this.paint();
      this.spent(performance.now() - start);
    });
  }
}

/** Several traces' data as one restyle: `{attribute: [value of each trace]}`. Every trace gets every attribute named. */
function gather(parts) {
  const names = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries([...names].map((name) => [name, parts.map((part) => part[name])]));
}

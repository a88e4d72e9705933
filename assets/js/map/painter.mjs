// Plotly.restyle, at most once an animation frame and never before the last one has settled; what comes meanwhile is
// folded into the next. Only the latest data of a trace is ever drawn.

import { indexOf } from "./figure.mjs";

/** A map that cannot draw (hidden tab, lost context) must not hold its data back for ever. */
const GIVE_UP_MS = 2000;
/** What can wait (moving workers) takes at most this share of a slow machine's time, and never waits longer than … */
const SHARE = 8;
const PATIENCE_MS = 4000;

export class Painter {
  #dirty = new Map();
  #busy = false;
  #timer = null;
  #drawing = null;
  #began = -Infinity;
  #cost = 0;

  /** @param spent called with the main-thread ms of each restyle that ran outside a live frame. */
  constructor(div, Plotly, spent = () => {}) {
    Object.assign(this, { div, Plotly, spent });
  }

  /** Have the trace show `data`, a flat `{attribute: value}`, from the next painting on. */
  set(trace, data) {
    this.#dirty.set(trace, { ...this.#dirty.get(trace), ...data });
  }

  /** Paint now if the map is free, else as soon as it is. What is not urgent leaves a slow machine time to breathe. */
  paint(urgent = true) {
    if (this.#busy || !this.#dirty.size) return;
    const wait = urgent ? 0 : this.#began + Math.min(PATIENCE_MS, this.#cost * SHARE) - performance.now();
    if (wait > 0) this.#later(wait);
    else this.#restyle();
  }

  #restyle() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#busy = true;
    this.#began = performance.now();
    const names = [...this.#dirty.keys()];
    const update = gather(names.map((name) => this.#dirty.get(name)));
    this.#dirty.clear();
    this.#wait(this.Plotly.restyle(this.div, update, names.map(indexOf)));
  }

  #wait(drawn) {
    const late = new Promise((resolve) => setTimeout(resolve, GIVE_UP_MS));
    this.#drawing = Promise.race([drawn, late])
      .catch((error) => console.warn("the map did not take a change", error))
      .then(() => this.#settled());
    return this.#drawing;
  }

  /** Change the figure itself by `change(Plotly, div)` while nothing else is painted; what comes meanwhile comes after. */
  async alone(change) {
    while (this.#busy) await this.#drawing;
    this.#busy = true;
    this.#began = performance.now();
    return this.#wait(change(this.Plotly, this.div));
  }

  #settled() {
    this.#busy = false;
    this.#cost = 0.7 * this.#cost + 0.3 * (performance.now() - this.#began);
    if (this.#dirty.size) this.#later(0);
  }

  #later(ms) {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const start = performance.now();
      this.paint();
      this.spent(performance.now() - start);
    }, ms);
  }
}

/** Several traces' data as one restyle: `{attribute: [value of each trace]}`; undefined leaves a trace's alone. */
function gather(parts) {
  const names = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries([...names].map((name) => [name, parts.map((part) => part[name])]));
}

// Which of the drawn layers are on, and when each is drawn again: not more often than it says, never two at once.

import { OVERLAYS } from "./index.mjs";

const LEAST_MS = 1e3;

export class Shown {
  #on = new Map(); // name → {timer, busy, again, at}

  /** @param overlays map/overlays.mjs @param live the screen's channel @param failed (name, error) */
  constructor(overlays, live, failed = () => {}) {
    Object.assign(this, { overlays, live, failed });
    live.on("change", (changed) => this.#changed(changed));
    live.on("positions", () => this.#touch(({ positions }) => positions));
    live.on("layers", ({ changed }) => this.#versions(changed));
    this.listeners = new Set();
  }

  has(name) {
    return this.#on.has(name);
  }

  /** Show or hide; resolves when it is drawn. */
  async set(name, on) {
    if (!(name in OVERLAYS) || on === this.#on.has(name)) return;
    if (on) {
      this.#on.set(name, { at: -Infinity });
      await this.draw(name);
      return;
    }
    clearTimeout(this.#on.get(name).timer);
    this.#on.delete(name);
    this.overlays.remove(name);
    this.#tell(name);
  }

  /** Call `listener(name)` after each drawing; returns the way to stop it. */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Fetch and draw now; what comes while that lasts is drawn once after it. */
  async draw(name) {
    const state = this.#on.get(name);
    if (!state) return;
    if (state.busy) {
      state.again = true;
      return;
    }
    Object.assign(state, { busy: true, again: false, at: performance.now() });
    clearTimeout(state.timer);
    state.timer = null;
    try {
      const layer = OVERLAYS[name];
      const data = await layer.load({ live: this.live });
      if (this.#on.get(name) === state && data !== undefined) this.overlays.put(name, data, layer.paint);
    } catch (error) {
      this.failed(name, error);
    }
    state.busy = false;
    this.#tell(name);
    if (state.again && this.#on.get(name) === state) this.#soon(name);
    else if (OVERLAYS[name].every >= 60e3) this.#soon(name); // also without news: a day goes by
  }

  #tell(name) {
    for (const listener of this.listeners) listener(name);
  }

  #soon(name) {
    const state = this.#on.get(name);
    if (state.timer || state.busy) {
      state.again = state.busy;
      return;
    }
    const wait = Math.max(LEAST_MS, OVERLAYS[name].every ?? 0) - (performance.now() - state.at);
    state.timer = setTimeout(() => {
      state.timer = null;
      this.draw(name);
    }, Math.max(0, wait));
  }

  #touch(wanted) {
    for (const name of this.#on.keys()) if (wanted(OVERLAYS[name])) this.#soon(name);
  }

  #changed(changed) {
    const touched = (table) => changed[table]?.upsert.length || changed[table]?.remove.length;
    this.#touch(({ follows = [] }) => follows.some(touched));
  }

  #versions(names) {
    for (const name of this.#on.keys()) {
      if (!OVERLAYS[name].sources?.some((source) => names.includes(source))) continue;
      OVERLAYS[name].forget?.();
      this.draw(name);
    }
  }
}

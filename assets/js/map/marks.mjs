// Everything that is marked by an icon: a layer of our own in the map of the figure, above all others. A change costs
// what it touches: no trace is made anew, no tile is laid out again, nothing waits for a worker.

import { Batch } from "./batch.mjs";
import { Brush } from "./brush.mjs";
import { hit, hits, SPREAD_PX } from "./hits.mjs";
import { toUnit } from "./mercator.mjs";
import { ICONS } from "./overlays.mjs";
import { FIGURE_PX, numberOf, sheet } from "./sheet.mjs";
import { mapOf, ownLayer, raise, restore, sizeOf, worldOf } from "./subplot.mjs";

/** From the ground up. */
const BATCHES = ["assets", "workers", "donuts", "figures", "singles", "extremes"];
const MOST_FIGURES = 5;
/** Marks further from the pointer than this are not looked at, px. */
const NEAR_PX = 40;
/** What can wait (moving workers) takes at most this share of a slow machine's time, and never waits longer than … */
const SHARE = 8;
const PATIENCE_MS = 4000;

export class Marks {
  #brush = null;
  #sheet = null;
  #timer = null;
  #began = -Infinity;
  #cost = 0;
  /** What was put is not on the screen yet. */
  asked = false;

  /** @param origin `[lon, lat]` near all there is. */
  constructor(div, origin, theme) {
    this.div = div;
    this.origin = toUnit(origin);
    this.batches = Object.fromEntries(BATCHES.map((name) => [name, new Batch(this.origin, numberOf)]));
    restore(div, () => this.#stand());
    this.setTheme(theme);
  }

  /** Icons of the theme, as soon as they are here; until then the former ones. */
  async setTheme(theme) {
    this.theme = theme;
    try {
      const made = await sheet(theme);
      if (this.theme !== theme) return;
      this.#sheet = made;
      this.#brush?.dip(made);
      this.repaint();
    } catch (error) {
      console.warn("the icons of the map did not come", error);
    }
  }

  put(name, key, mark) {
    this.batches[name].put(key, mark);
    if (name === "donuts") this.#count(key, mark);
  }

  drop(name, key) {
    this.batches[name].drop(key);
    if (name === "donuts") this.#count(key, null);
  }

  clear(name) {
    this.batches[name].clear();
    if (name === "donuts") this.batches.figures.clear();
  }

  get(name, key) {
    return this.batches[name].get(key);
  }

  /** Show what was put: now, or when a slow machine has had time to breathe. */
  paint(urgent = true) {
    if (!Object.values(this.batches).some((batch) => batch.isStale)) return;
    const wait = urgent ? 0 : this.#began + Math.min(PATIENCE_MS, this.#cost * SHARE) - performance.now();
    if (wait <= 0) this.repaint();
    else this.#timer ??= setTimeout(() => this.repaint(), wait);
  }

  repaint() {
    this.asked = true;
    clearTimeout(this.#timer);
    this.#timer = null;
    const began = performance.now();
    this.#began = began;
    mapOf(this.div).triggerRepaint();
    const done = () => (this.#cost = 0.7 * this.#cost + 0.3 * (performance.now() - began));
    requestAnimationFrame(() => requestAnimationFrame(done));
  }

  /** The mark at `{x, y}` px of the map, the more important first; null for none. */
  at(point) {
    return hit(this.#near(point), point, this.#project);
  }

  /** All marks that stand on one spot with the one at `{x, y}`. */
  allAt(point) {
    return hits(this.#near(point), point, this.#project);
  }

  #near({ x, y }) {
    const map = mapOf(this.div);
    const { lng, lat } = map.unproject([x, y]);
    const near = (name) => this.batches[name].near([lng, lat], name === "extremes" ? SPREAD_PX : NEAR_PX, map.getZoom());
    return Object.fromEntries(BATCHES.map((name) => [name, near(name)]));
  }

  #project = (lon, lat) => mapOf(this.div).project([lon, lat]);

  /** The figures of a donut's count, over it. */
  #count(key, mark) {
    const said = mark ? String(mark.n) : "";
    for (let n = 0; n < MOST_FIGURES; n++) {
      const figure = `${key}/${n}`;
      if (n >= said.length) this.batches.figures.drop(figure);
      else {
        const dx = (n - (said.length - 1) / 2) * FIGURE_PX;
        this.batches.figures.put(figure, { lon: mark.lon, lat: mark.lat, symbol: `figure-${said[n]}`, dx });
      }
    }
  }

  /** Above what was drawn meanwhile. */
  raise() {
    raise(this.div, ICONS);
  }

  /** Be the topmost layer of the map, also after another theme's ground or a lost context. */
  #stand() {
    ownLayer(this.div, ICONS, {
      onAdd: (map, gl) => {
        this.#brush = new Brush(gl);
        for (const batch of Object.values(this.batches)) batch.stale = [0, batch.size];
        if (this.#sheet) this.#brush.dip(this.#sheet);
      },
      render: (gl, said) => {
        const { world, zoom } = worldOf(this.div, said, this.origin);
        this.#brush.draw(Object.values(this.batches), world, sizeOf(this.div), zoom);
      },
      onRemove: () => {
        this.#brush?.end();
        this.#brush = null;
      },
    });
  }
}

// Fits the wall to the display: the root's font size is the scale (1 rem = 10 px of the drawing), the map is drawn at
// the drawing's size and magnified, so that its streets and names grow with everything else and stay sharp.

import { byId } from "./dom.mjs";
import { layoutOf } from "./scale.mjs";

const number = (params, name) => {
  const value = Number(params.get(name));
  return value > 0 && Number.isFinite(value) ? value : undefined;
};

export class Display {
  #listeners = [];

  constructor(params) {
    this.wanted = { distance: number(params, "distance"), diagonal: number(params, "diagonal") };
    this.pixels = window.devicePixelRatio;
    this.#fit();
    // MapLibre asks this for its canvas and its sprite: a magnified map needs the pixels that it really covers.
    Object.defineProperty(window, "devicePixelRatio", { get: () => this.pixels * Math.max(1, this.scale), configurable: true });
    addEventListener("resize", () => this.#fit());
  }

  onChange(fn) {
    this.#listeners.push(fn);
  }

  #fit() {
    const { shape, scale, room } = layoutOf(innerWidth, innerHeight, this.wanted);
    this.scale = scale;
    const root = document.documentElement;
    root.style.fontSize = `${10 * scale}px`;
    root.style.setProperty("--scale", scale);
    document.body.dataset.shape = shape;
    document.body.dataset.room = room;
    for (const fn of this.#listeners) setTimeout(fn, 60);
  }

  /** Pixels of the drawing that cover the map's edges: banner above, legend and trend below. */
  padding() {
    const tight = byId("wall-map").clientHeight < 500;
    return tight ? { top: 20, right: 20, bottom: 20, left: 20 } : { top: 150, right: 30, bottom: 90, left: 30 };
  }
}

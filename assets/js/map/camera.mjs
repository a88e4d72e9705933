// Flights of the view: eased in Mercator, a little out and in again when it is far. A hand on the map ends one.

import { fromUnit, pixelsBetween, toUnit } from "./mercator.mjs";
import { held, setView, viewOf } from "./subplot.mjs";

const ease = (x) => (x < 0.5 ? 4 * x ** 3 : 1 - (-2 * x + 2) ** 3 / 2);

/** The view at `x` of 0…1 on the way from `a` to `b`; `dip` is how many zooms it goes out in the middle. */
export function between(a, b, x, dip = 0) {
  const e = ease(x);
  const [ax, ay] = toUnit([a.lon, a.lat]);
  const [bx, by] = toUnit([b.lon, b.lat]);
  const zoom = a.zoom + (b.zoom - a.zoom) * e - dip * Math.sin(Math.PI * x);
  // When zooming, the ground must move with the zoom's own pace, or the target swings out of sight.
  const rate = b.zoom - a.zoom;
  const share = Math.abs(rate) < 0.01 ? e : (1 - 2 ** (-rate * e)) / (1 - 2 ** -rate);
  const [lon, lat] = fromUnit([ax + (bx - ax) * share, ay + (by - ay) * share]);
  return { lon, lat, zoom };
}

/** A display that draws fewer than eight frames a second is not shown a flight, but the place. */
const SLOW_FRAME_MS = 125;

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Camera {
  #flight = 0;

  constructor(div) {
    this.div = div;
  }

  /** Go to `view`; `ms` 0 jumps, as does a page whose reader asked for less motion. Resolves when there or stopped. */
  fly(view, ms = 900) {
    const flight = ++this.#flight;
    const from = viewOf(this.div);
    const to = { ...from, ...view };
    if (!ms || still() || document.hidden) return Promise.resolve(setView(this.div, to));
    const far = pixelsBetween([from.lon, from.lat], [to.lon, to.lat], Math.min(from.zoom, to.zoom));
    const dip = Math.min(1.5, far / 1600);
    const start = performance.now();
    let last = start;
    return new Promise((resolve) => {
      const step = () => {
        if (flight !== this.#flight || held(this.div)) return resolve(false);
        const now = performance.now();
        const x = now - last > SLOW_FRAME_MS ? 1 : Math.min(1, (now - start) / ms);
        last = now;
        setView(this.div, between(from, to, x, dip));
        return x < 1 ? requestAnimationFrame(step) : resolve(true);
      };
      step();
    });
  }

  stop() {
    this.#flight += 1;
  }
}

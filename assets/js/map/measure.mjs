// A measuring line: each press adds a point; two give a length, a closed ring an area. Backspace takes the last point
// back, Escape ends it.

import { collection, feature, words } from "../layers/shape.mjs";
import { metresAlong, metresBetween, squareMetres } from "./earth.mjs";

/** Pressing this near to the first point closes the ring, px. */
const CLOSE_PX = 12;

export class Measure {
  #points = [];
  #closed = false;
  #stop = null;

  /** @param say ({metres, squareMetres, points, ring} | null): figures so far; the corners once it is closed. @param label (metres) → words on the line. */
  constructor(map, { say, label }) {
    Object.assign(this, { map, say, label });
  }

  get on() {
    return this.#stop !== null;
  }

  start() {
    if (this.on) return;
    [this.#points, this.#closed] = [[], false];
    this.#again();
    this.#draw();
  }

  end() {
    if (!this.on) return;
    this.#stop();
    this.#stop = null;
    this.map.overlays.remove("measure");
    this.say(null);
  }

  /** Take the last point back. */
  back() {
    if (this.#closed) this.#closed = false;
    else this.#points.pop();
    this.#draw();
  }

  #again() {
    this.#stop = this.map.pick((lonlat) => {
      this.#add(lonlat);
      this.#again();
    });
  }

  #add(lonlat) {
    if (this.#closed) [this.#points, this.#closed] = [[], false];
    const [first] = this.#points;
    if (this.#points.length > 2 && this.map.pixelsApart(first, lonlat) < CLOSE_PX) this.#closed = true;
    else this.#points.push(lonlat);
    this.#draw();
  }

  #draw() {
    const points = this.#points;
    const ring = this.#closed ? [...points, points[0]] : points;
    const parts = ring.slice(1).map((point, n) => {
      const middle = [(ring[n][0] + point[0]) / 2, (ring[n][1] + point[1]) / 2];
      return feature("Point", middle, { text: this.label(metresBetween(ring[n], point)) });
    });
    const shapes = [
      ring.length > 1 && feature("LineString", ring),
      this.#closed && feature("Polygon", [ring]),
      ...points.map((point) => feature("Point", point, { corner: true })),
      ...parts,
    ];
    this.map.overlays.put("measure", collection(shapes), paint);
    this.say({ metres: metresAlong(ring), squareMetres: this.#closed ? squareMetres(points) : null, points: points.length, ring: this.#closed ? [...points] : null });
  }
}

function paint(ink) {
  return [
    { type: "fill", under: "marks", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ink.view, "fill-opacity": 0.18 } },
    { type: "line", under: "marks", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": ink.view, "line-width": 2.4 } },
    {
      type: "circle",
      under: "marks",
      filter: ["has", "corner"],
      paint: { "circle-radius": 4.5, "circle-color": ink.halo, "circle-stroke-color": ink.view, "circle-stroke-width": 2 },
    },
    { ...words(ink, "text", { size: 12, overlap: true }), filter: ["has", "text"] },
  ];
}

// Names of workers under their marks, from near only: further out they cover each other. Words need the map's own
// layout, which is dear; so only those in view have one, and they follow a few times a second.

import { collection, feature, FONT } from "../layers/shape.mjs";
import { mapOf } from "./subplot.mjs";

const FROM_ZOOM = 15.5;
const LAYER = "names";
const AGAIN_MS = 400;
/** More names than this in one view are no names any more. */
const MOST = 400;

const paint = (ink) => [
  {
    type: "symbol",
    under: "icons",
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-anchor": "top", "text-offset": [0, 1.05], "text-allow-overlap": true, "text-ignore-placement": true },
    paint: { "text-color": ink.label_strong, "text-halo-color": ink.halo, "text-halo-width": 1.4 },
  },
];

export class Names {
  #timer = null;
  #said = "[]";

  /** @param workers the batch of workers @param label (mark) → words, "" for none */
  constructor(div, overlays, workers, label) {
    Object.assign(this, { div, overlays, workers, label });
    if (label) mapOf(div).on("moveend", () => this.follow());
  }

  /** Workers moved, or what is said of them changed. */
  follow() {
    if (!this.label || (mapOf(this.div).getZoom() < FROM_ZOOM && this.#said === "[]")) return;
    this.#timer ??= setTimeout(() => this.#draw(), AGAIN_MS);
  }

  #draw() {
    this.#timer = null;
    const names = mapOf(this.div).getZoom() < FROM_ZOOM ? [] : this.#inView();
    const said = JSON.stringify(names);
    if (said === this.#said) return;
    this.#said = said;
    this.overlays.put(LAYER, collection(names), paint, { deaf: true });
  }

  #inView() {
    const box = mapOf(this.div).getBounds();
    const names = [];
    for (const mark of this.workers.marks) {
      const name = box.contains([mark.lon, mark.lat]) ? this.label(mark) : "";
      if (name) names.push(feature("Point", [mark.lon, mark.lat], { name }));
      if (names.length === MOST) break;
    }
    return names;
  }
}

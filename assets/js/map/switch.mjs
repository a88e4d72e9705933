// Layers of the ground on and off, and what of the ground lies under the pointer. Each layer of the style says in its
// metadata to which of ours it belongs.

import { mapOf } from "./subplot.mjs";

/** What a press on the bare ground opens, the smaller thing first. */
const PRESSED = ["entrances", "gates", "pois", "buildings"];

export class GroundSwitch {
  #hidden = new Map(); // our name → ids in the style

  constructor(div) {
    this.div = div;
    mapOf(div).on("styledata", () => this.#apply()); // another theme shows everything again
  }

  show(name, on) {
    if (on === !this.#hidden.has(name)) return;
    const ids = this.#idsOf(name);
    if (on) {
      this.#hidden.delete(name);
      for (const id of ids) mapOf(this.div).setLayoutProperty(id, "visibility", "visible");
    } else this.#hidden.set(name, ids);
    this.#apply();
  }

  /** `{name, properties}` of what lies at `{x, y}` px, or null. */
  at({ x, y }) {
    for (const name of PRESSED) {
      const layers = this.#hidden.has(name) ? [] : this.#idsOf(name);
      const [found] = layers.length ? mapOf(this.div).queryRenderedFeatures([x, y], { layers }) : [];
      if (found) return { name, properties: found.properties };
    }
    return null;
  }

  #idsOf(name) {
    const map = mapOf(this.div);
    if (!map.style?._loaded) return [];
    return map.getStyle().layers.filter(({ metadata }) => metadata?.layer === name).map(({ id }) => id);
  }

  #apply() {
    const map = mapOf(this.div);
    if (!map.style?._loaded) return;
    for (const [name, ids] of this.#hidden) {
      const known = ids.length ? ids : this.#idsOf(name);
      this.#hidden.set(name, known);
      for (const id of known) {
        if (map.getLayer(id) && map.getLayoutProperty(id, "visibility") !== "none") map.setLayoutProperty(id, "visibility", "none");
      }
    }
  }
}

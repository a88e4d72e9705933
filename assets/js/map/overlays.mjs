// Areas, lines and heat: GeoJSON of our own in the map's ground, below every mark. Each is put whole by its name; another
// theme or a style that was swapped under us brings all of them back.

import { mapOf } from "./subplot.mjs";

const PREFIX = "over-";
const MARKS = "plotly-trace-layer";
/** The layer of all marks with an icon (marks.mjs). */
export const ICONS = "marks";
const NOTHING = { type: "FeatureCollection", features: [] };

export class Overlays {
  #put = new Map();

  /** @param ink palette roles → colours (of `/map/style`). */
  constructor(div, ink) {
    Object.assign(this, { div, ink });
    mapOf(div).on("styledata", () => this.#restore());
  }

  /**
   * Draw `data` (GeoJSON) as `name`, over what was there. `paint(ink)` gives MapLibre layers without id and source; a
   * layer with `"source-layer"` reads the ground's own tiles. `under`: "names" (of the ground, the default), "marks" or
   * "icons". What is `deaf` is not found under the pointer.
   */
  put(name, data, paint, { deaf = false } = {}) {
    const before = this.#put.get(name);
    this.#put.set(name, { data: data ?? NOTHING, paint, deaf });
    const source = before?.paint === paint && mapOf(this.div).getSource(PREFIX + name);
    if (source) source.setData(data ?? NOTHING);
    else this.#draw(name);
  }

  remove(name) {
    this.#erase(name);
    this.#put.delete(name);
  }

  /** Other colours: everything is painted anew. */
  repaint(ink) {
    this.ink = ink;
    for (const name of this.#put.keys()) this.#draw(name);
  }

  /** What lies at `{x, y}` px, the topmost: `{name, properties}`, or null. */
  at({ x, y }) {
    const layers = [...this.#put].flatMap(([name, { deaf }]) => (deaf ? [] : this.#layersOf(name)));
    const [found] = layers.length ? mapOf(this.div).queryRenderedFeatures([x, y], { layers }) : [];
    return found ? { name: found.layer.id.slice(PREFIX.length).replace(/-\d+$/, ""), properties: found.properties } : null;
  }

  /** How many shapes of `name` the map shows now. */
  drawn(name) {
    const layers = this.#put.has(name) ? this.#layersOf(name) : [];
    return layers.length ? mapOf(this.div).queryRenderedFeatures({ layers }).length : 0;
  }

  #layersOf(name) {
    const map = mapOf(this.div);
    return [0, 1, 2, 3].map((n) => `${PREFIX}${name}-${n}`).filter((id) => map.getLayer(id));
  }

  #erase(name) {
    const map = mapOf(this.div);
    for (const id of this.#layersOf(name)) map.removeLayer(id);
    if (map.getSource(PREFIX + name)) map.removeSource(PREFIX + name);
  }

  #draw(name) {
    const map = mapOf(this.div);
    if (!map.style?._loaded) return; // `styledata` comes when it is
    this.#erase(name);
    const { data, paint } = this.#put.get(name);
    map.addSource(PREFIX + name, { type: "geojson", data });
    paint(this.ink).forEach(({ under = "names", ...layer }, n) => {
      const source = layer["source-layer"] ? "base" : PREFIX + name;
      if (!map.getSource(source)) return; // a home without tiles has no ground
      map.addLayer({ id: `${PREFIX}${name}-${n}`, source, ...layer }, this.#above(under));
    });
  }

  #above(under) {
    if (under === "icons") return mapOf(this.div).getLayer(ICONS) ? ICONS : undefined;
    const layers = mapOf(this.div).getStyle().layers;
    const isMark = ({ id }) => id.startsWith(MARKS);
    const isName = ({ id, type }) => type === "symbol" && !id.startsWith(PREFIX);
    return layers.find((layer) => isMark(layer) || (under === "names" && isName(layer)))?.id;
  }

  #restore() {
    const map = mapOf(this.div);
    if (!map.style?._loaded) return;
    for (const name of this.#put.keys()) if (!map.getSource(PREFIX + name)) this.#draw(name);
  }
}

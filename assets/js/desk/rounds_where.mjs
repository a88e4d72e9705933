// Where a round goes: everywhere, a grid, a compound, an area drawn on the map, or single places pressed on it.

import { t } from "../i18n.mjs";
import { showRounds } from "../layers/rounds.mjs";
import { Measure } from "../map/measure.mjs";
import { length } from "./tools.mjs";

/** A press this near to a place means it, in degrees: about 40 m. */
const NEAR = 0.0004;

export class Where {
  /** `layer()` names what is looked for; `changed()` is called when something was chosen. */
  constructor(desk, map, { layer, changed }) {
    Object.assign(this, { desk, map, layer, changed, value: "", grids: [], compounds: [], ring: null, places: new Map() });
  }

  /** The grids and compounds there are. */
  async learn() {
    if (this.grids.length || this.compounds.length) return;
    [this.grids, this.compounds] = await Promise.all(["grids", "compounds"].map((name) => this.#areas(name)));
  }

  async #areas(name) {
    const found = await this.desk.get(`layers/${name}`).catch(() => ({ features: [] }));
    const areas = found.features.map(({ id, properties }) => ({ id: properties.id ?? id, name: properties.name || (properties.id ?? id) }));
    return areas.sort((a, b) => String(a.id).localeCompare(String(b.id), undefined, { numeric: true })); // 第一 before 第二
  }

  set(value) {
    this.stop();
    this.value = value;
    if (value === "ring") this.#draw();
    if (value === "ids") this.#press();
  }

  /** What was chosen by hand is of the former layer. */
  again() {
    if (this.value === "ids") this.set("ids");
  }

  get ready() {
    return this.value === "ring" ? this.ring !== null : this.value !== "ids" || this.places.size > 0;
  }

  /** As POST /rounds has it. */
  asked() {
    const [kind, id] = this.value.split(/:(.*)/s);
    if (kind === "ring") return { ring: this.ring };
    if (kind === "ids") return { ids: [...this.places.keys()] };
    return kind ? { [kind]: id } : {};
  }

  name() {
    const [kind, id] = this.value.split(/:(.*)/s);
    return { grid: this.grids, compound: this.compounds }[kind]?.find((one) => one.id === id)?.name ?? "";
  }

  /** Nothing is drawn or pressed any more. */
  stop() {
    this.measuring?.end();
    this.picking?.();
    Object.assign(this, { measuring: null, picking: null, ring: null, places: new Map() });
    this.map.setLayer("rounds", false);
  }

  async #draw() {
    const drawn = await this.map.ready;
    if (!drawn || this.value !== "ring" || this.measuring) return;
    this.measuring = new Measure(drawn, { say: (figures) => this.#said(figures), label: length });
    this.measuring.start();
  }

  #said(figures) {
    const before = this.ring;
    this.ring = figures?.ring ?? null;
    if (before !== this.ring) this.changed();
  }

  #press() {
    this.picking = this.map.pick((spot) => this.#take(spot));
  }

  /** The place under the press, or the nearest; once more takes it out again. */
  async #take({ lon, lat }) {
    const box = [lon - NEAR, lat - NEAR, lon + NEAR, lat + NEAR].join(",");
    const { features } = await this.desk.get(`layers/${this.layer()}?bbox=${box}`).catch(() => ({ features: [] }));
    const found = nearest(features, [lon, lat]);
    if (!found || this.value !== "ids") return found || this.desk.say(t("desk.rounds.nothing_there"));
    if (!this.places.delete(found.id)) this.places.set(found.id, found);
    this.show();
    return this.changed();
  }

  /** The places that were pressed, also after a preview was on the map. */
  show() {
    if (!this.places.size) return;
    showRounds([], [...this.places.values()]);
    this.map.setLayer("rounds", true);
    this.map.redraw("rounds");
  }
}

/** Of GeoJSON features the one that holds the point, else the one whose middle is nearest: {id, lon, lat}. */
export function nearest(features, point) {
  const all = features.map(({ id, properties, geometry }) => {
    const corners = cornersOf(geometry);
    const [lon, lat] = middle(corners);
    const far = corners.length > 2 && holds(corners, point) ? 0 : Math.hypot(lon - point[0], lat - point[1]);
    return { id: String(properties.id ?? id), lon, lat, far };
  });
  const [first] = all.sort((a, b) => a.far - b.far);
  return first && { id: first.id, lon: first.lon, lat: first.lat };
}

/** The outer ring, or the points of a line or point. */
function cornersOf({ type, coordinates }) {
  if (type === "Point") return [coordinates];
  if (type === "MultiPolygon") return coordinates[0][0];
  return type === "Polygon" || type === "MultiLineString" ? coordinates[0] : coordinates;
}

const middle = (corners) => [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length);

/** Even or odd: how often a line eastwards crosses the ring. */
function holds(ring, [x, y]) {
  return ring.reduce((inside, [x1, y1], n) => {
    const [x2, y2] = ring[(n + 1) % ring.length];
    return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !inside : inside;
  }, false);
}

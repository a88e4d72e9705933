// Things of the district on the map: places from /api/v1/layers/NAME once, states by polling. What works is quiet and
// shown from near only; what is broken is shown from further off.

import { get } from "../api.mjs";
import { placed } from "./points.mjs";

/** How each layer is drawn: icon by state, and from which zoom a working one (`near`) and a broken one (`far`) shows. */
export const DRAWN = {
  piles: { kind: "pile", icon: (state) => `pile-${PILE[state] ?? "free"}`, near: 16.6, far: 14 },
  cameras: { kind: "camera", icon: (state) => (isBroken(state) ? "camera-off" : "camera"), near: 16.6, far: 14 },
  lifts: { kind: "lift", icon: (state) => (isBroken(state) ? "lift-fault" : "lift"), near: 17.6, far: 14 },
  fire_terminals: { kind: "fire_terminal", icon: () => "fire-terminal", near: 18.2, far: 18.2 },
  fire_hosts: { kind: "fire_host", icon: () => "fire-host", near: 16.6, far: 14 },
  hydrants: { kind: "hydrant", icon: () => "hydrant", near: 17.4, far: 17.4 },
  gates: { kind: "gate", icon: () => "gate", near: 17, far: 17 },
};

const PILE = { free: "free", busy: "busy", full: "busy", fault: "fault", offline: "fault" };
const BROKEN = new Set(["fault", "offline", "off", "alarm"]);
const POLL_MS = 30e3;

export const isBroken = (state) => BROKEN.has(state);

/** One state for a thing with many sockets: broken if any is, free if any is, else the first one's. */
export function summed(states) {
  return states.find(isBroken) ?? (states.includes("free") ? "free" : states[0]);
}

/** The point to mark for a feature: its own, or the middle of its box. */
function pointOf(geometry) {
  if (geometry?.type === "Point") return geometry.coordinates;
  const flat = (geometry?.coordinates ?? []).flat(Infinity);
  const lon = flat.filter((_, n) => n % 2 === 0);
  const lat = flat.filter((_, n) => n % 2 === 1);
  return [(Math.min(...lon) + Math.max(...lon)) / 2, (Math.min(...lat) + Math.max(...lat)) / 2];
}

/** A GeoJSON feature as a mark. */
export function asset(layer, feature) {
  const [lon, lat] = pointOf(feature.geometry);
  const props = feature.properties ?? {};
  const state = props.state ?? null;
  return { kind: DRAWN[layer].kind, id: props.id ?? feature.id, lon, lat, layer, state, row: props };
}

export class Assets {
  #marks = new Map();
  #shown = new Set();
  states = new Map();

  /** @param changed called when there is something new to draw. */
  constructor(changed) {
    this.changed = changed;
    this.timer = setInterval(() => this.#refresh(), POLL_MS);
  }

  /** Show or hide one layer; it is fetched when first shown. */
  async show(layer, on) {
    if (!(layer in DRAWN)) return;
    if (on) this.#shown.add(layer);
    else this.#shown.delete(layer);
    if (on && !this.#marks.has(layer)) await this.#fetch(layer);
    this.changed();
  }

  async #fetch(layer) {
    try {
      const { features = [] } = await get(`layers/${layer}`);
      this.#marks.set(layer, features.map((feature) => asset(layer, feature)).filter(placed));
      await this.#refresh();
    } catch (error) {
      if (error.status !== 404) console.warn(`layer ${layer}`, error);
    }
  }

  /** States of all things and sockets, the latest of each. */
  async #refresh() {
    if (document.hidden || !this.#shown.size) return;
    const rows = await get("assets/states").catch(() => null);
    if (!rows) return;
    this.states = byAsset(rows);
    for (const marks of this.#marks.values()) for (const mark of marks) mark.state = this.#stateOf(mark);
    this.changed();
  }

  #stateOf(mark) {
    const sockets = this.states.get(mark.id);
    return sockets ? summed(sockets.map(({ state }) => state)) : mark.state;
  }

  /** These layers have other features now. */
  forget(layers) {
    for (const layer of layers) if (this.#marks.delete(layer) && this.#shown.has(layer)) this.#fetch(layer).then(this.changed);
  }

  /** What to draw at `zoom`, each with its symbol. */
  at(zoom) {
    const drawn = [];
    for (const layer of this.#shown) {
      const { icon, near, far } = DRAWN[layer];
      for (const mark of this.#marks.get(layer) ?? []) {
        if (zoom >= (isBroken(mark.state) ? far : near)) drawn.push({ ...mark, symbol: icon(mark.state) });
      }
    }
    return drawn;
  }

  find(kind, id) {
    for (const marks of this.#marks.values()) {
      const found = marks.find((mark) => mark.kind === kind && mark.id === id);
      if (found) return found;
    }
    return null;
  }
}

/** Asset id → `{socket, state, value}` of it and of each of its sockets. */
function byAsset(rows) {
  const states = new Map();
  for (const { asset_id: id, socket, state, value } of rows) {
    if (!states.has(id)) states.set(id, []);
    states.get(id).push({ socket, state, value });
  }
  return states;
}

// Things of the district on the map: places from /api/v1/layers/NAME once, states by polling. What works is quiet and
// shown from near only; what is broken is shown from further off: the card leaves out what the zoom does not show, so
// that neither a zoom nor a poll costs more than the things whose state changed.

import { get } from "../api.mjs";
import { keyOf } from "./item.mjs";
import { toUnit } from "./mercator.mjs";
import { placed } from "./points.mjs";
import { States } from "./states.mjs";

/** How each layer is drawn: icon by state, and from which zoom a working one (`near`) and a broken one (`far`) shows. */
export const DRAWN = {
  piles: { kind: "pile", icon: (state) => `pile-${PILE[state] ?? "free"}`, near: 16.6, far: 14 },
  cameras: { kind: "camera", icon: (state) => (isBroken(state) ? "camera-off" : "camera"), near: 16.6, far: 14 },
  lifts: { kind: "lift", icon: (state) => (isBroken(state) ? "lift-fault" : "lift"), near: 17.6, far: 14 },
  fire_terminals: { kind: "fire_terminal", icon: () => "fire-terminal", near: 18.2, far: 18.2 },
  fire_hosts: { kind: "fire_host", icon: () => "fire-host", near: 16.6, far: 14 },
  hydrants: { kind: "hydrant", icon: () => "hydrant", near: 17.4, far: 17.4 },
  sheds: { kind: "shed", icon: () => "shed", near: 16.6, far: 14 },
  shops: { kind: "shop", icon: () => "shop", near: 17.4, far: 17.4 },
  extinguishers: { kind: "extinguisher", icon: () => "extinguisher", near: 18.2, far: 18.2 },
  party_homes: { kind: "party_home", icon: () => "party-home", near: 17.4, far: 17.4 },
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

/** Things that stand this far apart (px, on average) may all be seen; only registers of a city do, below zoom 12 (400 m apart). */
const APART_PX = 30;
const CITY_ZOOM = 12;

/** From which zoom a register may be seen whole because its things stand far apart; Infinity for that of a district. */
export function sparseFrom(marks) {
  const points = marks.map(({ lon, lat }) => toUnit([lon, lat]));
  const span = (axis) => points.reduce((most, p) => Math.max(most, p[axis]), 0) - points.reduce((least, p) => Math.min(least, p[axis]), 1);
  const apart = Math.sqrt((span(0) * span(1)) / points.length);
  const zoom = Math.log2(APART_PX / 512 / apart);
  return points.length > 1 && zoom < CITY_ZOOM ? zoom : Infinity;
}

/** A thing as it is drawn: with its icon, and the zoom from which it shows. */
export function drawn(mark, sparse = Infinity) {
  const { icon, near, far } = DRAWN[mark.layer];
  return { ...mark, symbol: icon(mark.state), least: Math.min(isBroken(mark.state) ? far : near, sparse) };
}

export class Assets {
  #layers = new Map(); // layer → Map key → mark
  #sparse = new Map(); // layer → zoom
  #shown = new Set();
  states = new States(get);

  /** @param marks map/marks.mjs, where they are drawn. */
  constructor(marks) {
    this.marks = marks;
    this.timer = setInterval(() => this.refresh(), POLL_MS);
  }

  /** Show or hide one layer; it is fetched when first shown. */
  async show(layer, on) {
    if (!(layer in DRAWN) || on === this.#shown.has(layer)) return;
    if (on) this.#shown.add(layer);
    else this.#shown.delete(layer);
    if (on && !this.#layers.has(layer)) await this.#fetch(layer);
    else this.#draw(layer);
  }

  async #fetch(layer) {
    try {
      const { features = [] } = await get(`layers/${layer}`);
      this.#erase(layer);
      const marks = features.map((feature) => asset(layer, feature)).filter(placed);
      this.#layers.set(layer, new Map(marks.map((mark) => [keyOf(mark), this.#stated(mark)])));
      this.#sparse.set(layer, sparseFrom(marks));
      this.#draw(layer);
      await this.refresh();
    } catch (error) {
      if (error.status !== 404) console.warn(`layer ${layer}`, error);
    }
  }

  #erase(layer) {
    for (const key of this.#layers.get(layer)?.keys() ?? []) this.marks.drop("assets", key);
  }

  #draw(layer) {
    if (this.#shown.has(layer)) for (const [key, mark] of this.#layers.get(layer) ?? []) this.marks.put("assets", key, drawn(mark, this.#sparse.get(layer)));
    else this.#erase(layer);
    this.marks.paint();
  }

  /** Ask what things and sockets are doing; only what changed is told, and drawn. */
  async refresh() {
    if (document.hidden || !this.#shown.size) return;
    if (!(await this.states.refresh())) return;
    for (const [layer, marks] of this.#layers) {
      for (const [key, mark] of marks) {
        const now = this.#stated(mark);
        if (now === mark) continue;
        marks.set(key, now);
        if (this.#shown.has(layer)) this.marks.put("assets", key, drawn(now, this.#sparse.get(layer)));
      }
    }
    this.marks.paint(false);
  }

  /** The mark in its present state. */
  #stated(mark) {
    const sockets = this.states.of(mark.id);
    const state = sockets ? summed(sockets.map((socket) => socket.state)) : mark.state;
    return state === mark.state ? mark : { ...mark, state };
  }

  /** These layers have other features now. */
  forget(layers) {
    for (const layer of layers) {
      if (this.#shown.has(layer)) this.#fetch(layer);
      else this.#layers.delete(layer);
    }
  }

  /** From which zoom a layer's working things show; null for a layer that is not ours. */
  seenFrom(layer) {
    return layer in DRAWN ? Math.min(DRAWN[layer].near, this.#sparse.get(layer) ?? Infinity) : null;
  }

  /** A thing, whether it shows at this zoom or not; null when it is not known. */
  find(kind, id) {
    for (const marks of this.#layers.values()) if (marks.has(`${kind}:${id}`)) return marks.get(`${kind}:${id}`);
    return null;
  }
}

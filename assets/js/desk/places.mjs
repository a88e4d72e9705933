// Places by typing: buildings, compounds and things of the district from the server's gazetteer (names, pinyin initials).

import { t, has } from "../i18n.mjs";
import { html } from "./dom.mjs";

/** Hits of GET /search as {layer, id, name, lon, lat}, whatever else they carry. */
export async function findPlaces(desk, text, limit = 8) {
  if (!text) return [];
  try {
    const answer = await desk.get(`search?q=${encodeURIComponent(text)}&limit=${limit}`);
    return (answer.hits ?? answer.results ?? answer).slice(0, limit).map(hit);
  } catch {
    return []; // no gazetteer now: what was typed is still a place in words
  }
}

/** The gazetteer says what one thing is (building), layers say what they hold (buildings). */
function hit(raw) {
  const kind = raw.layer ?? raw.kind ?? "place";
  return { ...raw, layer: kind.endsWith("s") ? kind : `${kind}s`, name: raw.name ?? raw.place ?? raw.id };
}

const AROUND_DEG = 0.0004; // some 40 m

/** The building at a point of the map, or the nearest within 40 m: {id, layer, name}; {} where there is none. */
export async function nameOf(desk, { lon, lat }) {
  const box = [lon - AROUND_DEG, lat - AROUND_DEG, lon + AROUND_DEG, lat + AROUND_DEG].join(",");
  try {
    const { features } = await desk.get(`layers/buildings?bbox=${box}`);
    const [best] = features.map((one) => ({ one, far: farFrom(one, lon, lat) })).sort((a, b) => a.far - b.far);
    const { name, compound, place } = best?.one.properties ?? {};
    const words = place ?? [compound, name].filter(Boolean).join(" ");
    return words ? { id: best.one.id ?? best.one.properties.id, layer: "buildings", name: words } : {};
  } catch {
    return {}; // the point itself is enough
  }
}

/** How far the middle of a feature is from a point, in degrees. */
function farFrom({ geometry }, lon, lat) {
  const points = geometry.coordinates.flat(Infinity);
  const middle = (shift) => points.filter((_, i) => i % 2 === shift).reduce((sum, x, _, all) => sum + x / all.length, 0);
  return Math.hypot(middle(0) - lon, middle(1) - lat);
}

const layerName = (layer) => (has(`layer.${layer}`) ? t(`layer.${layer}`) : "");

export const drawPlace = (place) =>
  html`<b>${place.name}</b><small>${layerName(place.layer)}</small>`;

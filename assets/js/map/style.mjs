// The style of the ground: made by the server for the theme and language, with the page's own origin put in, since
// MapLibre inside Plotly fetches nothing from a relative address.

import { get } from "../api.mjs";
import { locale } from "../i18n.mjs";

/** The source of the ground's tiles. */
export const TILES = "base";
const ORIGIN = "{origin}";
const GROUND = { dark: "#0c1219", light: "#f2f4f5" };

/** A ground without anything on it: the marks still stand where they belong. */
const bare = (theme) => ({
  style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": GROUND[theme] } }] },
  ink: {},
  bounds: null,
  attribution: [],
});

/** `{style, ink: {role: colour}, bounds: [west, south, east, north] | null, attribution: [text]}`. */
export async function ground(theme) {
  try {
    const query = new URLSearchParams({ theme, lang: locale });
    const said = await get(`/map/style?${query}`);
    return JSON.parse(JSON.stringify(said).replaceAll(ORIGIN, location.origin));
  } catch (error) {
    console.warn("the ground of the map did not come", error);
    return bare(theme);
  }
}

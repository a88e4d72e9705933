// Plotly's map subplot and the MapLibre map in it: the few places where Plotly's own ways do not fit a screen that
// stays open for months. All knowledge of Plotly's inside is in this file.

/** Plotly's subplot of the drawn figure. */
const subplotOf = (div) => div._fullLayout.map._subplot;

/** The MapLibre map. */
export const mapOf = (div) => subplotOf(div).map;

/**
 * To be called before the first drawing is awaited. Why:
 * - Each restyle adds five once-only error listeners to the map that nothing removes: at ten restyles a second the
 *   wall would hold millions in a week. A tile that fails must not fail a restyle either.
 * - A restyle settles when the whole map is loaded; one slow tile would hold the live marks back. Two frames are enough,
 *   and their time says what drawing costs on this machine.
 * - Names fade in for 300 ms after each change, twenty frames that a machine without a graphics card draws for seconds.
 * - An icon that is not in the sprite is asked from a CDN; here it is just not drawn.
 */
export function tame(div) {
  const subplot = subplotOf(div);
  subplot.rejectOnError = () => {};
  subplot.resolveOnRender = (resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  subplot.map.setMissingStyleImageResolver?.(null);
  subplot.map._fadeDuration = 0;
  for (const event of ["error", "style.error", "source.error", "tile.error", "layer.error"]) {
    delete subplot.map._oneTimeListeners?.[event];
  }
}

/**
 * With several traces Plotly takes all their layers out and puts them in again at each restyle, to be sure of their
 * order: some 36 layers, their tiles laid out anew, and MapLibre sometimes draws one that is only half there. The order
 * never changes here. To be called after the first drawing, which puts the layers where they stay.
 */
export function keepLayers(div) {
  subplotOf(div).fillBelowLookup = () => {};
}

/** Marks with a text are drawn also where another text is: a count that collides must not hide its donut. */
export function letTextsOverlap(div, index, halo) {
  const map = mapOf(div);
  const layer = `plotly-trace-layer-${div._fullData[index].uid}-symbol`;
  if (!map.getLayer(layer)) return;
  map.setLayoutProperty(layer, "text-allow-overlap", true);
  map.setLayoutProperty(layer, "text-ignore-placement", true);
  if (!halo) return;
  map.setPaintProperty(layer, "text-halo-color", halo);
  map.setPaintProperty(layer, "text-halo-width", 1.4);
}

/** Where the view is, `{lon, lat, zoom}`. */
export function viewOf(div) {
  const map = mapOf(div);
  const { lng, lat } = map.getCenter();
  return { lon: lng, lat, zoom: map.getZoom() };
}

/** Put the view there and tell Plotly, so that the next restyle does not put it back. */
export function setView(div, { lon, lat, zoom }) {
  for (const layout of [div.layout.map, div._fullLayout.map]) {
    layout.center = { lon, lat };
    layout.zoom = zoom;
  }
  mapOf(div).jumpTo({ center: [lon, lat], zoom });
}

/** Plotly leaves out what is empty, and MapLibre takes no style without sources: a district without tiles has this one. */
const NO_SOURCE = { nothing: { type: "geojson", data: { type: "Point", coordinates: [0, -85] } } };

/** Have the next drawing put this ground under the marks. */
export function setGround(div, style) {
  div.layout.map.style = { ...style, sources: { ...NO_SOURCE, ...style.sources } };
}

/** A hand is on the map: pulling, or turning the wheel. */
export const held = (div) => subplotOf(div).dragging || subplotOf(div).wheeling;

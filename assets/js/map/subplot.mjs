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

/** Call `then` now, and whenever the map has another ground: what is not Plotly's must be put in again. */
export function restore(div, then) {
  mapOf(div).on("styledata", then);
  then();
}

/** Have a layer of our own above all others (MapLibre's CustomLayerInterface), unless it is there. */
export function ownLayer(div, id, drawing) {
  const map = mapOf(div);
  if (map.style?._loaded && !map.getLayer(id)) map.addLayer({ id, type: "custom", renderingMode: "2d", ...drawing });
}

/** Put a layer above all others again. */
export function raise(div, id) {
  if (mapOf(div).getLayer(id)) mapOf(div).moveLayer(id);
}

/** Width and height of the map in px of the page, before any scaling of the page's. */
export function sizeOf(div) {
  const map = mapOf(div);
  const { width, height } = map.getCanvas(); // asks for no layout, as clientWidth would in every frame
  return [width / map.getPixelRatio(), height / map.getPixelRatio()];
}

/**
 * What a layer of our own needs to draw: `{world, zoom}`, world being the matrix from units of the world counted from
 * `origin` to those of the card. It is worked out in 64 bits; in 32 a mark at zoom 20 would be 25 px off.
 */
export function worldOf(div, { modelViewProjectionMatrix: m }, [x, y]) {
  const zoom = mapOf(div).getZoom();
  const wide = 512 * 2 ** zoom;
  const world = Array.from(m);
  for (let n = 0; n < 4; n++) {
    world[n] = m[n] * wide;
    world[4 + n] = m[4 + n] * wide;
    world[12 + n] = m[n] * x * wide + m[4 + n] * y * wide + m[12 + n];
  }
  return { world, zoom };
}

/** `spent(ms)` after each drawing of the map: what that took of the main thread. */
export function timed(div, spent) {
  const map = mapOf(div);
  const draw = map._render;
  map._render = function (...given) {
    const began = performance.now();
    const answer = draw.apply(this, given);
    spent(performance.now() - began);
    return answer;
  };
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

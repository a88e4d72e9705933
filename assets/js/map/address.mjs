// The view in the address: `#16.20/35.03012/111.00310` (zoom, latitude, longitude), so that it can be kept and sent.

const WAIT_MS = 400;

/** The view of an address's hash, or null when it says none that is on Earth. */
export function viewOfHash(hash) {
  const [, zoom, lat, lon] = /^#(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/.exec(hash) ?? [];
  const view = { lon: Number(lon), lat: Number(lat), zoom: Number(zoom) };
  const there = zoom !== undefined && view.zoom <= 22 && Math.abs(view.lat) <= 85 && Math.abs(view.lon) <= 180;
  return there ? view : null;
}

export const hashOfView = ({ lon, lat, zoom }) => `#${zoom.toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`;

/** Keep the address at the view of `map` (MapLibre's), no entry in the history for each move; `show` the view of an
 * address that somebody enters. */
export function keepAddress(map, view, show) {
  addEventListener("hashchange", ({ newURL }) => {
    const asked = viewOfHash(new URL(newURL).hash); // not `location`: the view may have been written there since
    if (asked) show(asked);
  });
  let timer = null;
  map.on("moveend", () => {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(history.state, "", hashOfView(view())), WAIT_MS);
  });
}

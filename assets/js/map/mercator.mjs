// Web Mercator by hand: pixels of a 512 px world, as MapLibre counts zoom. For views that must be known before the
// map is there, and for flights.

const WORLD = 512;
const RAD = Math.PI / 180;

/** 0…1 from the date line and from the north edge. */
export const toUnit = ([lon, lat]) => [
  (lon + 180) / 360,
  0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2)) / (2 * Math.PI),
];

export const fromUnit = ([x, y]) => [x * 360 - 180, (2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2) / RAD];

/** Metres that one pixel covers at this latitude and zoom. */
export const metresPerPixel = (lat, zoom) => (40075016.686 * Math.cos(lat * RAD)) / (WORLD * 2 ** zoom);

/** The point `dx`, `dy` pixels right and down of `lonlat`. */
export function shifted(lonlat, dx, dy, zoom) {
  const [x, y] = toUnit(lonlat);
  const world = WORLD * 2 ** zoom;
  return fromUnit([x + dx / world, y + dy / world]);
}

/** Pixels from `a` to `b` at `zoom`. */
export function pixelsBetween(a, b, zoom) {
  const [ax, ay] = toUnit(a);
  const [bx, by] = toUnit(b);
  return Math.hypot(ax - bx, ay - by) * WORLD * 2 ** zoom;
}

/**
 * The view that shows `[west, south, east, north]` inside a `width` × `height` px box, clear of `padding`
 * `{top, right, bottom, left}` px that something else covers.
 */
export function fit([west, south, east, north], width, height, padding = {}, maxZoom = 18) {
  const { top = 0, right = 0, bottom = 0, left = 0 } = padding;
  const [x0, y0] = toUnit([west, north]);
  const [x1, y1] = toUnit([east, south]);
  const wide = Math.max(40, width - left - right);
  const high = Math.max(40, height - top - bottom);
  const across = Math.max(x1 - x0, 1e-9);
  const down = Math.max(y1 - y0, 1e-9);
  const zoom = Math.min(maxZoom, Math.log2(Math.min(wide / across, high / down) / WORLD));
  const centre = fromUnit([(x0 + x1) / 2, (y0 + y1) / 2]);
  const [lon, lat] = shifted(centre, (right - left) / 2, (bottom - top) / 2, zoom);
  return { lon, lat, zoom };
}

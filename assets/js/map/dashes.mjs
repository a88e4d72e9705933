// Plotly's map lines know no dashes, so a route is cut into them: drawn pieces with nulls between.

import { metresPerPixel, pixelsBetween } from "./mercator.mjs";

/** A `[[lon, lat], …]` path as `{lon, lat}` with a null after each dash of `dash` px, `gap` px apart at `zoom`. */
export function dashes(path, zoom, dash = 10, gap = 6) {
  const lon = [];
  const lat = [];
  const put = (point) => {
    lon.push(point ? point[0] : null);
    lat.push(point ? point[1] : null);
  };
  let drawing = true;
  let left = dash;
  if (path.length > 1) put(path[0]);
  for (let n = 1; n < path.length; n++) {
    let from = path[n - 1];
    const to = path[n];
    let rest = pixelsBetween(from, to, zoom);
    while (rest > left) {
      const share = left / rest;
      from = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
      rest -= left;
      put(from); // the end of a dash, or the start of the next
      if (drawing) put(null);
      drawing = !drawing;
      left = drawing ? dash : gap;
    }
    left -= rest;
    if (drawing) put(to);
  }
  return { lon, lat };
}

/** A circle of `metres` round a point, as a closed line: how far a fix may be off. */
export function circle([lon, lat], metres, steps = 40) {
  const perDegree = metresPerPixel(0, 0) * (512 / 360);
  const ring = { lon: [], lat: [] };
  for (let n = 0; n <= steps; n++) {
    const angle = (n / steps) * 2 * Math.PI;
    ring.lon.push(lon + (Math.cos(angle) * metres) / (perDegree * Math.cos((lat * Math.PI) / 180)));
    ring.lat.push(lat + (Math.sin(angle) * metres) / perDegree);
  }
  return ring;
}

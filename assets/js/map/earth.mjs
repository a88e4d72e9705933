// Lengths and areas on the round Earth, for measuring: points are `[lon, lat]`.

const RAD = Math.PI / 180;
/** The mean radius that the server measures with, metres. */
const RADIUS_M = 6_371_008.8;

/** Metres from `a` to `b` as the crow flies. */
export function metresBetween(a, b) {
  const [dLat, dLon] = [(b[1] - a[1]) * RAD, (b[0] - a[0]) * RAD];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * RAD) * Math.cos(b[1] * RAD) * Math.sin(dLon / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Metres along a line. */
export const metresAlong = (line) => line.slice(1).reduce((sum, point, n) => sum + metresBetween(line[n], point), 0);

/** Square metres within a ring (first point repeated or not); 0.1 % at the size of a district. */
export function squareMetres(ring) {
  let twice = 0;
  ring.forEach(([lon, lat], n) => {
    const [nextLon, nextLat] = ring[(n + 1) % ring.length];
    twice += (nextLon - lon) * RAD * (2 + Math.sin(lat * RAD) + Math.sin(nextLat * RAD));
  });
  return Math.abs((twice * RADIUS_M * RADIUS_M) / 2);
}

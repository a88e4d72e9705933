// GeoJSON in small.

export const collection = (features) => ({ type: "FeatureCollection", features: features.filter(Boolean) });

export const feature = (type, coordinates, properties = {}) => ({ type: "Feature", properties, geometry: { type, coordinates } });

/** The middle of mass of an area's largest ring, as a feature: a name put on an area itself is drawn once a tile. */
export function middle({ geometry, properties }) {
  const rings = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).map(([outer]) => outer);
  const weighed = rings.map((ring) => {
    const [x0, y0] = ring[0]; // sums near zero keep their digits
    let [area, x, y] = [0, 0, 0];
    for (let n = 1; n < ring.length; n++) {
      const [ax, ay, bx, by] = [ring[n - 1][0] - x0, ring[n - 1][1] - y0, ring[n][0] - x0, ring[n][1] - y0];
      const cross = ax * by - bx * ay;
      [area, x, y] = [area + cross, x + (ax + bx) * cross, y + (ay + by) * cross];
    }
    return { area: Math.abs(area), at: area ? [x0 + x / (3 * area), y0 + y / (3 * area)] : ring[0] };
  });
  return feature("Point", weighed.reduce((most, one) => (one.area > most.area ? one : most)).at, properties);
}

/** Names are drawn from the machine's own fonts, as on the ground. */
export const FONT = ["Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

/**
 * A layer of words in the middle of each feature that has room; the least `first` is given it before the others; with
 * `overlap` they stand also where other words are; `points`: only at points, of data that holds areas too.
 */
export const words = (ink, field, { size = 13, first = 0, overlap = false, colour = ink.label_strong, points = false } = {}) => ({
  type: "symbol",
  ...(points && { filter: ["==", ["geometry-type"], "Point"] }),
  under: "marks",
  layout: { "text-field": ["get", field], "text-font": FONT, "text-size": size, "text-line-height": 1.25, "text-max-width": 9, "text-padding": 4, "text-allow-overlap": overlap, "symbol-sort-key": first },
  paint: { "text-color": colour, "text-halo-color": ink.halo, "text-halo-width": 1.6 },
});

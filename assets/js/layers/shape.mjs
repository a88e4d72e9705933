// GeoJSON in small.

export const collection = (features) => ({ type: "FeatureCollection", features: features.filter(Boolean) });

export const feature = (type, coordinates, properties = {}) => ({ type: "Feature", properties, geometry: { type, coordinates } });

/** Names are drawn from the machine's own fonts, as on the ground. */
export const FONT = ["Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

/**
 * A layer of words in the middle of each feature that has room; the least `first` is given it before the others; with
 * `overlap` they stand also where other words are.
 */
export const words = (ink, field, { size = 13, first = 0, overlap = false, colour = ink.label_strong } = {}) => ({
  type: "symbol",
  under: "marks",
  layout: { "text-field": ["get", field], "text-font": FONT, "text-size": size, "text-line-height": 1.25, "text-max-width": 9, "text-padding": 4, "text-allow-overlap": overlap, "symbol-sort-key": first },
  paint: { "text-color": colour, "text-halo-color": ink.halo, "text-halo-width": 1.6 },
});

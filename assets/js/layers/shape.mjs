// GeoJSON in small.

export const collection = (features) => ({ type: "FeatureCollection", features: features.filter(Boolean) });

export const feature = (type, coordinates, properties = {}) => ({ type: "Feature", properties, geometry: { type, coordinates } });

/** Names are drawn from the machine's own fonts, as on the ground. */
export const FONT = ["Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

/** A layer of words in the middle of each feature; with `overlap` they stand also where other words are. */
export const words = (ink, field, { size = 13, overlap = false } = {}) => ({
  type: "symbol",
  under: "marks",
  layout: { "text-field": ["get", field], "text-font": FONT, "text-size": size, "text-line-height": 1.25, "text-max-width": 9, "text-padding": 4, "text-allow-overlap": overlap },
  paint: { "text-color": ink.label_strong, "text-halo-color": ink.halo, "text-halo-width": 1.6 },
});

// Features as the preview's traces. Touches no page.

/** An empty trace would lose its layers: it has two points by the south pole. */
const NOWHERE = { lon: [0, 0], lat: [-85, -85] };

const INK = { before: "#a3b4c4", after: "#5aa9ff", link: "#7c8c9b", fill: "#5aa9ff33" };
const BREAK = null;

const base = (name, more) => ({ type: "scattermap", name, ...NOWHERE, showlegend: false, hoverinfo: "none", ...more });

/** Columns of a list of positions; those of nowhere when there is none, since an empty trace loses its layers. */
const columns = (list) => (list.length ? { lon: list.map((one) => one && one[0]), lat: list.map((one) => one && one[1]) } : NOWHERE);

/** Every line of a geometry: rings of polygons, lines themselves. */
export function linesOf(geometry) {
  const { type, coordinates } = geometry;
  if (type === "LineString") return [coordinates];
  if (type === "MultiLineString" || type === "Polygon") return coordinates;
  if (type === "MultiPolygon") return coordinates.flat();
  if (type === "GeometryCollection") return geometry.geometries.flatMap(linesOf);
  return [];
}

/** Every single point of a geometry. */
export function pointsOf(geometry) {
  if (geometry.type === "Point") return [geometry.coordinates];
  if (geometry.type === "MultiPoint") return geometry.coordinates;
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(pointsOf);
  return [];
}

/** A point that stands for the feature, where a line from its former place ends. */
const placeOf = (geometry) => {
  const points = pointsOf(geometry);
  if (points.length) return points[0];
  const ring = linesOf(geometry)[0] ?? [];
  const sum = ring.reduce(([x, y], [lon, lat]) => [x + lon / ring.length, y + lat / ring.length], [0, 0]);
  return ring.length ? sum : null;
};

const broken = (lines) => lines.flatMap((line) => [...line, BREAK]);
const isArea = ({ geometry }) => geometry.type.endsWith("Polygon");
const words = ({ properties = {}, id }) => [properties.name, properties.id ?? id].filter(Boolean).join(" · ");

/** Traces from below: areas, lines, from there to here, former places, places. */
export function traces(features, before) {
  const areas = features.filter(isArea).flatMap(({ geometry }) => linesOf(geometry));
  const lines = features.filter((one) => !isArea(one)).flatMap(({ geometry }) => linesOf(geometry));
  const links = features.map(({ geometry }, n) => [before[n], placeOf(geometry)]).filter(([a, b]) => a && b);
  const marked = features.flatMap((one) => pointsOf(one.geometry).map((point) => ({ point, words: words(one) })));
  return [
    base("areas", { ...columns(broken(areas)), mode: "lines", fill: "toself", fillcolor: INK.fill, line: { color: INK.after, width: 1.5 } }),
    base("lines", { ...columns(broken(lines)), mode: "lines", line: { color: INK.after, width: 2.5 } }),
    base("links", { ...columns(broken(links)), mode: "lines", line: { color: INK.link, width: 1 }, opacity: 0.7 }),
    base("before", { ...columns(before), mode: "markers", marker: { size: 7, color: INK.before, opacity: 0.75 } }),
    base("after", {
      ...columns(marked.map((one) => one.point)),
      mode: "markers",
      marker: { size: 10, color: INK.after },
      text: marked.length ? marked.map((one) => one.words) : ["", ""],
      hoverinfo: marked.length ? "text" : "none",
    }),
  ];
}

/** `[west, south, east, north]` of everything drawn; null when there is nothing. */
export function extent(features, before) {
  const all = [...features.flatMap(({ geometry }) => [...pointsOf(geometry), ...linesOf(geometry).flat()]), ...before];
  if (!all.length) return null;
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)];
  return [lons, lats].map((list) => list.reduce((a, b) => Math.min(a, b))).concat([lons, lats].map((list) => list.reduce((a, b) => Math.max(a, b))));
}

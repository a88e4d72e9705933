// The small map of a job: buildings and ways from our own layers, the walk, and the two ends. Drawn once as SVG:
// 40 kB for a cheap phone instead of a map library of 2 MB.

import { get } from "../api.mjs";
import { severityIcon } from "../format.mjs";
import { t } from "../i18n.mjs";
import { h } from "./dom.mjs";

const WIDTH = 332;
const HEIGHT = 224;
const MARGIN_M = 60;
const LEAST_M = 140;
const DRAWN = ["roads", "buildings"];
const NS = "http://www.w3.org/2000/svg";

const svg = (tag, attributes) => {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** Degrees to pixels around the middle of the points, equal metres both ways. */
export function fit(points, width = WIDTH, height = HEIGHT) {
  const lons = points.map((point) => point[0]);
  const lats = points.map((point) => point[1]);
  const lon0 = (Math.min(...lons) + Math.max(...lons)) / 2;
  const lat0 = (Math.min(...lats) + Math.max(...lats)) / 2;
  const kx = 111320 * Math.cos((lat0 * Math.PI) / 180);
  const ky = 110540;
  const wide = Math.max((Math.max(...lons) - Math.min(...lons)) * kx + 2 * MARGIN_M, LEAST_M);
  const high = Math.max((Math.max(...lats) - Math.min(...lats)) * ky + 2 * MARGIN_M, (LEAST_M * height) / width);
  const scale = Math.min(width / wide, height / high);
  const dx = width / 2 / scale / kx;
  const dy = height / 2 / scale / ky;
  return {
    bbox: [lon0 - dx, lat0 - dy, lon0 + dx, lat0 + dy],
    xy: ([lon, lat]) => [width / 2 + (lon - lon0) * kx * scale, height / 2 - (lat - lat0) * ky * scale],
  };
}

const pathOf = (rings, xy, close) =>
  rings.map((ring) => "M" + ring.map((p) => xy(p).map((v) => v.toFixed(1)).join(" ")).join("L") + (close ? "Z" : "")).join("");

const parts = ({ type, coordinates }) =>
  ({ Polygon: coordinates, MultiPolygon: coordinates?.flat(), LineString: [coordinates], MultiLineString: coordinates })[type] ?? [];

/** The element for a job, filled when the layers have come; without them the walk alone is drawn. */
export function minimap(ticket, assignment, me) {
  const goal = ticket.lon == null ? null : [ticket.lon, ticket.lat];
  if (!goal) return null;
  const start = me ? [me.lon, me.lat] : assignment.path?.[0];
  const walk = assignment.path?.length > 1 ? assignment.path : start ? [start, goal] : [];
  const { bbox, xy } = fit([goal, ...walk, ...(start ? [start] : [])]);
  const root = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "ph-map-drawing", role: "img" });
  root.setAttribute("aria-label", t("phone.map"));
  const ground = root.appendChild(svg("g", {}));
  if (walk.length) root.append(svg("path", { d: pathOf([walk], xy), class: "ph-walk" }));
  if (start) root.append(spot(xy(start)));
  const mark = h("span", { class: "ph-map-goal" });
  mark.innerHTML = severityIcon(ticket.severity);
  const [gx, gy] = xy(goal);
  mark.style.left = `${(gx / WIDTH) * 100}%`;
  mark.style.top = `${(gy / HEIGHT) * 100}%`;
  const credit = h("small", {});
  fill(ground, bbox, xy).catch(() => {}); // a map without houses still shows the walk
  attribution().then((words) => (credit.textContent = words), () => {});
  return h("div", { class: "ph-map" }, root, mark, credit);
}

let credits = null;

/** Whose map it is, as the layers say; asked once. */
const attribution = () => {
  credits ??= get("layers").then((layers) => {
    const words = layers.filter(({ name }) => DRAWN.includes(name)).map((layer) => layer.attribution);
    return [...new Set(words.filter(Boolean))].join(" · ");
  });
  return credits;
};

function spot([x, y]) {
  const group = svg("g", { class: "ph-me", transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
  group.append(svg("circle", { r: 10 }), svg("circle", { r: 2.6, cy: -3 }), svg("path", { d: "M-5 5a5 5 0 0 1 10 0Z" }));
  return group;
}

async function fill(ground, bbox, xy) {
  const query = `bbox=${bbox.map((v) => v.toFixed(6)).join(",")}`;
  const [roads, buildings] = await Promise.all(DRAWN.map((name) => get(`layers/${name}?${query}`)));
  for (const { geometry, properties } of roads.features) {
    ground.append(svg("path", { d: pathOf(parts(geometry), xy), class: `ph-road ph-${properties.class ?? "path"}` }));
  }
  for (const { geometry } of buildings.features) {
    ground.append(svg("path", { d: pathOf(parts(geometry), xy, true), class: "ph-building" }));
  }
  for (const { geometry, properties } of buildings.features) label(ground, geometry, properties.name, xy);
}

function label(ground, geometry, name, xy) {
  if (!name) return;
  const points = parts(geometry)[0].map(xy);
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  if (Math.max(...xs) - Math.min(...xs) < 8 * [...name].length) return; // no label wider than its house
  const text = svg("text", { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 + 4 });
  text.textContent = name;
  ground.append(text);
}

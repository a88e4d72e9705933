// Open and overdue tickets by street, community and grid; a press goes one step down, the path above leads back.

import { get } from "../api.mjs";
import { t } from "../i18n.mjs";
import { collection, middle, words } from "./shape.mjs";

const LEVELS = ["district", "street", "community", "grid"];
/** From how many open tickets a colour begins, darkest last: a figure one can count, not a share of the worst. */
/** A district has many more tickets than a community before that is many. */
const PER = { district: 4, street: 2, community: 1, grid: 1 };
const STEPS = [[0, "ramp_none"], [1, "ramp_low"], [4, "ramp_some"], [8, "ramp_many"], [15, "ramp_most"]];

const outlines = new Map();

/** The area's colour by its open tickets: a role of the palette. */
export const shade = (open, level = "grid") => STEPS.findLast(([from]) => open >= (from > 1 ? from * PER[level] : from))[1];

/** "新建社区\n12 · 超时 2": what stands in the middle of an area. */
function caption({ name, open, overdue }) {
  const late = overdue ? ` · ${t("layers.rollup.overdue", { n: overdue })}` : "";
  return `${name}\n${open}${late}`;
}

async function outlinesOf(level) {
  const layer = level === "grid" ? "grids" : "areas";
  if (!outlines.has(layer)) {
    const { features } = await get(`layers/${layer}`);
    outlines.set(layer, new Map(features.map((one) => [one.properties.id ?? one.id, one])));
  }
  return outlines.get(layer);
}

export const rollup = {
  /** The way down to here: `[{id, name}]`, the district itself not among them. */
  path: [],
  /** `{level, areas, gaps, unplaced}` as last answered. */
  said: null,
  every: 2e3,
  follows: ["tickets"],
  sources: ["areas", "grids"],
  /** Where the way down begins: at the districts of a city, at the streets of one district; null: not known yet. */
  top: null,
  get level() {
    return LEVELS[Math.min((rollup.top ?? 1) + rollup.path.length, LEVELS.length - 1)];
  },
  async load() {
    rollup.top ??= (await get("rollup?level=district")).areas.length > 1 ? 0 : 1;
    const within = rollup.path.at(-1)?.id;
    const level = rollup.level;
    const said = await get(`rollup?level=${level}${within ? `&within=${encodeURIComponent(within)}` : ""}`);
    const shapes = await outlinesOf(level);
    rollup.said = said;
    const drawn = said.areas.map((area) => {
      const shape = shapes.get(area.id);
      return shape && { ...shape, properties: { id: area.id, name: area.name, children: area.children, open: area.open, shade: shade(area.open, level), gap: Boolean(area.gap), text: caption(area) } };
    });
    return collection([...drawn, ...drawn.filter(Boolean).map(middle)]);
  },
  /** Another version of areas or grids came. */
  forget() {
    outlines.clear();
    rollup.top = null;
  },
  /** One step down into an area that was pressed; false at the bottom, and where nothing is registered below. */
  down({ id, name, children = 1 }) {
    if (rollup.level === LEVELS.at(-1) || !children) return false;
    rollup.path = [...rollup.path, { id, name }];
    return true;
  },
  /** Back up to the first `depth` steps of the path. */
  up(depth) {
    rollup.path = rollup.path.slice(0, depth);
  },
  paint: (ink) => [
    { type: "fill", paint: { "fill-color": ["match", ["get", "shade"], ...STEPS.flatMap(([, role]) => [role, ink[role]]), ink.gap], "fill-opacity": 0.6 } },
    { type: "line", paint: { "line-color": ink.label, "line-width": 1.2, "line-opacity": 0.8 } },
    words(ink, "text", { size: 15, colour: ink.caption, first: ["-", ["get", "open"]], points: true }), // where it is crowded, those with most tickets
  ],
};

// What is under the pointer: the nearest mark within reach, the more important first where several are.

const REACH_PX = { extremes: 20, singles: 16, donuts: 20, workers: 15, assets: 12 };

/** Those that stand alone at one place are laid side by side: this far from it a mark may still be hit, px. */
export const SPREAD_PX = 300;

/** Px from `point` to where a mark is drawn. */
function away(mark, point, project) {
  const { x, y } = project(mark.lon, mark.lat);
  return Math.hypot(x + (mark.dx ?? 0) - point.x, y + (mark.dy ?? 0) - point.y);
}

/** `drawn` is `{trace: [mark]}`; `project(lon, lat)` gives pixels. Returns the mark or null. */
export function hit(drawn, point, project) {
  for (const [trace, reach] of Object.entries(REACH_PX)) {
    let best = null;
    let least = reach;
    for (const mark of drawn[trace] ?? []) {
      const far = away(mark, point, project);
      if (far <= least) [best, least] = [mark, far];
    }
    if (best) return best;
  }
  return null;
}

/** Marks nearer to each other than this cannot be told apart with a pointer. */
const SAME_PX = 9;

/** All marks that stand where the hit one stands, the more important first; donuts are opened by zooming. */
export function hits(drawn, point, project) {
  const first = hit(drawn, point, project);
  if (!first || first.kind === "cluster") return first ? [first] : [];
  const at = project(first.lon, first.lat);
  const here = { x: at.x + (first.dx ?? 0), y: at.y + (first.dy ?? 0) };
  const others = Object.keys(REACH_PX).flatMap((trace) => (trace === "donuts" ? [] : (drawn[trace] ?? [])));
  return [first, ...others.filter((mark) => mark !== first && away(mark, here, project) <= SAME_PX)];
}

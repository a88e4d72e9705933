// What is under the pointer: the nearest mark within reach, the more important first where several are.

const REACH_PX = { extremes: 20, singles: 16, donuts: 20, workers: 15, assets: 12 };

/** `drawn` is `{trace: [mark]}`; `project(lon, lat)` gives pixels. Returns the mark or null. */
export function hit(drawn, point, project) {
  for (const [trace, reach] of Object.entries(REACH_PX)) {
    let best = null;
    let least = reach;
    for (const mark of drawn[trace] ?? []) {
      const { x, y } = project(mark.lon, mark.lat);
      const away = Math.hypot(x - point.x, y - point.y);
      if (away <= least) [best, least] = [mark, away];
    }
    if (best) return best;
  }
  return null;
}

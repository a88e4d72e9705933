// The wall's small plots as SVG text: a trend line for a tile, bars for the alerts of two hours. Numbers in, text out.

const WIDTH = 120;
const HEIGHT = 32;

/** A line over `[[minutes ago, number], …]`; empty while there is less than a line. `span` is the minutes it covers. */
export function trendLine(points, span = 120) {
  if (points.length < 3) return "";
  const values = points.map(([, value]) => value);
  const low = Math.min(...values);
  const high = Math.max(...values, low + 1);
  const far = Math.min(span, Math.max(10, points[0][0]));
  const x = (ago) => (WIDTH - 3 - (ago / far) * (WIDTH - 6)).toFixed(1);
  const y = (value) => (HEIGHT - 4 - ((value - low) / (high - low)) * (HEIGHT - 8)).toFixed(1);
  const path = points.map(([ago, value], n) => `${n ? "L" : "M"}${x(ago)} ${y(value)}`).join("");
  const [ago, value] = points.at(-1);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><path d="${path}"/></svg><i style="left:${((x(ago) / WIDTH) * 100).toFixed(1)}%;top:${((y(value) / HEIGHT) * 100).toFixed(1)}%"></i>`;
}

/** Bars, the last of them the present one. Returns HTML; heights in per cent of the highest (at least `least`). */
export function bars(values, least = 5) {
  const high = Math.max(least, ...values);
  return values
    .map((value, n) => {
      const now = n === values.length - 1 ? ' class="now"' : "";
      return `<i${now} style="height:${Math.round((value / high) * 100)}%"></i>`;
    })
    .join("");
}

// A donut's icon is named by its shares in eighths, "donut-abcd" for severe, moderate, minor, unknown. There are 165.

import { SEVERITIES } from "../icons.mjs";

/** Severities that a donut may hold: an extreme one is never inside. */
export const SHARED = SEVERITIES.slice(1);

const EIGHTHS = 8;

/**
 * Eighths per count, adding to 8, by largest remainder; whoever is there at all gets one, so that a single severe
 * alert is seen among a hundred minor ones.
 */
export function eighths(counts) {
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (!total) return counts.map(() => 0);
  const exact = counts.map((n) => (n / total) * EIGHTHS);
  const shares = exact.map((share, n) => (counts[n] ? Math.max(1, Math.floor(share)) : 0));
  const sum = () => shares.reduce((a, b) => a + b, 0);
  while (sum() < EIGHTHS) shares[pick(exact, shares, (a, b) => a > b)] += 1;
  while (sum() > EIGHTHS) shares[pick(exact, shares, (a, b) => a < b, 2)] -= 1;
  return shares;
}

/** The index whose remainder `exact - share` is best, among those with at least `least` eighths and any count. */
function pick(exact, shares, better, least = 1) {
  let best = -1;
  for (let n = 0; n < exact.length; n++) {
    if (shares[n] < least) continue;
    if (best < 0 || better(exact[n] - shares[n], exact[best] - shares[best])) best = n;
  }
  return best;
}

/** The icon for a cluster with these counts by severity. */
export const donut = (counts) => `donut-${eighths(SHARED.map((name) => counts[name] ?? 0)).join("")}`;

// When the wall loads itself anew, and whether it may.

/** An outage longer than this ends in a fresh page: its code may be as old as its data. */
export const LONG_OUTAGE_MS = 5 * 60e3;
/** Once a day, in the small hours: what a browser gathers in weeks is let go. */
export const TOO_OLD_MS = 20 * 3600e3;
export const QUIET_HOUR = 4;

/**
 * Why to load the page anew now, or null. Never while the server is away: the page that stands is better than none.
 * `down` is the longest silence (ms), `torn` that the line broke while the map was being drawn, `age` the page's (ms),
 * `hour` the district's, `denied` that the page was put away, `refused` that the server still refuses it.
 */
export function reasonToReload(page) {
  const { state, refused = false, newBuild = false, denied = false, torn = false, down = 0, age = 0, hour = 12 } = page;
  if (state !== "live" || refused) return null;
  if (denied) return "admitted";
  if (newBuild) return "build";
  if (torn) return "torn";
  if (down > LONG_OUTAGE_MS) return "outage";
  return age > TOO_OLD_MS && hour === QUIET_HOUR ? "age" : null;
}

/** Whether the server gives this page, not the sign-in's and not an error's. */
export async function canReload(fetch, address) {
  try {
    const answer = await fetch(address, { cache: "no-store", redirect: "manual" });
    return answer.ok && answer.type !== "opaqueredirect";
  } catch {
    return false;
  }
}

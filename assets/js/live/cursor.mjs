// The cursor's rules (contracts.md §5), without a socket: what to do with a delta, and with a head heard of.

/** "take" when it follows on the cursor, "drop" when it is known already, "gap" when something before it is missing. */
export function judge(cursor, delta) {
  if (delta.to <= cursor) return "drop";
  return delta.from > cursor ? "gap" : "take";
}

/** Whether the room has sent something that this client has not. */
export const isBehind = (cursor, room) => room > cursor;

/** Whether what is shown belongs to another log than the one the server now speaks of. */
export const isForeign = (epoch, said) => epoch !== null && epoch !== said;

/**
 * Milliseconds before the nth new try (from 0): from 0.5 s growing by half each time to 15 s, of which half is chance.
 * Doubling would leave a screen waiting 8 s after a restart that took 8 s; so it waits 3.
 */
export function retryDelay(attempt, random = Math.random()) {
  const whole = Math.min(15000, 500 * 1.5 ** Math.min(attempt, 20));
  return Math.round(whole / 2 + (whole / 2) * random);
}

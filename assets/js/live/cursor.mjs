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

/** Milliseconds before the nth new try (from 0): doubling from 0.5 s to 15 s, of which half is chance. */
export function retryDelay(attempt, random = Math.random()) {
  const whole = Math.min(15000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * random);
}

// When to try again: promptly after a break, by the server's word after a farewell, seldom after a refusal.

import { retryDelay } from "./cursor.mjs";

/** A hint beyond this is no hint: a screen must not be sent away for an hour. */
const LONGEST_MS = 30000;
/** Refused for who we are: once more soon, since it may have been in passing; then twice a minute, without haste. */
const REFUSED_MS = [1500, 45000];
/** A server that said goodbye is expected back: so many tries (about a minute) are never more than 3 s apart. */
const EXPECTED = { tries: 25, ms: 3000 };

export class Patience {
  #attempt = 0;
  #told = null;
  #refused = 0;
  #expected = 0;

  /** Milliseconds before the next try, of which a part is chance. */
  next(random = Math.random()) {
    if (this.#told !== null) {
      const ms = this.#told;
      this.#told = null;
      return ms;
    }
    if (this.#refused) return Math.round(REFUSED_MS[Math.min(this.#refused, REFUSED_MS.length) - 1] * (0.7 + 0.6 * random));
    const ms = retryDelay(this.#attempt++, random);
    return this.#expected-- > 0 ? Math.min(ms, EXPECTED.ms * (0.5 + random / 2)) : ms;
  }

  /** The server ends and says when to come back; it gives every screen another time. */
  told(ms) {
    this.settled();
    this.#told = Number.isFinite(ms) ? Math.min(LONGEST_MS, Math.max(0, ms)) : null;
    this.#expected = EXPECTED.tries;
  }

  /** This identity was refused, not the line: asking at once again would only fill the server's log. */
  refused() {
    this.#refused += 1;
  }

  /** The server took us in: it knows who we are. */
  admitted() {
    this.#refused = 0;
  }

  /** All is well: the next trouble starts at the foot of the ladder. */
  settled() {
    this.#attempt = 0;
    this.#refused = 0;
    this.#told = null;
    this.#expected = 0;
  }
}

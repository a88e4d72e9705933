// When the server was last heard, and what time it is by that.

/** Silence after which what is shown is called stale: three heartbeats. */
export const SILENCE_MS = 15000;

export class Pulse {
  #last = null;

  /** @param clock the ServerClock; tick milliseconds of this page, which no clock's change moves. */
  constructor(clock, tick = () => performance.now()) {
    Object.assign(this, { clock, tick });
  }

  /** A message sent at the server's `at` (epoch ms) is here. */
  heard(at) {
    this.#last = this.tick();
    this.clock.oneWay(at, this.clock.now());
  }

  /** Milliseconds since the server was heard; before, since the page began. */
  get silence() {
    return this.#last === null ? this.tick() : this.tick() - this.#last;
  }

  /** What is shown may be wrong by now. */
  get stale() {
    return this.silence > SILENCE_MS;
  }

  /** The server's time (epoch ms) when it was last heard; null before. */
  get heardAt() {
    return this.#last === null ? null : this.clock.server() - this.silence;
  }

  /** The server's time, which stands still when the server does: nothing counts that it did not say. */
  now() {
    return this.clock.server() - Math.max(0, this.silence - SILENCE_MS);
  }
}

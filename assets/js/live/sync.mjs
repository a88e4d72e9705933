// Keeps the store at the room's place in the log: takes what follows, drops what is known, fetches what is missing.

import { get } from "../api.mjs";
import { isBehind, isForeign, judge } from "./cursor.mjs";

/** Catching up within this time is not worth a word on the screen. */
const BEHIND_MS = 1000;

export class Sync {
  #waiting = [];
  #running = false;
  #again = false;
  #epoch = null;
  #epochSaid = null;
  #since = null;
  cursor = 0;
  head = 0;
  loaded = false;

  /** @param took (delta, fresh alerts) after each delta, loaded after each snapshot, failed (error), settled. */
  constructor({ view, store, clock, took, loaded, failed, settled }) {
    Object.assign(this, { view, store, clock, on: { took, loaded, failed, settled } });
  }

  /** The log that the store was read from; null while it has to be read anew. */
  get epoch() {
    return this.#epoch;
  }

  /** It has been catching up for longer than a moment. */
  get isLate() {
    return this.#since !== null && performance.now() - this.#since > BEHIND_MS;
  }

  hello({ epoch, head }) {
    if (isForeign(this.#epoch, epoch)) this.#epoch = null;
    this.#epochSaid = epoch;
    this.head = head;
    this.run();
  }

  heartbeat({ head, room }) {
    this.head = Math.max(this.head, head);
    if (isBehind(this.cursor, room)) this.run();
  }

  delta(delta) {
    if (this.#running || !this.loaded) {
      this.#waiting.push(delta);
      return;
    }
    const verdict = judge(this.cursor, delta);
    if (verdict === "take") this.#take(delta);
    else if (verdict === "gap") {
      this.#waiting.push(delta);
      this.run();
    }
  }

  /** A round trip that tells how far the clocks are apart, and finds what was missed. */
  ping() {
    if (this.loaded && !this.#running) this.run();
  }

  /** Fetch what is missing: a delta where the log is the same, else a snapshot. One at a time. */
  async run() {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    this.#since ??= performance.now();
    try {
      while (this.#again) await this.#fetchMissing();
      this.#since = null;
      this.on.settled();
    } catch (error) {
      this.on.failed(error);
    }
    this.#running = false;
    if (this.#since === null) for (const delta of this.#waiting.splice(0)) this.delta(delta);
  }

  async #fetchMissing() {
    this.#again = false;
    if (this.#epoch === null || !(await this.#fetchDelta())) await this.#fetchSnapshot();
  }

  #take(delta) {
    const fresh = this.store.take(delta);
    this.cursor = delta.to;
    this.head = Math.max(this.head, delta.to);
    this.on.took(delta, fresh);
  }

  async #timed(path) {
    const sent = this.clock.now();
    const answer = await get(path);
    const at = typeof answer.at === "number" ? answer.at : Date.parse(answer.at);
    if (Number.isFinite(at)) this.clock.roundTrip(sent, this.clock.now(), at);
    return answer;
  }

  /** False when the server no longer has what this cursor needs (410), or has another log. */
  async #fetchDelta() {
    try {
      const query = new URLSearchParams({ view: this.view, epoch: this.#epoch, after: this.cursor });
      const delta = await this.#timed(`deltas?${query}`);
      if (delta.to > this.cursor) this.#take(delta);
      return true;
    } catch (error) {
      if (error.status === 410 || error.status === 404) return false;
      throw error;
    }
  }

  async #fetchSnapshot() {
    const snapshot = await this.#timed(`snapshot?view=${this.view}`);
    this.store.load(snapshot);
    this.#epoch = snapshot.epoch;
    this.district = snapshot.district;
    this.cursor = snapshot.seq;
    this.head = Math.max(snapshot.seq, this.#epochSaid === snapshot.epoch ? this.head : 0);
    this.loaded = true;
    this.on.loaded();
  }
}

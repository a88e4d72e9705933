// Taps that are not on the server yet. Kept in this browser, sent in order, each under its own id, so that a bad signal
// neither loses nor doubles one. A refusal takes the tap out and is told; only silence keeps it. One that was taken still
// counts as said until the live rows show it, so that no button falls back while the row is on its way.

import { command, newId } from "../api.mjs";

const KEY = "shaodao.outbox";
const RETRY_MS = [1000, 2000, 5000, 10000];

export class Outbox {
  #sending = false;
  #failures = 0;
  #timer = null;
  #stopped = false;
  #taken = [];
  #epoch = null;

  /** `prepare(item)` may finish an item before it goes (photos); `storage` is this browser's. */
  constructor({ storage = localStorage, prepare = async (item) => item.data, send = command, onChange, onTaken, onRefused } = {}) {
    Object.assign(this, { storage, prepare, send, onChange, onTaken, onRefused });
    this.items = JSON.parse(storage.getItem(KEY) ?? "[]");
  }

  /** What is to count as said: taken but not in the live rows yet, then what waits. */
  get said() {
    return [...this.#taken, ...this.items];
  }

  /** The live rows are those of `seq` in the log `epoch`: what they show need not be remembered here. */
  seen(seq, epoch) {
    this.#taken = epoch === this.#epoch ? this.#taken.filter((item) => item.seq > seq) : [];
    this.#epoch = epoch;
  }

  /** Keep a tap and try to send it. `data` is the command's, without `at`: that is the time of the tap. */
  add(type, data, { at = new Date() } = {}) {
    this.items.push({ id: newId(), type, data, at: at.toISOString() });
    this.#keep();
    this.flush();
  }

  /** Send what waits, oldest first. Only one run at a time; a later call changes nothing. */
  async flush() {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#timer);
    while (this.items.length && (await this.#sendFirst()));
    this.#sending = false;
    if (this.items.length && !this.#stopped) this.#timer = setTimeout(() => this.flush(), this.#pause());
  }

  /** Stop trying (the page goes away); what waits stays kept. */
  stop() {
    clearTimeout(this.#timer);
    this.#stopped = true;
  }

  #pause() {
    return RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? RETRY_MS[0];
  }

  async #sendFirst() {
    const item = this.items[0];
    try {
      const data = await this.prepare(item);
      const answer = await this.send(item.type, { ...data, at: item.at }, { id: item.id });
      this.#failures = 0;
      this.#done(item, answer);
    } catch (error) {
      if (error.retryable ?? true) {
        this.#failures += 1;
        return false;
      }
      this.#done(item);
      this.onRefused?.(item, error);
    }
    return true;
  }

  /** `answer`: the server's, where it took the tap. */
  #done(item, answer) {
    if (answer) {
      this.#taken.push({ ...item, seq: answer.seq });
      this.onTaken?.(item);
    }
    this.items = this.items.filter((other) => other.id !== item.id);
    this.#keep();
  }

  #keep() {
    this.storage.setItem(KEY, JSON.stringify(this.items));
    this.onChange?.(this.items);
  }
}

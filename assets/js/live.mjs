// The live channel: hello → snapshot → deltas, by the cursor's rules. What is shown can always be rebuilt from the
// server; whatever is missing is fetched, whatever is doubled is dropped (contracts.md §5).

import { get, setToken } from "./api.mjs";
import { median, ServerClock } from "./clock.mjs";
import { Frames } from "./live/frames.mjs";
import { isBehind, isForeign, judge } from "./live/cursor.mjs";
import { Link } from "./live/link.mjs";
import { installHooks } from "./hooks.mjs";
import { Store } from "./store.mjs";

/** Silence after which what is shown is called stale: three heartbeats. */
export const SILENCE_MS = 15000;
/** Catching up within this time is not worth a word on the screen. */
const BEHIND_MS = 1000;

class Live {
  #listeners = new Map();
  #waiting = [];
  #syncing = false;
  #epoch = null;
  #build = null;
  #behindSince = null;
  #heard = null;
  #again = false;
  #epochSaid = null;
  #placed = [];
  #kpisNew = false;
  #said = "";
  #alertWays = [];
  #frameWays = [];

  constructor({ view, auth = {} }) {
    this.view = view;
    this.clock = new ServerClock();
    this.store = new Store();
    this.cursor = 0;
    this.head = 0;
    this.state = "behind";
    this.loaded = false;
    if (auth.token) setToken(auth.token);
    this.frames = new Frames(() => this.#flush());
    this.link = new Link({ auth, on: (event, data) => this.#hear(event, data) });
    installHooks(this);
  }

  /** Listen: change, positions, kpis, frame, state, reload, denied. Returns the way to stop listening. */
  on(type, fn) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(fn);
    return () => this.#listeners.get(type).delete(fn);
  }

  start() {
    this.link.open();
    this.timer = setInterval(() => this.#watch(), 500);
    this.#calibrate();
    return this;
  }

  stop() {
    clearInterval(this.timer);
    clearInterval(this.pings);
    this.link.close();
  }

  /** Milliseconds from the alert's acceptance to its being drawn here; before the first alert, of a frame's way. */
  get latency_ms() {
    const way = median(this.#alertWays.length ? this.#alertWays : this.#frameWays);
    return way === null ? null : Math.max(0, Math.round(way));
  }

  /** Nothing was heard for 15 s: what is shown may be wrong by now. */
  get stale() {
    return this.silence > SILENCE_MS;
  }

  /** Milliseconds since the server was heard. */
  get silence() {
    return this.#heard === null ? performance.now() : performance.now() - this.#heard;
  }

  /** The server's time (epoch ms) when it was last heard; null before. */
  get heardAt() {
    return this.#heard === null ? null : this.clock.server() - this.silence;
  }

  /** The server's time, which stands still when the server does: nothing counts that it did not say. */
  now() {
    return this.clock.server() - Math.max(0, this.silence - SILENCE_MS);
  }

  #emit(type, data) {
    for (const fn of this.#listeners.get(type) ?? []) {
      try {
        fn(data);
      } catch (error) {
        console.error(type, error); // one bad listener must not silence the others
      }
    }
  }

  #hear(event, data) {
    if (data?.at) {
      this.#heard = performance.now();
      this.clock.oneWay(data.at, this.clock.now());
    }
    ({
      hello: () => this.#hello(data),
      heartbeat: () => this.#heartbeat(data),
      delta: () => this.#delta(data),
      positions: () => this.#positions(data),
      kpis: () => this.#kpis(data),
      down: () => this.#watch(),
      denied: () => this.#emit("denied", data),
    })[event]?.();
  }

  #hello(hello) {
    this.#checkBuild(hello);
    if (isForeign(this.#epoch, hello.epoch)) this.#epoch = null;
    this.#epochSaid = hello.epoch;
    this.head = hello.head;
    this.role = hello.role;
    this.#sync();
  }

  #heartbeat(beat) {
    this.#checkBuild(beat);
    this.head = Math.max(this.head, beat.head);
    if (isBehind(this.cursor, beat.room)) this.#sync();
    this.#watch();
  }

  #checkBuild({ build }) {
    if (!build) return;
    if (this.#build !== null && this.#build !== build) this.#emit("reload", { build });
    this.#build = build;
  }

  #delta(delta) {
    if (this.#syncing || !this.loaded) {
      this.#waiting.push(delta);
      return;
    }
    const verdict = judge(this.cursor, delta);
    if (verdict === "take") this.#take(delta);
    else if (verdict === "gap") {
      this.#waiting.push(delta);
      this.#sync();
    }
  }

  #take(delta) {
    const fresh = this.store.take(delta);
    this.cursor = delta.to;
    this.head = Math.max(this.head, delta.to);
    this.frames.ask({ sentAt: delta.at, fresh });
  }

  #positions({ items, at }) {
    this.#placed.push(...this.store.place(items, at));
    this.frames.ask();
  }

  #kpis({ at, ...kpis }) {
    this.store.kpis = kpis;
    this.#kpisNew = true;
    this.frames.ask();
  }

  /** Fetch what is missing: a delta where the log is the same, else a snapshot. One at a time. */
  async #sync() {
    this.#again = true;
    if (this.#syncing) return;
    this.#syncing = true;
    this.#behindSince ??= performance.now();
    try {
      while (this.#again) await this.#fetchMissing();
      this.#behindSince = null;
      this.link.settled();
    } catch (error) {
      if (error.status === 401 || error.status === 403) this.#emit("denied", error);
      this.link.retry(() => this.#sync()); // a server that just came up may answer 503 for a moment
    }
    this.#syncing = false;
    if (this.#behindSince === null) for (const delta of this.#waiting.splice(0)) this.#delta(delta);
    this.#watch();
  }

  async #fetchMissing() {
    this.#again = false;
    if (this.#epoch === null || !(await this.#fetchDelta())) await this.#fetchSnapshot();
  }

  /** Round trips that tell how far the clocks are apart: a handful at the start, then one a minute. */
  #calibrate() {
    for (const wait of [300, 700, 1200, 2000]) setTimeout(() => this.#ping(), wait);
    this.pings = setInterval(() => this.#ping(), 60000);
  }

  #ping() {
    if (this.loaded && this.link.up && !this.#syncing) this.#sync();
  }

  async #timed(path) {
    const sent = this.clock.now();
    const answer = await get(path);
    const at = typeof answer.at === "number" ? answer.at : Date.parse(answer.at);
    if (Number.isFinite(at)) this.clock.roundTrip(sent, this.clock.now(), at);
    return answer;
  }

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
    this.#kpisNew = true;
    this.frames.ask();
  }

  /** One frame: everybody hears what changed since the last one; then it is drawn. */
  #flush() {
    const changed = this.store.drain();
    const placed = this.#placed.splice(0);
    if (changed) this.#emit("change", changed);
    if (placed.length) this.#emit("positions", placed);
    if (this.#kpisNew) this.#emit("kpis", this.store.kpis);
    this.#kpisNew = false;
    this.#emit("frame", { changed, placed });
  }

  /** Called by Frames once the frame with these deltas is on the screen. */
  painted(marks) {
    const now = this.clock.server();
    for (const { sentAt, fresh } of marks) {
      if (!this.loaded || !sentAt) continue;
      keep(this.#frameWays, now - sentAt);
      for (const alert of fresh) {
        const accepted = Date.parse(alert.received_at);
        // Alerts fetched late (a gap, an outage) time the outage, not the way.
        if (sentAt - accepted >= 0 && sentAt - accepted < 5000) keep(this.#alertWays, now - accepted);
      }
    }
  }

  #watch() {
    if (this.stale && this.link.up) this.link.again();
    this.state = this.#judgeState();
    const said = `${this.state} ${this.stale} ${this.latency_ms}`;
    if (said !== this.#said) this.#emit("state", this.state);
    this.#said = said;
  }

  #judgeState() {
    if (!this.loaded && !this.link.failed) return "behind"; // the first connection is under way
    if (!this.link.up || this.stale) return "offline";
    const late = this.#behindSince !== null && performance.now() - this.#behindSince > BEHIND_MS;
    return late || !this.loaded ? "behind" : "live";
  }
}

const keep = (list, value) => {
  list.push(value);
  if (list.length > 15) list.shift();
};

/** @param view "desk" | "wall" | "phone"; auth {token} for phones, else the session cookie is used. */
export function createLive(options) {
  const live = new Live(options);
  live.frames.painted = (marks) => live.painted(marks);
  return live;
}

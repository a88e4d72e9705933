// The live channel: hello → snapshot → deltas, by the cursor's rules. What is shown can always be rebuilt from the
// server; whatever is missing is fetched, whatever is doubled is dropped (contracts.md §5).

import { setToken } from "./api.mjs";
import { ServerClock } from "./clock.mjs";
import { installHooks } from "./hooks.mjs";
import { Frames } from "./live/frames.mjs";
import { Latency } from "./live/latency.mjs";
import { Link } from "./live/link.mjs";
import { Pulse } from "./live/pulse.mjs";
import { Sync } from "./live/sync.mjs";
import { Store } from "./store.mjs";

const WATCH_MS = 500;
/** Round trips that tell how far the clocks are apart: a handful at the start, then one a minute. */
const FIRST_PINGS_MS = [300, 1000, 2200, 4200];
const PING_MS = 60000;

class Live {
  #listeners = new Map();
  #latency = new Latency();
  #build = null;
  #pulse;
  #placed = [];
  #kpisNew = false;
  #warm = true;
  #said = "";

  constructor({ view, auth = {} }) {
    this.view = view;
    this.state = "behind";
    this.redis = "off";
    /** The last answer was that this identity is none, or may not see this view. */
    this.denied = false;
    this.clock = new ServerClock();
    this.#pulse = new Pulse(this.clock);
    this.store = new Store();
    if (auth.token) setToken(auth.token);
    this.frames = new Frames({ flush: () => this.#flush(), painted: (marks) => this.#painted(marks) });
    this.sync = new Sync({ view, store: this.store, clock: this.clock, ...this.#syncEvents() });
    this.link = new Link({ auth: { view, ...auth }, on: (event, data) => this.#hear(event, data) });
    installHooks(this);
  }

  /**
   * Listen. `change` {table: {upsert: [ids], remove: [ids]}} · `positions` [worker ids] · `kpis` · `layers` {changed: names} · `frame` after these,
   * to draw · `state` live | behind | offline · `reload` another build serves · `denied` {code}: this identity is none,
   * or may not see this view. Returns the way to stop.
   */
  on(type, fn) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(fn);
    return () => this.#listeners.get(type).delete(fn);
  }

  start() {
    this.link.open();
    this.timers = [setInterval(() => this.#watch(), WATCH_MS), setInterval(() => this.#ping(), PING_MS)];
    for (const wait of FIRST_PINGS_MS) setTimeout(() => this.#ping(), wait);
    return this;
  }

  stop() {
    this.timers.forEach(clearInterval);
    this.link.close();
  }

  get cursor() {
    return this.sync.cursor;
  }

  get head() {
    return this.sync.head;
  }

  /** The log that the rows are of; another one after a restore. */
  get epoch() {
    return this.sync.epoch;
  }

  /** Let go of all that was shown: this identity may no longer see it. */
  forget() {
    this.store.load({ kpis: {} });
    this.#kpisNew = true;
    this.frames.ask();
  }

  /** The first snapshot is here. */
  get loaded() {
    return this.sync.loaded;
  }

  /** Time nothing until `ready` has come to an end: a page that is still building itself is not the way of an alert. */
  warmUp(ready) {
    this.#warm = false;
    const done = () => (this.#warm = true);
    ready.then(done, done);
  }

  /** Whether alerts take longer to this screen than the second that is promised. */
  get isSlow() {
    return this.#latency.isSlow;
  }

  /** Milliseconds from an alert's acceptance to its being drawn here (latency.mjs); null before anything came. */
  get latency_ms() {
    return this.#latency.ms;
  }

  /** Nothing was heard for 15 s: what is shown may be wrong by now. */
  get stale() {
    return this.#pulse.stale;
  }

  /** Milliseconds since the server was heard. */
  get silence() {
    return this.#pulse.silence;
  }

  /** The server's time (epoch ms) when it was last heard; null before. */
  get heardAt() {
    return this.#pulse.heardAt;
  }

  /** The server's time, which stands still when the server does: nothing counts that it did not say. */
  now() {
    return this.#pulse.now();
  }

  #deny(data) {
    this.denied = true;
    this.#emit("denied", data);
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
    if (data?.at) this.#pulse.heard(data.at);
    ({
      hello: () => this.#hello(data),
      heartbeat: () => this.#heartbeat(data),
      delta: () => this.sync.delta(data),
      positions: () => this.#positions(data),
      kpis: () => this.#kpis(data),
      layers: () => this.#emit("layers", data),
      down: () => this.#watch(),
      denied: () => this.#deny(data),
      server_going_away: () => this.link.comeBack(data?.retry_after_ms),
    })[event]?.();
  }

  #hello(hello) {
    this.role = hello.role || this.role; // said anew to everybody after a restore, without a role
    this.#house(hello);
    this.sync.hello(hello);
  }

  #heartbeat(beat) {
    this.#house(beat);
    this.sync.heartbeat(beat);
    this.#watch();
  }

  /** How the server itself is: Redis up, down or off (positions are aged when it is down), and which build serves. */
  #house({ redis, build }) {
    this.redis = redis ?? this.redis;
    if (!build) return;
    if (this.#build !== null && this.#build !== build) this.#emit("reload", { build });
    this.#build = build;
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

  #syncEvents() {
    return {
      took: (delta, fresh) => this.frames.ask({ sentAt: delta.at, fresh }),
      loaded: () => {
        this.#kpisNew = true;
        this.frames.ask();
      },
      settled: () => {
        this.denied = false;
        this.link.settled();
        this.#watch();
      },
      failed: (error) => {
        if (error.status === 401 || error.status === 403) this.#deny({ code: error.code, status: error.status });
        this.link.retry(() => this.sync.run()); // a server that just came up may answer 503 for a moment
        this.#watch();
      },
    };
  }

  #ping() {
    if (this.link.up) this.sync.ping();
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

  #painted(marks) {
    if (!this.#warm) return;
    const now = this.clock.server();
    for (const { sentAt, fresh } of marks) this.#latency.note(sentAt, fresh, now);
  }

  #watch() {
    if (this.stale && this.link.up) this.link.again();
    this.state = this.#judgeState();
    const said = `${this.state} ${this.stale} ${this.latency_ms} ${this.redis}`;
    if (said !== this.#said) this.#emit("state", this.state);
    this.#said = said;
  }

  #judgeState() {
    if (!this.loaded && !this.link.failed) return "behind"; // the first connection is under way
    if (!this.link.up || this.stale) return "offline";
    return this.sync.isLate || !this.loaded ? "behind" : "live";
  }
}

/** @param view "desk" | "wall" | "phone"; auth {token} for phones, else the session cookie is used. */
export function createLive(options) {
  return new Live(options);
}

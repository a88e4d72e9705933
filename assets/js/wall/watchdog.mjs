// Nobody touches this page, so it looks after itself: it says when it is stale, takes a new build, and begins anew
// after a long outage or when it has run for days.

import { elapsed, hhmmss } from "../format.mjs";
import { t } from "../i18n.mjs";
import { byId, say, show } from "./dom.mjs";

/** An outage longer than this ends in a fresh page: its code may be as old as its data. */
const LONG_OUTAGE_MS = 5 * 60e3;
/** Once a day, in the small hours: what a browser gathers in weeks is let go. */
const TOO_OLD_MS = 20 * 3600e3;
const QUIET_HOUR = 4;
const DENIED_MS = 4000;

export class Watchdog {
  #denied = null;
  #down = 0;

  constructor(live) {
    this.live = live;
    this.bar = byId("wall-stale");
    live.on("reload", () => this.#reload());
    live.on("denied", () => (this.#denied ??= performance.now()));
  }

  tick() {
    const { live } = this;
    if (live.state === "live") this.#denied = null;
    const outage = !live.loaded ? live.stale && live.link.failed : live.stale;
    document.body.classList.toggle("is-stale", outage || this.#refused);
    show(this.bar, outage || this.#refused);
    if (outage || this.#refused) say(this.bar, this.#words());
    this.#recover();
  }

  /** Refused for some seconds, not once in passing. */
  get #refused() {
    return this.#denied !== null && performance.now() - this.#denied > DENIED_MS;
  }

  #words() {
    if (this.#refused) return t("wall.stale_denied");
    if (this.live.heardAt === null) return t("connection.offline");
    return t("wall.stale", { time: hhmmss(this.live.heardAt), ago: elapsed(this.live.silence) });
  }

  /** A page that was away long is loaded anew as soon as the server is back; so is one that is a day old. */
  #recover() {
    const { live } = this;
    if (live.silence > LONG_OUTAGE_MS) this.#down = live.silence;
    if (live.state !== "live") return;
    const hour = Number(hhmmss(live.now()).slice(0, 2));
    if (this.#down || (performance.now() > TOO_OLD_MS && hour === QUIET_HOUR)) this.#reload();
  }

  /** Only when the server answers: a page that cannot be loaded again would leave the wall blank. */
  async #reload() {
    if (this.reloading) return;
    this.reloading = true;
    const alive = await fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok, () => false);
    if (alive) location.reload();
    else setTimeout(() => (this.reloading = false), 5000);
  }
}

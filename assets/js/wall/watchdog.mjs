// Nobody touches this page, so it looks after itself: it says when it is stale, takes a new build, begins anew after a
// long outage or when it has run for days, and puts everything away when it may no longer show it.

import { elapsed, hhmmss } from "../format.mjs";
import { t } from "../i18n.mjs";
import { byId, draw, say, show } from "./dom.mjs";
import { notice } from "./notice.mjs";
import { canReload, reasonToReload } from "./renewal.mjs";

/** A whole house does not load its pages in the same instant. */
const SPREAD_MS = 2000;
const AGAIN_MS = 5000;

export class Watchdog {
  #down = 0;
  #newBuild = false;
  #torn = false;
  /** The map is drawn. A sprite or a style that did not come is never asked for again. */
  whole = false;

  constructor(live) {
    this.live = live;
    this.bar = byId("wall-stale");
    this.panel = byId("wall-denied");
    live.on("reload", () => {
      this.#newBuild = true;
      this.tick();
    });
    live.on("denied", () => this.#putAway());
    live.on("state", () => this.#mind()); // at once: until the next second the torn map may count as drawn
  }

  /** A line that breaks while the map is being drawn tears it. */
  #mind() {
    if (!this.whole && this.live.state === "offline") this.#torn = true;
  }

  tick() {
    const { live } = this;
    const outage = !this.denied && (live.loaded ? live.stale : live.stale && live.link.failed);
    document.body.classList.toggle("is-stale", outage);
    show(this.bar, outage);
    if (outage) say(this.bar, this.#words());
    this.#renew();
  }

  #words() {
    if (this.live.heardAt === null) return t("connection.offline");
    return t("wall.stale", { time: hhmmss(this.live.heardAt), ago: elapsed(this.live.silence) });
  }

  /** What was shown is taken from the screen and from memory, at once: the display may hang anywhere by now. */
  #putAway() {
    this.live.forget();
    if (this.denied) return;
    this.denied = true;
    document.body.classList.add("is-denied");
    draw(this.panel, notice(hhmmss(this.live.now())));
    show(this.panel, true);
    this.tick();
  }

  #renew() {
    const { live } = this;
    if (!this.denied) this.#down = Math.max(this.#down, live.silence);
    this.#mind();
    const reason = reasonToReload({
      state: live.state,
      refused: live.denied,
      denied: this.denied,
      newBuild: this.#newBuild,
      torn: this.#torn,
      down: this.#down,
      age: performance.now(),
      hour: Number(hhmmss(live.now()).slice(0, 2)),
    });
    if (reason && !this.reloading) this.#reload(Math.random() * SPREAD_MS);
  }

  /** Only when the server gives this very page: one that cannot be loaded again would leave the wall blank, or at a
      door where nobody stands. */
  #reload(wait) {
    this.reloading = true;
    setTimeout(async () => {
      if (await canReload((...asked) => fetch(...asked), location.href)) location.reload();
      else setTimeout(() => (this.reloading = false), AGAIN_MS);
    }, wait);
  }
}

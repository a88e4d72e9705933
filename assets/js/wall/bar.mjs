// The bar on top: whose wall, how fresh, what time it is by the server.

import { hhmmss, longDate } from "../format.mjs";
import { t } from "../i18n.mjs";
import { byId, say, show } from "./dom.mjs";

export class Bar {
  constructor(live, district) {
    Object.assign(this, { live, district });
    this.badge = byId("wall-badge");
    say(byId("wall-title"), district.name ? t("wall.title", { district: district.name }) : t("wall.title.plain"));
  }

  /** The clock: the server's, and standing still when the server is silent. */
  tick() {
    const now = this.live.now();
    say(byId("wall-clock"), hhmmss(now));
    say(byId("wall-date"), longDate(now));
  }

  state() {
    const { live } = this;
    this.badge.dataset.state = live.state;
    this.badge.dataset.slow = live.isSlow;
    say(byId("wall-badge-text"), this.#badge());
    this.#notice();
  }

  #badge() {
    const { live } = this;
    if (!live.loaded) return t(live.state === "offline" ? "connection.offline" : "wall.badge.connecting");
    if (live.state === "offline") return t("wall.badge.offline", { time: hhmmss(live.heardAt) });
    if (live.state === "behind") return t("wall.badge.behind");
    const ms = live.latency_ms;
    return ms === null ? t("wall.badge.live") : t("wall.badge.latency", { ms });
  }

  figures() {
    const { kpis } = this.live.store;
    const { grids, streets } = this.district;
    const [duty, all] = this.#duty(kpis);
    const key = streets ? "wall.sub_streets" : grids ? "wall.sub" : "wall.sub_duty";
    say(byId("wall-sub"), t(key, { grids, streets, duty, all }));
    this.#notice();
  }

  /** What the whole house should know: positions that may be old, a flood. */
  #notice() {
    const { redis, store } = this.live;
    const { flood, alerts_10min: n } = store.kpis;
    const parts = [flood && t("wall.notice.flood", { n }), redis === "down" && t("wall.notice.redis")];
    const text = parts.filter(Boolean).join(" · ");
    say(byId("wall-notice"), text);
    show(byId("wall-notice"), text !== "");
  }

  #duty(kpis) {
    if (kpis.workers_total != null) return [kpis.workers_on_duty, kpis.workers_total];
    const workers = [...this.live.store.rows("workers").values()];
    return [workers.filter((worker) => worker.duty !== "off_duty").length, workers.length];
  }
}

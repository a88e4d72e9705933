// Where this phone is: sent while on duty, at most every 10 s, sooner after 25 m. The latest counts, so nothing queues.

import { post } from "../api.mjs";
import { t } from "../i18n.mjs";

const EVERY_MS = 10000;
const MOVED_M = 25;

/** Why there is no position, as a word of the catalogue; null when there may be one. */
export function obstacle() {
  if (!window.isSecureContext) return t("phone.cannot.http");
  return "geolocation" in navigator ? null : t("phone.cannot.position");
}

export class Place {
  #watch = null;
  #sent = null;
  latest = null;

  constructor({ onChange, onProblem }) {
    Object.assign(this, { onChange, onProblem });
  }

  /** Follow while `on`; a worker off duty is nobody's business. */
  follow(on) {
    if (obstacle() || on === (this.#watch !== null)) return;
    if (!on) {
      navigator.geolocation.clearWatch(this.#watch);
      this.#watch = this.latest = null;
      return;
    }
    const options = { enableHighAccuracy: true, maximumAge: 5000, timeout: 30000 };
    this.#watch = navigator.geolocation.watchPosition(
      (found) => this.#found(found),
      (problem) => this.onProblem?.(t(problem.code === 1 ? "phone.cannot.denied" : "phone.cannot.no_fix")),
      options,
    );
  }

  #found({ coords, timestamp }) {
    this.latest = {
      lon: coords.longitude,
      lat: coords.latitude,
      accuracy_m: Math.round(coords.accuracy),
      at: new Date(timestamp).toISOString(),
    };
    this.onChange?.(this.latest);
    const due = !this.#sent || Date.now() - this.#sent.when > EVERY_MS || metres(this.#sent, this.latest) > MOVED_M;
    if (!due) return;
    this.#sent = { when: Date.now(), lon: this.latest.lon, lat: this.latest.lat };
    post("positions", this.latest).catch(() => {}); // the next fix says more than a repeated old one
  }
}

/** Metres between two near places, flat. */
function metres(a, b) {
  const x = (b.lon - a.lon) * 111320 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(x, (b.lat - a.lat) * 110540);
}

// How long an alert takes from being accepted to being on this screen, with the clocks' difference taken out.

import { median } from "../clock.mjs";

/** Few enough that one slow start does not stand on the badge for long. */
const KEEP = 9;
/** Alerts fetched late (a gap, an outage) time the outage, not the way. */
const LATE_MS = 5000;
/** A screen is promised the alert within a second. */
const SLOW_MS = 1000;

export class Latency {
  #alerts = [];
  #frames = [];

  /** A delta sent at `sentAt` with these alerts not known before is on the screen at `shownAt` (server's clock). */
  note(sentAt, fresh, shownAt) {
    if (!sentAt) return;
    keep(this.#frames, shownAt - sentAt);
    for (const alert of fresh) {
      const accepted = Date.parse(alert.received_at);
      if (sentAt - accepted >= 0 && sentAt - accepted < LATE_MS) keep(this.#alerts, shownAt - accepted);
    }
  }

  /** Whether that is slower than promised: true, but not to be shown as if all were well. */
  get isSlow() {
    return this.ms > SLOW_MS;
  }

  /** The median of the last alerts; before the first alert, that of the frames' way; null before anything. */
  get ms() {
    const way = median(this.#alerts.length ? this.#alerts : this.#frames);
    return way === null ? null : Math.max(0, Math.round(way));
  }
}

function keep(list, value) {
  list.push(value);
  if (list.length > KEEP) list.shift();
}

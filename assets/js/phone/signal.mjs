// A new offer must be noticed in a pocket: sound, vibration, the title. Sound is allowed after the first touch.

import { t } from "../i18n.mjs";
import { askToPlay, play } from "../sound.mjs";

let known = null;

askToPlay();

/** Other news of one's own work, such as a round planned anew: less urgent than an offer. */
export function ring() {
  navigator.vibrate?.([200, 100, 200]);
  play("moderate");
}

/** Tell about offers that were not there before; the first look after loading is silent. */
export function attend(jobs) {
  const offers = jobs.filter((job) => job.stage === "offered");
  const fresh = known && offers.find((job) => !known.has(job.assignment.id));
  if (fresh) {
    navigator.vibrate?.([200, 100, 200, 100, 400]);
    play(fresh.ticket.severity === "extreme" ? "extreme" : "severe");
  }
  known = new Set(offers.map((job) => job.assignment.id));
  document.title = offers.length ? `(${offers.length}) ${t("phone.title_new")}` : `${t("app.name")} · ${t("screen.phone")}`;
}

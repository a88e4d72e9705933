// The banner: one thing at a time takes the eye. What, where, who is coming, when.

import { elapsed, esc, severityIcon } from "../format.mjs";
import { t } from "../i18n.mjs";
import { byId, draw, say, show } from "./dom.mjs";
import { arrival, what, where, who } from "./words.mjs";

/** An estimate is not a promise: only a minute past it is worth saying. */
const SOON_MS = 60e3;

export class Banner {
  #shown = null;

  constructor(live) {
    this.live = live;
    this.box = byId("wall-banner");
  }

  /** Show `{subject, number, count}` (attention.mjs), or nothing with null. */
  update(turn) {
    show(this.box, !!turn);
    if (!turn) {
      this.#shown = null;
      return;
    }
    const { subject } = turn;
    this.box.className = `wall-banner ${subject.severity}${subject.exercise ? " exercise" : ""}`;
    this.box.dataset.key = subject.key;
    draw(this.box, markup(turn, this.live.store));
    if (this.#shown !== subject.key) this.#enter();
    this.#shown = subject.key;
    this.subject = subject;
    this.tick();
  }

  /** Begin the entrance again for another subject: a change of content alone would not be seen. */
  #enter() {
    this.box.getAnimations?.().forEach((animation) => animation.cancel());
    this.box.animate?.([{ opacity: 0.2, transform: "translateY(-8px)" }, { opacity: 1, transform: "none" }], {
      duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 220,
      easing: "ease-out",
    });
  }

  tick() {
    if (this.box.hidden || !this.subject) return;
    const { number, label } = clock(this.subject, this.live.store, this.live.now());
    say(this.box.querySelector(".banner-time"), number);
    say(this.box.querySelector(".banner-label"), label);
  }
}

/** The banner's main number: until somebody is there, since nobody is, or since they are. */
export function clock({ assignment, at }, store, now) {
  if (assignment?.stage === "on_scene") return { number: elapsed(now - Date.parse(assignment.since)), label: t("wall.banner.arrived") };
  const due = arrival(store, assignment);
  if (due === null) return { number: elapsed(now - at), label: t("wall.banner.waiting") };
  if (due >= now) return { number: elapsed(due - now), label: t("wall.banner.eta") };
  if (now - due < SOON_MS) return { number: "0:00", label: t("wall.banner.soon") };
  return { number: `+${elapsed(now - due)}`, label: t("wall.banner.overdue") };
}

function markup({ subject, number, count }, store) {
  const { row } = subject;
  const icon = severityIcon(row.severity, { exercise: subject.exercise, label: esc(t(`severity.${row.severity}`)) });
  const coming = who({ assignment: subject.assignment, state: row.state });
  const turns = count > 1 ? `<span class="banner-turn">${esc(t("wall.banner.turn", { n: number || 1, all: count }))}</span>` : "";
  return `<div class="banner-icon">${icon}</div>
<div class="banner-words"><p class="banner-what">${esc(what(row))}<i>·</i>${where(row)}</p>
<p class="banner-more">${esc(details(subject, store))}${turns}</p></div>
<div class="banner-who"><p>${esc(coming)}</p><p class="banner-time"></p><p class="banner-label"></p></div>`;
}

/** The second line: exercise, device, merged signals, what the source said. */
function details({ row, exercise, kind }, store) {
  const parts = exercise ? [t("wall.banner.exercise")] : [];
  parts.push(t(`severity.${row.severity}`));
  const alerts = kind === "alert" ? [row] : (row.alert_ids ?? []).map((id) => store.rows("alerts").get(id)).filter(Boolean);
  const first = alerts[0];
  if (first?.labels?.zone) {
    parts.push(t("wall.banner.host", { source: t("asset.fire_host"), zone: first.labels.zone, point: first.labels.point ?? "–" }));
  } else if (first?.device_id) parts.push(t("wall.banner.device", { id: first.device_id }));
  if (alerts.length > 1) parts.push(t("wall.banner.signals", { n: alerts.length }));
  const said = String(row.description ?? "").trim();
  if (said && said !== row.title) parts.push(said.slice(0, 60));
  return parts.join(" · ");
}

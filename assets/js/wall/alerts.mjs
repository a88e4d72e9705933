// The newest alerts. Lines keep their element while they live; only as many as fit are shown, whole ones.

import { elapsed, esc, matter, severityIcon } from "../format.mjs";
import { t } from "../i18n.mjs";
import { byId, draw, say } from "./dom.mjs";
import { entries } from "./entries.mjs";
import { where, who } from "./words.mjs";

export class Alerts {
  #lines = new Map();

  constructor(live) {
    this.live = live;
    this.box = byId("wall-alerts");
    say(byId("wall-alerts-time"), t("wall.alerts_time"));
    this.empty = document.createElement("div");
    this.empty.className = "wall-empty";
    new ResizeObserver(() => this.update()).observe(this.box);
  }

  update() {
    const all = entries(this.live.store);
    const shown = all.slice(0, this.#fits());
    const keys = new Set(shown.map((line) => line.key));
    for (const [key, element] of this.#lines) {
      if (keys.has(key)) continue;
      element.remove();
      this.#lines.delete(key);
    }
    shown.forEach((line, n) => this.#put(line, n));
    this.#tail(all.length, all.length - shown.length);
    this.tick();
  }

  /** Whole lines that the column has room for. */
  #fits() {
    const style = getComputedStyle(this.box);
    const line = parseFloat(style.getPropertyValue("--row")) * rem();
    const columns = Number(style.getPropertyValue("--columns")) || 1;
    return Math.max(1, Math.floor(this.box.clientHeight / line)) * columns;
  }

  #put(line, n) {
    let element = this.#lines.get(line.key);
    if (!element) {
      element = document.createElement("div");
      element.dataset.testid = "alert-row";
      this.#lines.set(line.key, element);
    }
    element.className = `wall-alert${line.urgent ? " urgent" : ""}${line.exercise ? " exercise" : ""}`;
    element.dataset.alertId = line.alertId ?? "";
    element.dataset.ticketId = line.ticketId ?? "";
    element.dataset.severity = line.severity;
    element.at = line.at;
    draw(element, markup(line));
    if (this.box.children[n] !== element) this.box.insertBefore(element, this.box.children[n] ?? null);
  }

  /** How many there are beyond the column, beside its title; what would be here when there is none. */
  #tail(count, hidden) {
    say(byId("wall-alerts-title"), hidden > 0 ? `${t("wall.alerts")} · ${t("wall.alerts_more", { n: hidden })}` : t("wall.alerts"));
    say(this.empty, count === 0 ? t("wall.alerts_empty") : "");
    if (this.box.lastElementChild !== this.empty) this.box.append(this.empty);
  }

  /** Time gone by, by the server's clock. */
  tick() {
    const now = this.live.now();
    for (const element of this.#lines.values()) say(element.querySelector("time"), elapsed(now - element.at));
  }
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** The line's markup but for its time, which runs. */
function markup(line) {
  const icon = severityIcon(line.severity, { exercise: line.exercise, label: esc(t(`severity.${line.severity}`)) });
  const exercise = line.exercise ? `<b class="tag">${esc(t("wall.legend_exercise"))}</b>` : "";
  const details = [matter(line.row), who(line)];
  if (line.repeats > 1) details.push(t("wall.repeat", { n: line.repeats }));
  const overdue = line.overdue ? `<b class="late">${esc(t("ticket.overdue"))}</b>` : "";
  return `${icon}<div class="wall-alert-words"><p>${exercise}${where(line.row)}</p><p>${overdue}${esc(details.join(" · "))}</p></div><time></time>`;
}

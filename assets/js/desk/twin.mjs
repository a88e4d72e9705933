// The map as a list, for those who cannot see it or would rather read: what is in the view now, the worst first.

import { severityIcon } from "../format.mjs";
import { t } from "../i18n.mjs";
import { metresBetween } from "../map/earth.mjs";
import { cases, people } from "../map/points.mjs";
import { byId, html, on, patch, raw } from "./dom.mjs";
import { severityRank } from "./model.mjs";

const MOST = 200;
const AGAIN_MS = 1000;

/** Marks within `[west, south, east, north]`, cases by severity, then workers, each by its distance from the middle. */
export function inView(store, now, [west, south, east, north], centre) {
  const inside = ({ lon, lat }) => lon >= west && lon <= east && lat >= south && lat <= north;
  const away = (mark) => ({ ...mark, metres: metresBetween(centre, [mark.lon, mark.lat]) });
  const worst = (a, b) => severityRank(a.severity) - severityRank(b.severity) || a.metres - b.metres;
  return [
    ...cases(store).filter(inside).map(away).sort(worst),
    ...people(store, now).filter(inside).map(away).sort((a, b) => a.metres - b.metres),
  ].slice(0, MOST);
}

export class Twin {
  /** @param choose (mark) opens it. */
  constructor(desk, map, choose) {
    Object.assign(this, { desk, map, choose, open: false, marks: [] });
    this.box = byId("desk-twin");
    on(this.box, "click", "[data-mark]", (_, x) => this.take(Number(x.dataset.mark)));
    on(this.box, "click", "[data-do=close]", () => this.toggle(false));
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  async toggle(open = !this.open) {
    this.open = open;
    this.box.hidden = !open;
    clearInterval(this.timer);
    if (!open) return;
    await this.draw();
    this.timer = setInterval(() => this.draw(), AGAIN_MS);
    (this.box.querySelector("[data-mark]") ?? this.box.querySelector("button")).focus();
  }

  async draw() {
    const map = await this.map.ready;
    if (!this.open) return;
    const box = map?.bounds() ?? [-180, -90, 180, 90];
    const centre = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    this.marks = inView(this.desk.live.store, this.desk.live.now(), box, centre);
    patch(this.box, html`<header><h3>${t("map.list", { n: this.marks.length })}</h3><button type="button" class="icon-button" data-do="close" aria-label="${t("action.close")}">×</button></header>
      ${this.marks.length ? html`<ul>${this.marks.map((mark, n) => this.line(mark, n))}</ul>` : html`<p class="empty">${t("map.list.empty")}</p>`}`);
  }

  line(mark, n) {
    const icon = mark.kind === "worker" ? "" : raw(severityIcon(mark.severity, mark.row));
    return html`<li data-key="${mark.kind}-${mark.id}"><button type="button" data-mark="${n}" data-testid="map-list-row">${icon}<span>${this.desk.titleOf(mark)}</span><small class="num dim">${Math.round(mark.metres)} m</small></button></li>`;
  }

  take(n) {
    const mark = this.marks[n];
    if (mark) this.choose(mark);
  }

  key(event) {
    if (event.key === "Escape") return this.toggle(false);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return null;
    event.preventDefault();
    event.stopPropagation();
    const all = [...this.box.querySelectorAll("[data-mark]")];
    return all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  }
}

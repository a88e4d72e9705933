// Under the map: how many workers are doing what. A press shows who, with the telephone by need.

import { t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";
import { ageOf, workerState } from "./model.mjs";
import { span } from "./when.mjs";

const ORDER = ["available", "offered", "acknowledged", "en_route", "on_scene", "on_break", "off_duty", "stale"];

const SOON_MS = 300;

const word = (state) => (state === "stale" ? t("fix.stale") : t(ORDER.indexOf(state) > 0 && ORDER.indexOf(state) < 5 ? `stage.${state}` : `duty.${state}`));

export class Strip {
  constructor(desk, map) {
    Object.assign(this, { desk, map, shown: null });
    this.box = byId("desk-strip");
    on(this.box, "click", "[data-worker-state]", (_, x) => this.toggle(x.dataset.workerState));
    on(this.box, "click", "[data-go]", (_, x) => this.go(x.dataset.go));
  }

  groups() {
    const groups = Object.fromEntries(ORDER.map((state) => [state, []]));
    const now = this.desk.now();
    for (const worker of this.desk.rows("workers").values()) groups[workerState(worker, this.desk.rows("tickets"), now)].push(worker);
    return groups;
  }

  toggle(state) {
    this.shown = this.shown === state ? null : state;
    this.draw();
  }

  go(id) {
    const worker = this.desk.rows("workers").get(id);
    if (Number.isFinite(worker?.lon)) this.map.flyTo(worker.lon, worker.lat, 17);
  }

  /** Somebody's work or fix may have changed: with 5,000 workers counting them is not for every frame. */
  changed() {
    this.timer ??= setTimeout(() => this.draw(), SOON_MS);
  }

  draw() {
    clearTimeout(this.timer);
    this.timer = null;
    const groups = this.groups();
    const states = ORDER.filter((state) => groups[state].length || state !== "stale");
    patch(this.box, html`${this.shown && this.list(groups[this.shown])}<div class="states">${states.map((state) => html`<button type="button" data-key="${state}"
      data-worker-state="${state}" aria-expanded="${this.shown === state}"><b class="num">${groups[state].length}</b> ${word(state)}</button>`)}</div>`);
  }

  list(workers) {
    const now = this.desk.now();
    const rows = [...workers].sort((a, b) => a.name.localeCompare(b.name, "zh-Hans-CN"));
    return html`<ul class="people" data-key="people">${rows.map((worker) => html`<li data-key="${worker.id}"><button type="button" data-go="${worker.id}"><b>${worker.name}</b>
      <small>${worker.fix_at ? t(ageOf(worker), { age: span(now - Date.parse(worker.fix_at)) }) : t("fix.none")}</small></button></li>`)}</ul>`;
  }
}

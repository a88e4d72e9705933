// What the map shows: a switch per layer with its count, remembered by this browser.

import { DRAWN } from "../map/assets.mjs";
import { t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";

const STORE = "shaodao.desk.layers";
const LIVE = ["tickets", "workers"];
const ORDER = [...LIVE, ...Object.keys(DRAWN)];
const OFF_AT_FIRST = new Set(["hydrants", "fire_terminals"]);
const SHORT = 6;

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {}; // storage is shut or was written by somebody else
  }
}

export class Layers {
  constructor(desk, map) {
    Object.assign(this, { desk, map, open: false, on: remembered(), counts: {} });
    this.box = byId("desk-layers");
    on(this.box, "click", "[data-do=layers]", () => this.toggle());
    on(this.box, "change", "[data-layer]", (_, x) => this.set(x.dataset.layer, x.checked));
    this.fetch();
  }

  isOn(name) {
    return this.on[name] ?? !OFF_AT_FIRST.has(name);
  }

  async fetch() {
    try {
      const answer = await this.desk.get("layers");
      for (const { name, count } of answer.layers ?? answer) this.counts[name] = count;
    } catch {
      this.counts = {}; // the live layers are still here
    }
    for (const name of ORDER) this.map.setLayer(name, this.isOn(name));
    this.draw();
  }

  count(name) {
    return LIVE.includes(name) ? this.desk.rows(name).size : this.counts[name];
  }

  set(name, on) {
    this.on[name] = on;
    try {
      localStorage.setItem(STORE, JSON.stringify(this.on));
    } catch {
      // not remembered, but shown
    }
    this.map.setLayer(name, on);
    this.draw();
  }

  toggle(open = !this.open) {
    this.open = open;
    this.draw();
    if (open) this.box.querySelector("input")?.focus();
  }

  draw() {
    const names = ORDER.filter((name) => this.count(name) !== undefined);
    const shown = names.filter((name) => this.isOn(name));
    const more = shown.length - SHORT;
    patch(this.box, html`<button type="button" class="layers-button" data-key="button" data-do="layers" aria-expanded="${this.open}"><span class="dim">${t("layer")}</span>
      <b>${shown.slice(0, SHORT).map((name) => t(`layer.${name}`)).join(" · ")}</b>${more > 0 && html`<span class="dim num">+${more}</span>`}</button>
      ${this.open && html`<ul class="layer-list" data-key="list">${names.map((name) => html`<li data-key="${name}"><label><input type="checkbox" data-layer="${name}" ${this.isOn(name) && html`checked`}>
        <span>${t(`layer.${name}`)}</span><b class="num dim">${this.count(name)}</b></label></li>`)}</ul>`}`);
    for (const input of this.box.querySelectorAll("[data-layer]")) input.checked = this.isOn(input.dataset.layer);
  }
}

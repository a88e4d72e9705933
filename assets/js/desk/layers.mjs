// What the map shows: a switch for each layer with its count and its legend, remembered by this browser.

import { OVERLAYS } from "../layers/index.mjs";
import { reach } from "../layers/reach.mjs";
import { rollup } from "../layers/rollup.mjs";
import { icons } from "../layers/sprite.mjs";
import { t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";
import { theme } from "./topbar.mjs";

const STORE = "shaodao.desk.layers";
/** Groups of the panel, and the layers of each in their order; what the server does not offer is left out. */
const GROUPS = {
  live: ["tickets", "workers", "assignments", "fixes"],
  derived: ["rollup", "heat", "coverage", "reach", "camera_views"],
  asset: ["piles", "sheds", "cameras", "lifts", "fire_hosts", "fire_terminals", "hydrants", "extinguishers", "shops", "party_homes"],
  area: ["areas", "grids", "compounds"],
  ground: ["buildings", "entrances", "gates", "roads", "water", "green", "pois"],
};
/** Drawn by the page out of another layer's rows. */
const OURS = { fixes: "workers" };
const AT_FIRST = new Set(["tickets", "workers", "piles", "cameras", "lifts", "fire_hosts", "grids", "compounds", ...GROUPS.ground]);
const SHORT = 5;

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {}; // storage is shut or was written by somebody else
  }
}

export class Layers {
  constructor(desk, map) {
    Object.assign(this, { desk, map, open: false, on: remembered(), offered: new Map(), icon: () => "" });
    this.box = byId("desk-layers");
    on(this.box, "click", "[data-do=layers]", () => this.toggle());
    on(this.box, "change", "[data-layer]", (_, x) => this.set(x.dataset.layer, x.checked));
    on(this.box, "click", "[data-depth]", (_, x) => this.up(Number(x.dataset.depth)));
    this.fetch();
    map.ready.then((drawn) => {
      drawn?.shown.listen(() => this.draw());
      drawn?.onZoom(() => this.zoomed());
    });
    desk.live.on("layers", () => this.fetch());
  }

  isOn(name) {
    return this.on[name] ?? AT_FIRST.has(name);
  }

  async fetch() {
    try {
      for (const layer of await this.desk.get(`layers?theme=${theme()}`)) this.offered.set(layer.name, layer);
    } catch {
      for (const name of GROUPS.live) this.offered.set(name, { name, legend: [] }); // these come by another way
    }
    for (const [name, from] of Object.entries(OURS)) if (this.offered.has(from)) this.offered.set(name, { name, legend: [] });
    for (const name of this.names()) this.map.setLayer(name, this.isOn(name));
    await this.dress();
  }

  /** The icons of the theme; the server gives its colours. */
  async dress() {
    this.icon = await icons(theme());
    this.draw();
  }

  names(group = null) {
    const all = group ? GROUPS[group] : Object.values(GROUPS).flat();
    return all.filter((name) => this.offered.has(name) && this.count(name) !== 0);
  }

  /** Features or rows; null where there is nothing to count. */
  count(name) {
    if (name === "tickets" || name === "workers") return this.desk.rows(name).size || null;
    return this.offered.get(name)?.count ?? null;
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

  /** An area of the roll-up was pressed: one step down. */
  down(area) {
    if (rollup.down(area)) this.map.redraw("rollup");
    this.draw();
  }

  up(depth) {
    rollup.up(depth);
    this.map.redraw("rollup");
    this.draw();
  }

  /** The quarter-hour circle from a place that was pressed. */
  reachFrom(lonlat) {
    reach.from = lonlat;
    this.map.redraw("reach");
  }

  toggle(open = !this.open) {
    this.open = open;
    this.draw();
    if (open) this.box.querySelector("input")?.focus();
    else this.box.querySelector("button").focus();
  }

  draw() {
    const shown = this.names().filter((name) => this.isOn(name) && !GROUPS.ground.includes(name));
    const more = shown.length - SHORT;
    patch(this.box, html`${this.isOn("rollup") && this.path()}<button type="button" class="layers-button" data-key="button" data-do="layers" aria-expanded="${this.open}" aria-controls="layer-panel"><span class="dim">${t("layer")}</span>
      <b>${shown.slice(0, SHORT).map((name) => t(`layer.${name}`)).join(" · ")}</b>${more > 0 && html`<span class="dim num">+${more}</span>`}</button>
      ${this.open && html`<div id="layer-panel" class="layer-panel" data-key="panel">${Object.keys(GROUPS).map((group) => this.group(group))}</div>`}`);
    for (const input of this.box.querySelectorAll("[data-layer]")) input.checked = this.isOn(input.dataset.layer);
  }

  group(group) {
    const names = this.names(group);
    return names.length > 0 && html`<fieldset data-key="${group}"><legend>${t(`layers.group.${group}`)}</legend>${names.map((name) => this.line(name))}</fieldset>`;
  }

  line(name) {
    const { legend = [], tiling } = this.offered.get(name);
    const on = this.isOn(name);
    const far = on && this.isTooFar(name);
    const count = this.count(name);
    return html`<div class="layer-line" data-key="${name}"><label><input type="checkbox" data-layer="${name}" ${on && html`checked`}>
      <span>${t(`layer.${name}`)}</span>${tiling && html`<small class="dim">${t("layers.tiling")}</small>`}${far && html`<small class="dim">${t("layers.nearer")}</small>`}<b class="num dim">${count}</b></label>
      ${on && legend.length > 0 && html`<ul class="legend-list">${legend.map((one) => this.entry(one))}</ul>`}${on && this.said(name)}</div>`;
  }

  /** On, but not to be seen at this zoom; the panel says so, since an empty map looks like a fault. */
  isTooFar(name) {
    return this.map.isTooFar(name, this.offered.get(name).min_zoom);
  }

  /** What is too far off has changed with the zoom. */
  zoomed() {
    const far = this.open ? this.names().filter((name) => this.isTooFar(name)).join() : "";
    if (far === this.far) return;
    this.far = far;
    this.draw();
  }

  entry({ label, symbol, colour }) {
    const look = symbol ? this.icon(symbol) : `background:${colour}`;
    return html`<li><i class="${symbol ? "legend-icon" : "swatch"}" style="${look}" aria-hidden="true"></i>${label}</li>`;
  }

  /** Figures of a layer that was worked out. */
  said(name) {
    const said = OVERLAYS[name]?.said;
    if (!said) return null;
    if (name === "coverage") return html`<p class="layer-said">${t("layers.coverage.said", { unreached: said.unreached, n: said.buildings, homes: said.households_unreached, free: said.workers_free })}</p>`;
    if (name === "reach") return html`<p class="layer-said">${t("layers.reach.said", { buildings: said.buildings, homes: said.households, places: said.places })}</p>`;
    if (name !== "rollup") return null;
    const gaps = said.gaps.map((gap) => gap.name || gap.id).slice(0, 4).join("、");
    return html`<p class="layer-said">${t("layers.rollup.unplaced", { n: said.unplaced })}${gaps && html`<br>${t("layers.rollup.gaps", { names: gaps })}`}</p>`;
  }

  /** Where in the tree of areas one is, each step leading back. */
  path() {
    const steps = [{ name: t("layers.rollup.all") }, ...rollup.path];
    return html`<nav class="rollup-path" data-key="path" aria-label="${t("layer.rollup")}">${steps.map(({ name }, depth) => html`${depth > 0 && html`<span aria-hidden="true">›</span>`}
      <button type="button" data-depth="${depth}" ${depth === steps.length - 1 && html`aria-current="true"`}>${name}</button>`)}</nav>`;
  }
}

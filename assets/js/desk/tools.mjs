// Tools of the map, below each other at its edge: nearer, farther, the whole district, measuring, reach, the list.

import { t } from "../i18n.mjs";
import { Measure } from "../map/measure.mjs";
import { byId, html, on, patch } from "./dom.mjs";

const SIGNS = {
  nearer: "M12 5v14M5 12h14",
  farther: "M5 12h14",
  home: "M4 11 12 4l8 7M6 10v10h12V10",
  measure: "M3 17 17 3l4 4L7 21zM8 12l2 2M11 9l2 2M14 6l2 2",
  reach: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 12h0",
  list: "M4 6h16M4 12h16M4 18h16",
};

/** 12 → "12 m", 1234 → "1.23 km". */
export const length = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(2)} km`);
export const area = (metres) => (metres < 10_000 ? `${Math.round(metres)} m²` : `${(metres / 10_000).toFixed(2)} ha`);

export class Tools {
  /** @param twin the list @param layers the panel of layers (reach is one of them). */
  constructor(desk, map, { twin, layers }) {
    Object.assign(this, { desk, map, twin, layers, reaching: null });
    this.box = byId("desk-tools");
    on(this.box, "click", "[data-tool]", (_, x) => this[x.dataset.tool]());
    map.ready.then((drawn) => {
      if (drawn) this.measuring = new Measure(drawn, { say: (figures) => this.said(figures), label: length });
      this.draw();
    });
  }

  get busy() {
    return Boolean(this.measuring?.on || this.reaching);
  }

  nearer() {
    this.map.zoomBy(1);
  }

  farther() {
    this.map.zoomBy(-1);
  }

  home() {
    this.map.flyHome();
  }

  list() {
    this.twin.toggle();
  }

  measure() {
    if (this.measuring.on) return this.measuring.end();
    this.leave();
    this.measuring.start();
    return this.draw();
  }

  /** Press a place: how far one comes from there on foot in a quarter of an hour. */
  reach() {
    if (this.reaching) return this.leave();
    this.leave();
    this.layers.set("reach", true);
    const again = () => this.map.pick((spot) => this.layers.reachFrom([spot.lon, spot.lat]));
    this.reaching = again();
    return this.draw();
  }

  /** Escape: whatever tool is in hand is put down. */
  leave() {
    this.measuring?.end();
    this.reaching?.();
    this.reaching = null;
    this.draw();
  }

  /** Backspace while measuring. */
  back() {
    if (this.measuring?.on) this.measuring.back();
  }

  said(figures) {
    this.figures = figures;
    this.draw();
  }

  draw() {
    const pressed = { measure: Boolean(this.measuring?.on), reach: Boolean(this.reaching), list: this.twin.open };
    const { metres, squareMetres, points } = this.figures ?? {};
    const hint = this.reaching ? t("map.reach.hint") : points > 1 ? [length(metres), squareMetres && area(squareMetres)].filter(Boolean).join(" · ") : t("map.measure.hint");
    patch(this.box, html`${Object.entries(SIGNS).map(([tool, path]) => html`<button type="button" class="tool" data-key="${tool}" data-tool="${tool}" data-testid="tool-${tool}" title="${t(`map.tool.${tool}`)}"
      aria-label="${t(`map.tool.${tool}`)}" ${tool in pressed && html`aria-pressed="${pressed[tool]}"`}><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg></button>`)}
      ${this.busy && html`<output class="tool-said" data-key="said" aria-live="polite">${hint}</output>`}`);
  }
}

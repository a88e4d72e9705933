// The six tiles: figure, words, a small trend of the last two hours.

import { has, t } from "../i18n.mjs";
import { draw, say } from "./dom.mjs";
import { figures } from "./figures.mjs";
import { trendLine } from "./plots.mjs";

export class Tiles {
  constructor(live, history) {
    Object.assign(this, { live, history });
    this.tiles = [...document.querySelectorAll(".wall-kpi")];
    for (const tile of this.tiles) this.#name(tile);
  }

  #name(tile) {
    const key = `wall.kpi.${tile.dataset.kpi}`;
    say(tile.querySelector(".kpi-name"), t(key));
    say(tile.querySelector(".kpi-extra"), has(`${key}.extra`) ? t(`${key}.extra`) : "");
  }

  update() {
    const now = this.live.now();
    const shown = figures(this.live.store);
    if (this.live.state !== "offline") {
      this.history.note(now, Object.fromEntries(Object.entries(shown).map(([name, { number }]) => [name, number])));
    }
    for (const tile of this.tiles) this.#fill(tile, shown[tile.dataset.kpi], now);
  }

  #fill(tile, { text, unit = "", warn = false }, now) {
    const value = tile.querySelector(".kpi-value");
    say(value, text);
    value.dataset.unit = unit;
    tile.classList.toggle("kpi-warn", warn);
    draw(tile.querySelector(".kpi-trend"), trendLine(this.history.of(tile.dataset.kpi, now)));
  }
}

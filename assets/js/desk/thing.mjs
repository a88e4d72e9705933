// The card of a thing on the map: what it is, where, what it is doing; of a pile each socket as a cell of a ring.

import { has, t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";

/** What is said of a thing, in this order; the rest of its properties is for machines. */
const SAID = ["code", "place", "compound", "community", "street", "unit", "floor", "levels", "households", "height", "use", "kind", "open_hours",
  "host", "zone", "point", "connectors", "heading", "angle", "range_m", "expires", "good_until", "owner"];
/** Words of devices → ours (standards: GB piles say free and busy, OCPP charging and available). */
const STATES = { idle: "free", available: "free", charging: "busy", occupied_not_charging: "held", occupied: "held", unavailable: "offline", faulted: "fault" };
const KNOWN = new Set(["free", "busy", "full", "held", "fault", "offline", "alarm", "online"]);

/** The state as our word, or "unknown". */
export function stateOf(said) {
  const word = STATES[said] ?? said;
  return KNOWN.has(word) ? word : "unknown";
}

/** Sockets 1…n as `{n, state}`; one nobody reported is unknown. */
export function cells(count, states) {
  const known = new Map(states.filter(({ socket }) => socket != null).map((one) => [String(one.socket), one]));
  return Array.from({ length: count }, (_, i) => ({ n: i + 1, state: stateOf(known.get(String(i + 1))?.state), value: known.get(String(i + 1))?.value }));
}

/** Cells in a ring: their places on a circle of 100 units, the first at twelve o'clock. */
export function ring(count, radius = 40) {
  return Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI - Math.PI / 2;
    return { x: 50 + radius * Math.cos(angle), y: 50 + radius * Math.sin(angle) };
  });
}

const AGAIN_MS = 5e3;

export class Thing {
  #shown = null;

  /** @param open (place) begins a new ticket there. */
  constructor(desk, map, open) {
    Object.assign(this, { desk, map, openTicket: open });
    this.box = byId("desk-thing");
    on(this.box, "click", "[data-do=close]", () => this.close());
    on(this.box, "click", "[data-do=new]", () => this.openTicket(this.#shown));
    on(this.box, "click", "[data-member]", (_, x) => this.member(Number(x.dataset.member)));
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  get open() {
    return this.#shown !== null;
  }

  /** @param thing {layer, id, name, lon, lat, row}. */
  show(thing) {
    this.#shown = thing;
    this.draw();
    this.watch();
  }

  /** While the card is open it follows what the thing does. */
  async watch() {
    clearTimeout(this.timer);
    await this.map.askStates();
    if (!this.#shown?.row) return;
    this.draw();
    this.timer = setTimeout(() => this.watch(), AGAIN_MS);
  }

  /** Several marks on one spot: a list to choose from. */
  list(marks, choose) {
    this.#shown = { marks, choose };
    this.draw();
    this.box.querySelector("[data-member]")?.focus();
  }

  member(n) {
    const { marks, choose } = this.#shown;
    this.close();
    choose(marks[n]);
  }

  close() {
    this.#shown = null;
    this.draw();
  }

  draw() {
    this.box.hidden = !this.open;
    if (!this.open) return patch(this.box, "");
    return patch(this.box, this.#shown.marks ? this.several() : this.one());
  }

  several() {
    const { marks } = this.#shown;
    return html`<header><h3>${t("map.here", { n: marks.length })}</h3>${CLOSE()}</header>
      <ul class="members">${marks.map((mark, n) => html`<li data-key="${mark.kind}-${mark.id}"><button type="button" data-member="${n}">${this.desk.titleOf(mark)}</button></li>`)}</ul>`;
  }

  one() {
    const { layer, id, name, row } = this.#shown;
    const states = this.map.statesOf(id);
    const own = states.find(({ socket }) => socket == null)?.state ?? row.state;
    return html`<header><small>${has(`layer.${layer}`) ? t(`layer.${layer}`) : layer}</small><h3>${name || id}</h3>${CLOSE()}</header>
      ${own && html`<p class="thing-state" data-state="${stateOf(own)}"><i aria-hidden="true"></i>${t(`thing.state.${stateOf(own)}`)}</p>`}
      ${row.sockets > 0 && this.sockets(Number(row.sockets), states)}
      <dl>${SAID.filter((key) => row[key] != null && row[key] !== "").map((key) => html`<div><dt>${t(`field.${key}`)}</dt><dd>${value(key, row[key])}</dd></div>`)}
        <div><dt>${t("field.id")}</dt><dd class="num">${id}</dd></div></dl>
      <footer><button type="button" data-do="new">${t("map.new_here")}</button></footer>`;
  }

  sockets(count, states) {
    const all = cells(Math.min(count, 64), states);
    const places = ring(all.length);
    const tally = Object.entries(Object.groupBy(all, ({ state }) => state)).map(([state, some]) => [state, some.length]);
    return html`<div class="sockets" role="img" aria-label="${tally.map(([state, n]) => `${t(`thing.state.${state}`)} ${n}`).join(", ")}">
      ${all.map(({ n, state, value: load }, i) => html`<span class="socket" data-testid="socket" data-state="${state}" style="left:${places[i].x.toFixed(1)}%;top:${places[i].y.toFixed(1)}%"
        title="${n} · ${t(`thing.state.${state}`)}${load ? ` · ${load} W` : ""}">${n}</span>`)}<b class="num">${all.filter(({ state }) => state === "free").length}<small>/${all.length}</small></b></div>
      <ul class="socket-legend">${tally.map(([state, n]) => html`<li><i class="socket" data-state="${state}" aria-hidden="true"></i>${t(`thing.state.${state}`)} <b class="num">${n}</b></li>`)}</ul>`;
  }
}

const CLOSE = () => html`<button type="button" class="icon-button" data-do="close" aria-label="${t("action.close")}">×</button>`;

function value(key, said) {
  if (key === "range_m" || key === "height") return `${said} m`;
  if (key === "heading" || key === "angle") return `${said}°`;
  const word = `value.${key}.${said}`;
  return has(word) ? t(word) : String(said);
}

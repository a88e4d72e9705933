// Today's round as a list with one big tick a place. A tap that still waits in the outbox counts as done here, and the list
// is kept in this browser: without a signal one walks on.

import { get } from "../api.mjs";
import { hhmm } from "../format.mjs";
import { t } from "../i18n.mjs";
import { h } from "./dom.mjs";

const KEY = "shaodao.rounds";
const RETRY_MS = 5000;

/** The local day, 2026-11-23: rounds are planned by it. */
export const today = (now) => new Date(now + 8 * 3600e3).toISOString().slice(0, 10);

/** What is to be shown of a round: today's places (and what lies behind), each with its state; how many are on later days. */
export function daily(round, day, items) {
  const said = new Map(items.filter((one) => one.type === "VisitPlace" && one.data.round_id === round.id).map((one) => [one.data.place_id, led(one)]));
  const shown = (walk) => walk.places.map((place) => ({ ...place, state: said.get(place.id) ?? place.state }));
  const past = round.walks.filter((walk) => walk.day < day).flatMap(shown).filter(({ state }) => state === "to_come");
  const places = [...past, ...round.walks.filter((walk) => walk.day === day).flatMap(shown)];
  const later = round.walks.filter((walk) => walk.day > day).reduce((sum, walk) => sum + walk.places.length, 0);
  return { places, later, done: places.filter(({ state }) => state === "done").length };
}

/** The state that a tap leads to. */
const led = ({ data }) => (data.result === "ok" ? "done" : "missed");

/** What the last new plan of today changed for me: places that came, that are on another day, that went; null: nothing. */
export function heard(round, day) {
  const last = round.replanned;
  if (!last || today(Date.parse(last.at)) !== day) return null;
  const mine = new Set(round.walks.flatMap((walk) => walk.places.map(({ id }) => id)));
  const me = round.walks[0]?.worker_id;
  const kept = last.moved.filter(({ id, to_id }) => mine.has(id) && to_id === me);
  const came = kept.filter(({ worker_id }) => worker_id !== me).map(({ id }) => id);
  return { at: last.at, came, shifted: kept.length - came.length, went: last.moved.length - kept.length };
}

/** Whether what I am to walk is other than what I knew: a round that came, or a new plan that gave or took places. */
export function isNews(before, after) {
  const known = new Map(before.map(({ id, replanned }) => [id, replanned?.at]));
  return after.some(({ id, replanned }) => !known.has(id) || (replanned && replanned.at !== known.get(id)));
}

export class Rounds {
  /** `changed()` is called when other rounds are known, `ring()` before it when that is news; the first look is silent. */
  constructor(changed, { ring = () => {}, storage = localStorage, fetch = () => get("rounds") } = {}) {
    Object.assign(this, { changed, ring, storage, fetch, asked: "", looked: false, held: [], taken: [] });
    try {
      this.held = JSON.parse(storage.getItem(KEY) ?? "[]");
    } catch {
      this.held = []; // another program's version: fetched anew
    }
  }

  /** `row` is the own worker's: its rounds with their revisions say whether to fetch. */
  async follow(row) {
    const wanted = JSON.stringify(row?.rounds ?? []);
    if (!row || wanted === this.asked) return;
    this.asked = wanted;
    try {
      const before = this.held;
      this.taken = [];
      this.held = row.rounds.length ? (await this.fetch()).rounds : [];
      this.taken.forEach((item) => this.#mark(item)); // taken while this answer was on its way
      if (this.looked && isNews(before, this.held)) this.ring();
      this.looked = true;
      this.#keep();
      this.changed();
    } catch {
      setTimeout(() => {
        this.asked = "";
        this.changed();
      }, RETRY_MS);
    }
  }

  /** The server took a tick: it holds from now on, also where the signal goes before the round is read again. */
  took(item) {
    if (item.type !== "VisitPlace") return;
    this.taken.push(item);
    this.#mark(item);
    this.#keep();
  }

  #mark(item) {
    const { round_id, place_id } = item.data;
    const places = this.held.filter(({ id }) => id === round_id).flatMap(({ walks }) => walks.flatMap((walk) => walk.places));
    for (const place of places) if (place.id === place_id) place.state = led(item);
  }

  #keep() {
    this.storage.setItem(KEY, JSON.stringify(this.held));
  }

  /** The sections of the page. `act`: {tick, miss, found}(round, place). */
  sections(now, items, act) {
    const day = today(now);
    return this.held.map((round) => section(round, daily(round, day, items), act, heard(round, day))).filter(Boolean);
  }
}

/** "10:42 planned anew: 2 more places, 1 on another day". */
function said({ at, came, shifted, went }) {
  const parts = [came.length && t("phone.round.added", { n: came.length }), shifted && t("phone.round.shifted", { n: shifted }), went && t("phone.round.taken", { n: went })];
  return h("div", { class: "ph-round-heard", role: "status", "data-testid": "round-replanned" }, h("b", {}, t("phone.round.replanned", { at: hhmm(Date.parse(at)) })), ` ${parts.filter(Boolean).join(" · ")}`);
}

function section(round, { places, later, done }, act, news) {
  if (!places.length && !later && !news) return null;
  const more = later > 0 && h("p", { class: "ph-round-later" }, t("phone.round.later", { n: later }));
  return h(
    "section",
    { class: "ph-round", "data-testid": "round", "data-round-id": round.id },
    h("h2", {}, `${round.title} · ${t("phone.round", { done, all: places.length })}`),
    news && said(news),
    places.length > 0 && done === places.length && h("p", {}, t("phone.round.over")),
    h("ul", {}, places.map((place) => h("li", { "data-place-id": place.id, "data-state": place.state }, line(round, place, act, news?.came.includes(place.id))))),
    more,
  );
}

function line(round, place, act, isNew) {
  const done = place.state === "done";
  return [
    h(
      "button",
      { type: "button", class: "ph-step", "data-testid": "btn-tick", "data-state": done ? "done" : "open", "aria-pressed": String(done), disabled: done, onclick: () => act.tick(round, place) },
      h("i", { "aria-hidden": "true" }, done ? "✓" : ""),
      h("span", {}, place.name || place.id),
      h("small", {}, place.state === "missed" ? t("phone.round.missed") : [isNew && !done && t("phone.round.new"), place.at].filter(Boolean).join(" ")),
    ),
    h(
      "div",
      { class: "ph-round-more" },
      !done && place.state !== "missed" && h("button", { type: "button", class: "ph-button", "data-testid": "btn-missed", onclick: () => act.miss(round, place) }, t("phone.round.missed")),
      h("button", { type: "button", class: "ph-button", "data-testid": "btn-found", onclick: () => act.found(round, place) }, t("phone.round.found")),
    ),
  ];
}

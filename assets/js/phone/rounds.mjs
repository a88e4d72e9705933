// Today's round as a list with one big tick a place. A tap that still waits in the outbox counts as done here, and the list
// is kept in this browser: without a signal one walks on.

import { get } from "../api.mjs";
import { t } from "../i18n.mjs";
import { h } from "./dom.mjs";

const KEY = "shaodao.rounds";
const RETRY_MS = 5000;

/** The local day, 2026-11-23: rounds are planned by it. */
export const today = (now) => new Date(now + 8 * 3600e3).toISOString().slice(0, 10);

/** What is to be shown of a round: today's places (and what lies behind), each with its state; how many are on later days. */
export function daily(round, day, items) {
  const said = new Map(items.filter((one) => one.type === "VisitPlace" && one.data.round_id === round.id).map(({ data }) => [data.place_id, data.result === "ok" ? "done" : "missed"]));
  const shown = (walk) => walk.places.map((place) => ({ ...place, state: said.get(place.id) ?? place.state }));
  const past = round.walks.filter((walk) => walk.day < day).flatMap(shown).filter(({ state }) => state === "to_come");
  const places = [...past, ...round.walks.filter((walk) => walk.day === day).flatMap(shown)];
  const later = round.walks.filter((walk) => walk.day > day).reduce((sum, walk) => sum + walk.places.length, 0);
  return { places, later, done: places.filter(({ state }) => state === "done").length };
}

export class Rounds {
  /** `changed()` is called when other rounds are known. */
  constructor(changed, storage = localStorage) {
    Object.assign(this, { changed, storage, asked: "", held: [] });
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
      this.held = row.rounds.length ? (await get("rounds")).rounds : [];
      this.storage.setItem(KEY, JSON.stringify(this.held));
      this.changed();
    } catch {
      setTimeout(() => {
        this.asked = "";
        this.changed();
      }, RETRY_MS);
    }
  }

  /** The sections of the page. `act`: {tick, miss, found}(round, place). */
  sections(now, items, act) {
    return this.held.map((round) => section(round, daily(round, today(now), items), act)).filter(Boolean);
  }
}

function section(round, { places, later, done }, act) {
  if (!places.length && !later) return null;
  const more = later > 0 && h("p", { class: "ph-round-later" }, t("phone.round.later", { n: later }));
  return h(
    "section",
    { class: "ph-round", "data-testid": "round", "data-round-id": round.id },
    h("h2", {}, `${round.title} · ${t("phone.round", { done, all: places.length })}`),
    places.length > 0 && done === places.length && h("p", {}, t("phone.round.over")),
    h("ul", {}, places.map((place) => h("li", { "data-place-id": place.id, "data-state": place.state }, line(round, place, act)))),
    more,
  );
}

function line(round, place, act) {
  const done = place.state === "done";
  return [
    h(
      "button",
      { type: "button", class: "ph-step", "data-testid": "btn-tick", "data-state": done ? "done" : "open", "aria-pressed": String(done), disabled: done, onclick: () => act.tick(round, place) },
      h("i", { "aria-hidden": "true" }, done ? "✓" : ""),
      h("span", {}, place.name || place.id),
      h("small", {}, place.state === "missed" ? t("phone.round.missed") : place.at),
    ),
    h(
      "div",
      { class: "ph-round-more" },
      !done && place.state !== "missed" && h("button", { type: "button", class: "ph-button", "data-testid": "btn-missed", onclick: () => act.miss(round, place) }, t("phone.round.missed")),
      h("button", { type: "button", class: "ph-button", "data-testid": "btn-found", onclick: () => act.found(round, place) }, t("phone.round.found")),
    ),
  ];
}

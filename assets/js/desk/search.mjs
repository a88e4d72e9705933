// The search box: tickets at hand first (number, place, matter, initials), then places, then tickets of the past.

import { t } from "../i18n.mjs";
import { severityIcon } from "../format.mjs";
import { Combobox } from "./combobox.mjs";
import { byId, html, patch, raw } from "./dom.mjs";
import { compareTickets } from "./model.mjs";
import { matches } from "./pinyin.mjs";
import { drawPlace, findPlaces } from "./places.mjs";

const EACH = 6;
const ZOOM = 17;

export function search(desk, map) {
  patch(byId("desk-search-box"), html`<input id="desk-search" type="text" maxlength="100" spellcheck="false" autocomplete="off"
    placeholder="${t("desk.search_hint")}" aria-label="${t("desk.search_hint")}">`);
  const input = byId("desk-search");

  const live = (text) =>
    [...desk.rows("tickets").values()]
      .filter((row) => matches(`${row.number} ${desk.place(row)} ${desk.matter(row)}`, text))
      .sort(compareTickets)
      .slice(0, EACH)
      .map((row) => ({ ticket: row }));

  const workers = (text) =>
    [...desk.rows("workers").values()].filter((row) => matches(`${row.name} ${row.id}`, text)).slice(0, 4).map((row) => ({ worker: row }));

  async function past(text) {
    if (text.length < 2) return [];
    try {
      const answer = await desk.get(`tickets?q=${encodeURIComponent(text)}`);
      const rows = (answer.tickets ?? answer.items ?? answer).filter((row) => !desk.rows("tickets").has(row.id));
      return rows.slice(0, EACH).map((row) => ({ ticket: row, past: true }));
    } catch {
      return [];
    }
  }

  async function find(text) {
    if (!text) return [];
    const [places, old] = await Promise.all([findPlaces(desk, text, EACH), past(text)]);
    return [...live(text), ...workers(text), ...places.filter((place) => place.layer !== "tickets").map((place) => ({ place })), ...old];
  }

  function draw({ ticket, worker, place, past: old }) {
    if (worker) return html`<b>${worker.name}</b><small>${t("worker")} · ${t(`duty.${worker.duty}`)}</small>`;
    if (place) return drawPlace(place);
    return html`${raw(severityIcon(ticket.severity, ticket))}<b>${desk.place(ticket)}</b><small>${desk.matter(ticket)} · <span class="num">${ticket.number}</span>
      ${old && html` · ${t(`ticket.state.${ticket.state}`)}`}</small>`;
  }

  function take({ ticket, worker, place, past: old }) {
    input.value = "";
    input.blur();
    if (ticket) {
      if (old) desk.closed.set(ticket.id, ticket);
      desk.select("tickets", ticket.id, "search");
    } else {
      const spot = worker ?? place;
      if (Number.isFinite(spot.lon)) map.flyTo(spot.lon, spot.lat, ZOOM); // asked for: this is the only way the view moves
      else desk.say(t("desk.no_spot"));
    }
  }

  const box = new Combobox(input, byId("desk-search-list"), { find, draw, take, waitMs: 110 });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    input.value = "";
    input.blur();
  });
  return box;
}

// The tabs of the queue with how many each holds; those closed are counted by the day, as the server does.

import { t } from "../i18n.mjs";
import { byId, html, patch } from "./dom.mjs";
import { TABS, counts } from "./model.mjs";

export function drawTabs(desk, chosen) {
  const live = counts(desk.rows("tickets").values(), desk.rows("alerts").values());
  const n = { ...live, closed: desk.live.store.kpis?.closed_today };
  patch(byId("desk-tabs"), html`${TABS.map((tab) => html`<button type="button" role="tab" data-key="${tab}" data-tab="${tab}"
    aria-selected="${tab === chosen}"><span>${t(`desk.tab.${tab}`)}</span><b class="num">${n[tab] ?? "–"}</b></button>`)}`);
}

// The tabs of the queue with how many each holds; those closed are counted by the day, as the server does.

import { t } from "../i18n.mjs";
import { byId, html, patch } from "./dom.mjs";
import { TABS, compareAlerts, compareTickets, counts, showsAlert, ticketTab } from "./model.mjs";

export const ENDED = ["closed", "cancelled", "merged"];

const lastFirst = (a, b) => String(b.closed_at).localeCompare(String(a.closed_at));

/** How the rows of a tab are ordered. */
export const comparison = (tab) => ({ alerts: compareAlerts, closed: lastFirst })[tab] ?? compareTickets;

/** Whether a row of the tab's table is in the tab. */
export function belongs(tab, row) {
  if (tab === "alerts") return showsAlert(row);
  if (tab === "closed") return ENDED.includes(row.state);
  return tab === "all" || ticketTab(row) === tab;
}

/** Counting thousands of rows is not for every frame. */
const SOON_MS = 200;

export class Tabs {
  /** @param chosen () → the tab that is shown */
  constructor(desk, chosen) {
    Object.assign(this, { desk, chosen, timer: null });
  }

  /** Rows changed: count again in a moment. */
  changed() {
    this.timer ??= setTimeout(() => this.draw(), SOON_MS);
  }

  draw() {
    clearTimeout(this.timer);
    this.timer = null;
    const live = counts(this.desk.rows("tickets").values(), this.desk.rows("alerts").values());
    const n = { ...live, closed: this.desk.live.store.kpis?.closed_today };
    patch(byId("desk-tabs"), html`${TABS.map((tab) => html`<button type="button" role="tab" data-key="${tab}" data-tab="${tab}"
      aria-selected="${tab === this.chosen()}"><span>${t(`desk.tab.${tab}`)}</span><b class="num">${n[tab] ?? "–"}</b></button>`)}`);
  }
}

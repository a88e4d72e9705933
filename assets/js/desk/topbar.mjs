// The bar: is what I see true, is it storming, who else is here, who am I, light or dark.

import { t } from "../i18n.mjs";
import { byId, html, patch } from "./dom.mjs";
import { clock, mss } from "./when.mjs";

const FLOOD = 10; // more than so many alerts in 10 minutes (ISA-18.2)

/** Live, behind or offline; and when positions are no longer heard of, that before how quick all else is. */
function said(live, at) {
  if (live.state === "offline") return t("connection.offline_since", { time: at });
  if (live.state === "behind") return t("connection.behind");
  if (live.redis === "down") return t("connection.redis_away");
  return live.latency_ms === null ? t("connection.live") : t("connection.live_ms", { ms: live.latency_ms });
}

export function badge(live) {
  const element = byId("desk-badge");
  const { state } = live;
  const at = live.heardAt ? clock(live.heardAt, true) : "–";
  const text = said(live, at);
  element.dataset.state = state;
  element.dataset.redis = live.redis;
  element.dataset.slow = live.isSlow;
  if (element.lastElementChild.textContent !== text) element.lastElementChild.textContent = text;
  const stale = byId("desk-stale");
  stale.hidden = state !== "offline";
  stale.textContent = state === "offline" ? t("connection.stale_since", { time: at }) : "";
}

export function flood(live) {
  const n = live.store.kpis?.alerts_10min ?? 0;
  const box = byId("desk-flood");
  box.dataset.flood = String(n > FLOOD);
  patch(box, html`<span>${t(n > FLOOD ? "alert.flood" : "desk.flood.no")}</span> <span class="num">${t("desk.flood.rate", { n })}</span>`);
}

/** "数据 0.3 秒前": how long ago the server was heard. */
export function age(live) {
  const ms = live.silence;
  const text = ms < 60_000 ? t("desk.data_age", { s: (ms / 1000).toFixed(1) }) : t("desk.data_age_long", { time: mss(ms) });
  const box = byId("desk-age");
  if (box.textContent !== text) box.textContent = text;
}

export const theme = () => (document.documentElement.dataset.theme === "light" ? "light" : "dark");

/** Light or dark, remembered in a cookie for the next page; the map keeps its view. */
export function themeSwitch(map, changed) {
  byId("desk-theme").addEventListener("click", () => {
    const next = theme() === "light" ? "dark" : "light";
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
    document.documentElement.dataset.theme = next;
    map.setTheme(next);
    changed();
  });
}

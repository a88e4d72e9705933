// Time as the desk says it: m:ss up to an hour, then words. One ticker moves every clock on the page.

import { t } from "../i18n.mjs";

const HOUR = 3_600_000;
const DAY = 86_400_000;

/** 166000 → "2:46". Whole seconds, never below zero; past 99 minutes it goes on counting minutes. */
export function mss(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

const zone = globalThis.document?.documentElement.dataset.timezone || "Asia/Shanghai";
const zoned = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
const offsets = new Map();

/** Epoch ms shifted so that the UTC fields of a Date are those of the district's wall clock. */
function local(at) {
  const hour = Math.floor(at / HOUR);
  if (!offsets.has(hour)) offsets.set(hour, Date.parse(`${zoned.format(hour * HOUR).replace(" ", "T")}Z`) - hour * HOUR);
  return at + offsets.get(hour);
}

const dayNumber = (at) => Math.floor(local(at) / DAY);

/** "09:58" or with `seconds` "09:58:04", in the time of the district wherever the screen stands. */
export function clock(at, seconds = false) {
  return new Date(local(at)).toISOString().slice(11, seconds ? 19 : 16);
}

/** A day near `now` in a word, else month and day. */
export function dayWord(at, now) {
  const days = dayNumber(at) - dayNumber(now);
  if (days === 0) return t("time.today");
  if (days === 1) return t("time.tomorrow");
  if (days === -1) return t("time.yesterday");
  const date = new Date(local(at));
  if (days > 1 && days < 7) return t(`weekday.${date.getUTCDay()}`);
  return t("desk.date", { month: date.getUTCMonth() + 1, day: date.getUTCDate() });
}

/** A length of time in its largest unit: "45 秒", "12 分钟", "3 小时", "2 天". */
export function span(ms) {
  if (ms < 60_000) return t("time.seconds", { n: Math.max(0, Math.floor(ms / 1000)) });
  if (ms < HOUR) return t("time.minutes", { n: Math.floor(ms / 60_000) });
  if (ms < DAY) return t("time.hours", { n: Math.floor(ms / HOUR) });
  return t("time.days", { n: Math.floor(ms / DAY) });
}

/** What is left until `until`: {text, late}. */
export function left(until, now) {
  const ms = until - now;
  if (ms < 0) return { text: t("desk.late", { time: -ms < HOUR ? mss(-ms) : span(-ms) }), late: true };
  if (ms < HOUR) return { text: mss(ms + 999), late: false };
  return { text: dayNumber(until) === dayNumber(now) ? clock(until) : dayWord(until, now), late: false };
}

/** m:ss of a walk in seconds; a dash when nobody knows. */
export const walk = (seconds) => (Number.isFinite(seconds) ? mss(seconds * 1000) : "–");

export function metres(m) {
  if (!Number.isFinite(m)) return "";
  return m < 1000 ? t("desk.metres", { n: Math.round(m) }) : t("desk.kilometres", { n: (m / 1000).toFixed(1) });
}

const MODES = {
  left: (at, now) => left(at, now),
  expires: (at, now) => ({ text: at > now ? mss(at - now + 999) : "0:00", late: false }),
  since: (at, now) => ({ text: mss(now - at), late: false }),
  ago: (at, now) => ({ text: span(now - at), late: false }),
};

/** Write every `[data-until]` under `root`; only texts that changed touch the page. */
export function tick(root, now) {
  for (const element of root.querySelectorAll("[data-until]")) {
    const { text, late } = MODES[element.dataset.mode ?? "left"](Number(element.dataset.until), now);
    if (element.textContent !== text) element.textContent = text;
    if (element.hasAttribute("data-late") !== late) element.toggleAttribute("data-late", late);
  }
}

// Numbers and words as people read them. Times are milliseconds; texts come from the catalogue.

import { isKindName, kindName, locale, t } from "./i18n.mjs";

const HOUR = 3600e3;
const DAY = 24 * HOUR;

/** The zone of the district, not of the browser: a wall PC set to UTC must not shift the day. */
export const ZONE =
  (typeof document !== "undefined" && document.documentElement.dataset.timezone) || "Asia/Shanghai";

const pad = (number) => String(number).padStart(2, "0");

/** m:ss of a span under an hour. */
const minutes = (ms) => {
  const s = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(s / 60)}:${pad(s % 60)}`;
};

/** How long it has been: m:ss up to an hour, then whole hours, then whole days. */
export function elapsed(ms) {
  if (!(ms >= 0)) return "0:00";
  if (ms < HOUR) return minutes(ms);
  if (ms < DAY) return t("time.hours", { n: Math.floor(ms / HOUR) });
  return t("time.days", { n: Math.floor(ms / DAY) });
}

/** A duration in seconds as m:ss, or hours in words; "–" when not known. */
export const span = (seconds) => (seconds == null ? "–" : elapsed(seconds * 1000));

/** Year, month, day as one number in the district's zone, to tell today from tomorrow. */
const dayOf = (at) => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(at);

const weekdayOf = (at) => new Date(`${dayOf(at)}T00:00:00Z`).getUTCDay();

/** HH:MM in the district's zone. */
export const hhmm = (at) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

/** HH:MM:SS in the district's zone. */
export const hhmmss = (at) =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: ZONE,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(at);

const dateParts = [{ month: "long", day: "numeric" }, { weekday: "long" }].map(
  (part) => new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...part }),
);

/** The date and weekday as written in the page's language. */
export const longDate = (at) => dateParts.map((part) => part.format(at)).join(" ");

/** What is left until `due` (epoch ms) at `now`: m:ss, then 今日, 明日, a weekday. `over` says whether it is past. */
export function remaining(due, now) {
  if (due == null || Number.isNaN(due)) return { text: "–", over: false };
  const left = due - now;
  if (left < 0) return { text: t("ticket.overdue_by", { time: elapsed(-left) }), over: true };
  if (left < HOUR) return { text: minutes(left), over: false };
  if (dayOf(due) === dayOf(now)) return { text: t("time.today"), over: false };
  if (dayOf(due) === dayOf(now + DAY)) return { text: t("time.tomorrow"), over: false };
  return { text: left < 7 * DAY ? t(`weekday.${weekdayOf(due)}`) : dayOf(due).slice(5), over: false };
}

/** A distance: metres to the ten, kilometres with one decimal. */
export const distance = (m) =>
  m == null ? "–" : m < 1000 ? `${Math.round(m)} m` : `${(m / 1000).toFixed(1)} km`;

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text made safe for innerHTML and attributes. Whatever came from outside goes through here. */
export const esc = (text) => String(text ?? "").replace(/[&<>"']/g, (c) => ESCAPES[c]);

/** Building, unit, floor, room as separate words, each said once (a device's place text often has the unit in it). */
export function placeWords(row) {
  const floor = row.floor == null || row.floor === "" ? null : t("floor", { n: row.floor });
  const words = [row.place, row.unit, floor, row.room].filter(Boolean).map(String);
  const once = words.filter((word, n) => n === 0 || !words[0].includes(word));
  return once.length ? once : [t("ticket.unplaced")];
}

/** The place in one line; "位置待定" when there is nothing. */
export const place = (row) => placeWords(row).join(" ");

/** What it is about: the ticket's own title, else its kind's name in the page's language. */
export const matter = (row) => (row.title && !isKindName(row.title, row.kind) ? row.title : kindName(row.kind));

export { severityIcon, SEVERITIES } from "./icons.mjs";

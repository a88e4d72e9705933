// One row of the queue as the grid draws it: words are made once and kept for as long as the row is the same.

import { t } from "../i18n.mjs";
import { deadline } from "./model.mjs";
import { clock, dayWord, left } from "./when.mjs";

/** `{id, table, row, matter, place, closed, label}`; the label is what a screen reader says. */
export function itemOf(desk, table, row) {
  const [matter, place, now] = [desk.matter(row), desk.place(row), desk.now()];
  const until = table === "tickets" ? deadline(row) : null;
  const words = [t(`severity.${row.severity}`), place, matter, until ? left(until, now).text : ""];
  return { id: row.id, table, row, matter, place, closed: closedWord(row, now), label: words.filter(Boolean).join(" · ") };
}

/** When it was closed, with the day unless that is today. */
function closedWord(row, now) {
  if (!row.closed_at) return "";
  const at = Date.parse(row.closed_at);
  const day = dayWord(at, now);
  return day === t("time.today") ? clock(at) : `${day} ${clock(at)}`;
}

/** What to tell the grid to get from the items `old` to `next`: `{add, update, remove}`, or null for nothing. */
export function difference(old, next) {
  const add = [];
  const update = [];
  for (const [id, item] of next) {
    const before = old.get(id);
    if (!before) add.push(item);
    else if (before.row !== item.row || before.gone !== item.gone) update.push(item);
  }
  const remove = [...old.values()].filter((item) => !next.has(item.id));
  return add.length || update.length || remove.length ? { add, update, remove } : null;
}

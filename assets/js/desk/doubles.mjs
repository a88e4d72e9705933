// Open tickets near the place of a new one: the same thing may have been reported a minute ago.

import { t } from "../i18n.mjs";
import { severityIcon } from "../format.mjs";
import { html, raw } from "./dom.mjs";
import { nearby, ticketTab } from "./model.mjs";
import { metres, span } from "./when.mjs";

const WITHIN_M = 150;
const SHOWN = 5;

/** The list, those of the same kind first; nothing where nothing is near. */
export function doubles(desk, where, kind) {
  const near = where ? nearby(desk.rows("tickets").values(), where, WITHIN_M) : [];
  if (!near.length) return "";
  const same = (row) => row.kind === kind?.id;
  near.sort((a, b) => same(b.row) - same(a.row) || a.metres - b.metres);
  return html`<h3>${t("desk.new.doubles", { n: near.length, m: WITHIN_M })}</h3>
    <ul class="doubles">${near.slice(0, SHOWN).map(({ row, metres: m }) => line(desk, row, m, same(row)))}</ul>`;
}

const line = (desk, row, m, same) => html`<li data-same="${same}">${raw(severityIcon(row.severity, row))}
  <span><b>${desk.matter(row)}</b><small>${desk.place(row)} · ${t(`ticket.state.${ticketTab(row)}`)} · ${metres(m)} ·
    ${t("time.ago", { time: span(desk.now() - Date.parse(row.opened_at)) })}</small></span>
  <button type="button" class="tiny" data-double="${row.id}">${t("desk.new.same")}</button></li>`;

// Sentences of the wall: what, where, who.

import { esc, matter, placeWords } from "../format.mjs";
import { t } from "../i18n.mjs";

/** Reports that nobody has looked at yet are said to be so: a detector is not a fire. */
const DOUBTFUL = new Set(["smoke", "heat", "fire_manual", "charger_smoke", "gas", "fall", "falling_object", "missing_person"]);

/** "烟感火警（待核实）". */
export function what(row) {
  const said = matter(row);
  return DOUBTFUL.has(row.kind) && row.verified == null ? t("wall.unverified", { matter: said }) : said;
}

/** The place as markup: breaks between its words, never inside "7 层". */
export const where = (row) =>
  placeWords(row)
    .map((word) => `<span class="nb">${esc(word)}</span>`)
    .join(" ");

/** "网格员 07" of "网格员 07 王建军": a wall is seen by visitors, and the number is what is called by radio. */
export const call = (name) => /^(.*?\d+)\s/.exec(name ?? "")?.[1] ?? name ?? "";

/** "网格员 07 前往中", "待派单", "待核查". */
export function who({ assignment, helpers = 0, state }) {
  if (state === "resolved") return t("ticket.state.resolved");
  if (!assignment) return state === "firing" || state === "pulse" ? t(`alert.state.${state}`) : t("ticket.state.pending");
  const stage = t(`stage.${assignment.stage}`);
  const name = call(assignment.name ?? assignment.worker_id);
  return helpers > 1 ? t("wall.who_more", { name, n: helpers, stage }) : t("wall.who", { name, stage });
}

/** When somebody on the way should be there, epoch ms; null when nobody is or it is not known. */
export function arrival(store, assignment) {
  if (!assignment || assignment.stage === "offered" || assignment.stage === "on_scene") return null;
  const live = store.arrivals.get(assignment.worker_id);
  if (live) return live;
  return assignment.eta_s == null ? null : Date.parse(assignment.since) + assignment.eta_s * 1000;
}

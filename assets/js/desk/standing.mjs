// Where idle workers should stand: the effect on the map first, then the word to each.

import { get, post } from "../api.mjs";
import { t } from "../i18n.mjs";
import { showStanding } from "../layers/rounds.mjs";

const PATIENT = { timeout: 120_000 };

/** Shown, and nobody is told yet. */
export async function effect(rounds) {
  rounds.standing = await get("standing", PATIENT);
  showStanding(rounds.standing.moves, rounds.standing.unreached);
  rounds.map.setLayer("stands", true);
  rounds.map.redraw("stands");
}

export async function send(rounds) {
  const stands = rounds.standing.moves.map(({ worker_id, lon, lat, place }) => ({ worker_id, lon, lat, place }));
  const { rows } = await post("standing", { stands });
  rounds.desk.say(t("desk.standing.told", { n: rows.filter((row) => row.ok).length, all: rows.length }));
  rounds.clear();
}

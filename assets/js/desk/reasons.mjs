// Why this one, why not that one, and what the order is made of: codes of the server as sentences of the catalogue.

import { has, t } from "../i18n.mjs";
import { metres, mss, span } from "./when.mjs";

/** A code as a sentence, or the server's own word where the catalogue has none. */
const sentence = (prefix, code, params) => (has(`${prefix}.${code}`) ? t(`${prefix}.${code}`, params) : code);

const skill = (name) => (has(`desk.skill.${name}`) ? t(`desk.skill.${name}`) : name);
const skills = (names) => (names ?? []).map(skill).join(t("desk.and"));

/** 20261121-0032 → 0032: what a dispatcher says aloud. */
const brief = (number) => String(number ?? "").split("-").at(-1);

function params(why) {
  return { ...why, number: brief(why.number), skills: skills(why.skills), expired: skills(why.expired) };
}

/** Why somebody cannot be sent now: "在办 2 单；插派将使工单 0032 迟到 4 分钟". */
export function whyNot(row) {
  if (!row.why_not) return "";
  const said = params({ ...row.why, straight: metres(row.straight_m) });
  const words = sentence("desk.why", row.why_not, said);
  if (row.why_not === "worker_busy" && row.why?.minutes > 0) return words + t("desk.why.free_in", said);
  if (row.why_not === "worker_lacks_skill" && row.why?.expired?.length) return t("desk.why.expired", said);
  return words;
}

/** What a shut gate makes of a way. */
const SHUT_OUT = new Set(["no_way", "over_wall"]);

/** The gates on the way are shut: "大门 06:00 才开（滨湖一号 北门）"; empty where none is. */
export function gateShut(found) {
  if (!found?.reasons?.includes("gate_closed_until")) return "";
  const { gate = "", until = "" } = found.why ?? {};
  const named = gate && t("desk.approach.gate_name", { gate });
  return until ? t("desk.approach.gate_closed_until", { gate: named, until }) : t("desk.approach.gate_shut", { gate: named });
}

/** What speaks for somebody, and what to bear in mind; a detour and a missing fix are said elsewhere. That there is no
 *  way, or one over the wall only, has a reason where `gate` (as gateShut) says so. */
export function reasons(row, gate = "") {
  const said = (row.reasons ?? []).filter((code) => code !== "no_fix" && code !== "detour");
  return said.map((code) => (gate && SHUT_OUT.has(code) ? t("desk.reason.no_way_gate", { gate }) : sentence("desk.reason", code, row)));
}

const sign = (seconds) => `${seconds < 0 ? "−" : "+"}${mss(Math.abs(seconds) * 1000)}`;

/** "按 6:00 排序：步行 5:40，今日已办 +0:20"; empty where the walk alone decides. */
export function costs(row, gate = "") {
  const parts = (row.costs ?? []).filter(({ seconds }) => Math.abs(seconds) >= 1);
  if (parts.length < 2) return "";
  const named = (code) => (gate && code === "no_way" ? "gate_shut" : code);
  const listed = parts.map(({ code, seconds }, n) => `${sentence("desk.cost", named(code), {})} ${n ? sign(seconds) : mss(seconds * 1000)}`);
  return t("desk.cost", { total: mss(Math.max(0, row.cost_s) * 1000), parts: listed.join(t("desk.comma")) });
}

/** Nobody can be sent: the one reason, with what would help. */
export const nobody = ({ code, why }) => sentence("desk.none", code, params({ ...why, minutes: why?.minutes ?? "?" }));

/** What comes after the street: "步梯上 5 层，约 1 分钟；电梯停运". */
export function approach(found) {
  if (!found || !(found.seconds >= 1 || found.reasons?.length)) return "";
  const how = found.by ? t(`desk.approach.${found.by}`, { floors: Math.abs(found.floors) }) : t("desk.approach.gate");
  const words = found.seconds >= 1 ? [t("desk.approach", { how, time: span(found.seconds * 1000) })] : [];
  const shut = gateShut(found);
  if (shut) words.push(shut);
  for (const code of found.reasons ?? []) if (code !== "gate_closed_until" && has(`desk.approach.${code}`)) words.push(t(`desk.approach.${code}`, found.why ?? {}));
  return words.join(t("desk.comma"));
}

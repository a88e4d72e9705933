// The panel of rounds and standing as markup: what is asked, what would be, what is under way.

import { hhmm } from "../format.mjs";
import { t } from "../i18n.mjs";
import { COLOURS } from "../layers/rounds.mjs";
import { html } from "./dom.mjs";
import { changes, hands } from "./rounds_told.mjs";

const LAYERS = ["buildings", "shops", "sheds", "piles", "lifts", "extinguishers", "hydrants"];
const MOST_LEFT = 8;
const MOST_CHANGES = 5;

const tab = (rounds, name) => html`<button type="button" role="tab" data-key="tab-${name}" data-do="show_tab" data-arg="${name}" data-testid="tab-${name}" aria-selected="${rounds.tab === name}">${t(`desk.${name}.title`)}</button>`;

export function panel(rounds) {
  return html`<section class="plan-panel rounds-panel" data-key="panel" role="group" tabindex="-1" aria-busy="${rounds.busy}" aria-label="${t("desk.rounds.title")}">
    <div class="rounds-tabs" role="tablist">${tab(rounds, "rounds")}${tab(rounds, "standing")}</div>
    ${rounds.tab === "standing" ? standing(rounds) : rounds.preview ? preview(rounds) : [form(rounds), under_way(rounds)]}</section>`;
}

/** While the server thinks: `disabled` would drop the focus, and the next Enter send somebody from the desk. */
const held = ({ busy }) => busy && html`aria-disabled="true"`;

const option = (value, words, chosen) => html`<option value="${value}" ${value === chosen && html`selected`}>${words}</option>`;

/** Who can be chosen: the workers of the grids, whoever is on duty first. */
function walkers(workers) {
  const all = [...workers.values()].filter(({ role }) => role === "grid_worker");
  return all.sort((a, b) => (a.duty === "off_duty") - (b.duty === "off_duty") || a.name.localeCompare(b.name));
}

function form(rounds) {
  const people = walkers(rounds.desk.rows("workers"));
  return html`<div class="rounds-form" data-key="form">
    <label>${t("desk.rounds.what")}<select data-field="layer" data-testid="rounds-layer">${LAYERS.map((name) => option(name, t(`layer.${name}`), rounds.layer))}</select></label>
    ${where(rounds.where)}
    <label>${t("desk.rounds.days")}<input type="number" min="1" max="31" value="${rounds.days}" data-field="days"></label>
    <label>${t("desk.rounds.minutes")}<input type="number" min="1" max="480" value="${rounds.minutes}" data-field="minutes"></label>
    <fieldset><legend>${t("desk.rounds.who", { n: rounds.workers.size })}</legend>${people.map(({ id, name, duty }) => html`<label data-key="${id}" class="${duty === "off_duty" ? "dim" : ""}"><input type="checkbox" data-worker="${id}" ${rounds.workers.has(id) && html`checked`}> ${name}</label>`)}</fieldset>
    <div class="buttons"><button type="button" class="solid" data-do="plan" data-testid="rounds-plan" ${(!rounds.workers.size || !rounds.where.ready) && html`disabled`} ${held(rounds)}>${t(rounds.busy ? "desk.rounds.busy" : "desk.rounds.preview")}</button></div></div>`;
}

/** Everywhere, by hand on the map, a grid, a compound; and what the hand has to do. */
function where(asked) {
  const { value, grids, compounds, places, ring } = asked;
  const areas = (kind, all) => all.length > 0 && html`<optgroup label="${t(`layer.${kind}s`)}">${all.map(({ id, name }) => option(`${kind}:${id}`, name, value))}</optgroup>`;
  const done = value === "ids" ? t("desk.rounds.pressed", { n: places.size }) : ring && t("desk.rounds.drawn");
  return html`<label>${t("desk.rounds.where")}<select data-field="where" data-testid="rounds-where">${option("", t("desk.rounds.everywhere"), value)}${option("ring", t("desk.rounds.ring"), value)}${option("ids", t("desk.rounds.ids"), value)}${areas("grid", grids)}${areas("compound", compounds)}</select></label>
    ${(value === "ring" || value === "ids") && html`<p class="rounds-hint" role="status" data-testid="rounds-hint">${done && html`<b>${done}</b> `}${t(`desk.rounds.how.${value}`)}</p>`}`;
}

function preview(rounds) {
  const { walks, left, spread_minutes, walk_minutes } = rounds.preview;
  return html`<div class="rounds-preview" data-key="preview" data-testid="rounds-preview">
    <p>${t("desk.rounds.sum", { n: walks.reduce((sum, walk) => sum + walk.places.length, 0), walked: Math.round(walk_minutes), spread: Math.round(spread_minutes) })}</p>
    <ul>${walks.map((walk, n) => html`<li data-key="${walk.worker_id}${walk.day}" data-testid="rounds-walk"><i class="swatch" style="background:${COLOURS[n % COLOURS.length]}"></i><b>${walk.name}</b>
      <span class="num">${walk.day.slice(5)} ${walk.begins}–${walk.ends} · ${t("desk.rounds.walk", { n: walk.places.length, minutes: Math.round(walk.minutes) })}</span></li>`)}</ul>
    ${left.length > 0 && html`<p class="rounds-left" data-testid="rounds-left">${t("desk.rounds.left", { n: left.length })} ${left.slice(0, MOST_LEFT).map(({ name, code }) => html`<span>${name}（${t(`desk.rounds.why.${code}`)}）</span> `)}</p>`}
    <div class="buttons"><button type="button" class="solid" data-do="accept" data-testid="rounds-accept" ${!walks.length && html`disabled`} ${held(rounds)}>${t("desk.rounds.accept")}</button><button type="button" data-do="clear">${t("action.cancel")}</button></div></div>`;
}

function under_way(rounds) {
  if (!rounds.held.length) return null;
  return html`<ul class="rounds-held" data-key="held">${rounds.held.map((one) => html`<li data-key="${one.id}" data-testid="round-row" data-round-id="${one.id}" data-done="${one.done}" data-missed="${one.missed}">
    <button type="button" data-do="look" data-arg="${one.id}" aria-pressed="${rounds.looked === one.id}"><b>${one.title}</b>
      <span class="num">${t("desk.rounds.progress", { done: one.done, all: one.places, missed: one.missed })}</span><progress max="${one.places}" value="${one.done}"></progress></button>
    <button type="button" data-do="replan" data-arg="${one.id}" data-testid="round-replan">${t("desk.rounds.replan")}</button><button type="button" data-do="end" data-arg="${one.id}" data-testid="round-end">${t(rounds.ending === one.id ? "desk.rounds.end_sure" : "desk.rounds.end")}</button>${waiting(one)}${replanned(one)}</li>`)}</ul>`;
}

/** Places without a walk: somebody has to see to them. */
const waiting = ({ left }) => left.length > 0 && html`<p class="rounds-left" data-testid="round-left">${t("desk.rounds.left", { n: left.length })} ${left.slice(0, MOST_LEFT).map(({ name, id }) => html`<span>${name || id}</span> `)}</p>`;

/** The last new plan: when, by whom, and what changed hands. */
function replanned({ replanned: last }) {
  if (!last) return null;
  const lines = changes(last);
  return html`<div class="rounds-moved" data-testid="round-replanned" data-by-itself="${String(last.by_itself)}">
    <b>${hhmm(Date.parse(last.at))} ${t(last.by_itself ? "desk.rounds.replanned_itself" : "desk.rounds.replanned", { n: last.count })}</b>
    <ul>${lines.slice(0, MOST_CHANGES).map((line) => html`<li data-key="${line.key}" title="${line.names.join(" ")}"><span>${hands(line)}</span><span class="num">${t("desk.rounds.places", { n: line.names.length })}</span>${line.why && html`<span class="why">${t(`desk.rounds.why.${line.why}`)}</span>`}</li>`)}</ul>
    ${lines.length > MOST_CHANGES && html`<p>${t("desk.rounds.more", { n: lines.length - MOST_CHANGES })}</p>`}</div>`;
}

const share = (reached, all) => `${all ? Math.round((100 * reached) / all) : 0} %`;

function standing(rounds) {
  const said = rounds.standing;
  return html`<div class="rounds-form" data-key="standing"><p>${t("desk.standing.how")}</p>
    <div class="buttons"><button type="button" class="${said ? "" : "solid"}" data-do="stand" data-testid="standing-ask" ${held(rounds)}>${t(rounds.busy ? "desk.rounds.busy" : "desk.standing.ask")}</button></div></div>
    ${said && html`<div class="rounds-preview" data-key="effect"><p data-testid="standing-effect">${t("desk.standing.effect", { minutes: said.minutes, before: share(said.before.reached, said.buildings), after: share(said.after.reached, said.buildings), homes: said.after.households_unreached })}</p>
    ${said.moves.length === 0 && html`<p data-testid="standing-none">${t("desk.standing.none")}</p>`}
    <ul>${said.moves.map((move) => html`<li data-key="${move.worker_id}" data-testid="standing-row"><b>${move.name}</b><span>→ ${move.place || t("desk.standing.spot")} · ${t("desk.standing.walk", { minutes: Math.max(1, Math.round(move.walk_s / 60)) })}</span></li>`)}</ul>
    ${said.moves.length > 0 && html`<div class="buttons"><button type="button" class="solid" data-do="send" data-testid="standing-accept" ${held(rounds)}>${t("desk.standing.accept")}</button><button type="button" data-do="clear">${t("action.cancel")}</button></div>`}</div>`}`;
}

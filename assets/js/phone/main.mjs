// The phone page: who I am (a token), what I have to do (the live rows), what I said (the outbox).

import { get, setToken } from "../api.mjs";
import { remaining } from "../format.mjs";
import { has, locale, t } from "../i18n.mjs";
import { createLive } from "../live.mjs";
import { checkIn, takePlace } from "./checkin.mjs";
import { h } from "./dom.mjs";
import { enrolment } from "./enrol.mjs";
import * as forms from "./forms.mjs";
import { buttons, card, waiting } from "./job.mjs";
import { Outbox } from "./outbox.mjs";
import { uploaded } from "./photos.mjs";
import { obstacle, Place } from "./place.mjs";
import { Rounds } from "./rounds.mjs";
import { attend, ring } from "./signal.mjs";
import { jobs, shownDuty } from "./stages.mjs";
import { climb } from "./way.mjs";
import { checklist } from "./steps.mjs";

/** Why somebody is called back: a code of the desk in words, or the dispatcher's own. */
const recallReason = (reason) => (has(`phone.reason.${reason}`) ? t(`phone.reason.${reason}`) : reason || "–");

const find = (selector) => document.querySelector(selector);
const seen = { main: "", foot: "" };
const LOST_FRESH_MS = 60_000; // a page opened later has it on the idle page
let live;
let kinds = new Map();
let noticeTimer;

const outbox = new Outbox({
  prepare: async ({ data }) => (data.photos?.length ? { ...data, photos: await uploaded(data.photos) } : data),
  onChange: () => render(),
  onTaken: (item) => rounds.took(item),
  onRefused: (item, error) => say(error.message || t("phone.refused")),
});

const rounds = new Rounds(() => again(), { ring });
const place = new Place({ onProblem: (sentence) => say(sentence, { yields: true }) });

// --- deeds --------------------------------------------------------------------------------------

const act = {
  async next(ticket, { command }) {
    if (command !== "ResolveTicket") return outbox.add(command, { ticket_id: ticket.id });
    const said = await forms.closing();
    if (said) outbox.add(command, { ticket_id: ticket.id, ...said });
  },
  step: (ticket, step) => outbox.add("CompleteStep", { ticket_id: ticket.id, step_id: step.id }),
  confirmRecall: (ticket) => outbox.add("ConfirmRecall", { ticket_id: ticket.id }),
  async decline(ticket) {
    const reason = await forms.declining();
    if (reason) outbox.add("DeclineAssignment", { ticket_id: ticket.id, reason });
  },
  async photo(ticket) {
    const said = await forms.picturing();
    if (said && (said.photos.length || said.text)) outbox.add("AddNote", { ticket_id: ticket.id, text: said.text, photos: said.photos });
  },
  async call(ticket) {
    try {
      const { caller } = await get(`tickets/${ticket.id}/caller`);
      const number = /[+\d][\d -]{4,}/.exec(caller ?? "")?.[0].replace(/[ -]/g, "");
      if (number) location.href = `tel:${number}`;
      else say(t("phone.no_number"));
    } catch (error) {
      say(error.message);
    }
  },
  async report() {
    const said = await forms.reporting(kinds, locale.startsWith("zh"));
    if (said) outbox.add("OpenTicket", { ...said, ...(place.latest ? { lon: place.latest.lon, lat: place.latest.lat } : {}) });
  },
  tick: (round, at) => outbox.add("VisitPlace", { round_id: round.id, place_id: at.id, result: "ok" }),
  async miss(round, at) {
    const note = await forms.missing(at.name);
    if (note !== null) outbox.add("VisitPlace", { round_id: round.id, place_id: at.id, result: "missed", note });
  },
  async found(_, at) {
    const said = await forms.reporting(kinds, locale.startsWith("zh"), at.name);
    if (said) outbox.add("OpenTicket", { ...said, lon: at.lon, lat: at.lat });
  },
  async sos() {
    if (!(await forms.callingForHelp())) return;
    outbox.add("RaiseSOS", place.latest ? { lon: place.latest.lon, lat: place.latest.lat } : {});
    say(t("phone.sos_sent"));
  },
  duty: (type) => outbox.add(type, {}),
};

// --- showing ------------------------------------------------------------------------------------

/** Draw what is true now. Parts whose content is the same stay as they are, so nothing jumps under a finger. */
function render() {
  if (!live?.loaded) return;
  const me = [...live.store.rows("workers").values()][0];
  outbox.seen(live.cursor, live.epoch);
  const mine = jobs(live.store, outbox.said);
  const duty = shownDuty(me?.duty ?? "off_duty", outbox.said);
  tellLost(me?.lost);
  showDuty(duty);
  showLink();
  place.follow(duty !== "off_duty");
  attend(mine);
  rounds.follow(me);
  const taps = outbox.said.filter((item) => ["CompleteStep", "VisitPlace"].includes(item.type)).map((item) => item.id);
  const key = JSON.stringify([me?.name, me?.role, me?.lost, duty, mine, taps, rounds.held, me?.stand, Math.floor(live.now() / 3600e3), place.latest && Math.round(place.latest.lat * 2000)]);
  if (key !== seen.main) {
    seen.main = key;
    const [first, ...rest] = mine;
    find("#main").replaceChildren(...(first ? job(first, rest, me?.role) : idle(me, duty)), ...(duty === "off_duty" ? [] : rounds.sections(live.now(), outbox.said, act)));
    const foot = find(".ph-foot");
    foot.replaceChildren(...(first ? buttons(first, act) : []));
    foot.hidden = !first;
  }
}

/** Draw anew though nothing changed on the live channel. */
function again() {
  seen.main = "";
  render();
}

function job(first, rest, role) {
  const steps = checklist(first, { role, items: outbox.said, now: live.now(), act });
  const shown = [card(first, { kinds, me: place.latest, now: live.now(), own: steps, by: climb(first.ticket, again) })];
  if (first.stage === "recalling") shown.unshift(h("p", { class: "ph-recall" }, t("phone.recalled", { reason: recallReason(first.assignment.reason) })));
  if (first.stage === "cleared") shown.unshift(h("p", { class: "ph-sent" }, t("phone.will_send")));
  if (rest.length) shown.push(h("section", { class: "ph-more" }, h("h2", {}, t("phone.more", { n: rest.length })), h("ul", {}, rest.map(waiting))));
  return shown;
}

function idle(me, duty) {
  const free = duty === "available";
  const limits = [obstacle()].filter(Boolean);
  return [
    h(
      "section",
      { class: "ph-idle" },
      h("h1", {}, t(duty === "off_duty" ? "phone.off" : duty === "on_break" ? "phone.resting" : "phone.none")),
      h("p", {}, t(duty === "off_duty" ? "phone.off_how" : "phone.none_how")),
      me && h("p", { class: "ph-name" }, me.name),
      me?.stand && h("p", { class: "ph-stand", "data-testid": "stand" }, t("phone.stand", { place: me.stand.place || `${me.stand.lon}, ${me.stand.lat}` })),
      me?.lost && h("p", { class: "ph-sent", "data-testid": "lost" }, lostWords(me.lost)),
      ...limits.map((words) => h("p", { class: "ph-cannot" }, words)),
      duty !== "off_duty" && h("button", { type: "button", class: "ph-button", "data-testid": "btn-report", onclick: act.report }, t("phone.report")),
      duty !== "off_duty" &&
        h("button", { type: "button", class: "ph-button", "data-testid": "btn-break", onclick: () => act.duty(free ? "StartBreak" : "EndBreak") }, t(free ? "phone.break" : "phone.break_end")),
      duty !== "off_duty" && h("button", { type: "button", class: "ph-button ph-sos", "data-testid": "btn-sos", onclick: act.sos }, t("phone.sos")),
    ),
  ];
}

/** "网格员 02 已先接单：四季绿城 5号楼 · 走失": an offer to several that a colleague took. */
const lostWords = (lost) => t("phone.taken_by", { name: lost.name, place: lost.place || lost.number, number: lost.number });

/** Said once, in passing; it stays on the idle page until the next offer. */
function tellLost(lost) {
  if (!lost || seen.lost === lost.id) return;
  const fresh = seen.lost !== undefined || live.now() - Date.parse(lost.at) < LOST_FRESH_MS;
  seen.lost = lost.id;
  if (fresh) say(lostWords(lost));
}

function showDuty(duty) {
  const toggle = find(".ph-duty");
  toggle.hidden = false;
  toggle.setAttribute("aria-checked", String(duty !== "off_duty"));
  find(".ph-duty-word").textContent = t(duty === "off_duty" ? "duty.off_duty" : duty === "on_break" ? "duty.on_break" : "phone.on_duty");
}

function showLink() {
  const badge = find(".ph-badge");
  badge.dataset.state = live.state;
  badge.textContent = t(`phone.link.${live.state}`);
  const button = find(".ph-outbox");
  button.hidden = outbox.items.length === 0;
  find("[data-testid=outbox-count]").textContent = outbox.items.length;
  find(".ph-outbox-word").textContent = t("phone.unsent");
}

/** One sentence at the top, gone after a while. What `yields` does not take the place of one that is being read. */
function say(sentence, { yields = false } = {}) {
  const notice = find(".ph-notice");
  if (yields && !notice.hidden) return;
  notice.textContent = sentence;
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (notice.hidden = true), 8000);
}

/** The clocks alone move between changes. */
function tick() {
  for (const left of document.querySelectorAll("[data-due]")) {
    const shown = remaining(Date.parse(left.dataset.due), live.now());
    if (left.textContent !== shown.text) left.textContent = shown.text;
    left.classList.toggle("is-over", shown.over);
  }
}

// --- start --------------------------------------------------------------------------------------

function theme() {
  const light = matchMedia("(prefers-color-scheme: light)");
  const set = () => (document.documentElement.dataset.theme = light.matches ? "light" : "dark");
  light.addEventListener("change", set);
  set();
}

async function loadKinds() {
  try {
    const rows = await get("kinds");
    kinds = new Map((rows.kinds ?? rows).map((kind) => [kind.id, kind]));
    seen.main = "";
    render();
  } catch {
    setTimeout(loadKinds, 5000); // the job is shown without it
  }
}

function begin(token) {
  setToken(token);
  live = createLive({ view: "phone", auth: { token } });
  for (const event of ["change", "kpis", "frame"]) live.on(event, render);
  live.on("state", showLink);
  live.on("denied", () => enrolment.forget());
  live.start();
  setInterval(tick, 500);
  loadKinds();
  outbox.flush();
  if (here) checkIn(here, say);
  addEventListener("online", () => outbox.flush());
  document.addEventListener("visibilitychange", () => document.hidden || outbox.flush());
  find(".ph-duty").addEventListener("click", () => {
    const on = find(".ph-duty").getAttribute("aria-checked") === "true";
    act.duty(on ? "SignOff" : "SignOn");
  });
  find(".ph-outbox").addEventListener("click", () => outbox.flush());
}

theme();
const here = takePlace();
addEventListener("hashchange", () => {
  const at = takePlace();
  if (at && live) checkIn(at, say);
});
enrolment.token(find("#main")).then(begin);

// The job card and its buttons. One primary button, the next step; everything else is secondary.

import { distance, matter, place, remaining, severityIcon, span } from "../format.mjs";
import { has, t } from "../i18n.mjs";
import { h, icon } from "./dom.mjs";
import { minimap } from "./minimap.mjs";
import { NEXT, STEPS } from "./stages.mjs";

const FIRE = new Set(["smoke", "heat", "fire_manual", "sprinkler_flow", "fire_report", "charger_smoke"]);

/** The card of one job. `kinds` is the catalogue of kinds, `me` the phone's own place, `own` the steps of the playbook. */
export function card({ ticket, assignment, stage }, { kinds, me, now, own, by = "" }) {
  const kind = kinds.get(ticket.kind) ?? {};
  return h(
    "section",
    { class: "ph-job", "data-testid": "job-card", "data-ticket-id": ticket.id, "data-stage": stage, "data-severity": ticket.severity },
    ticket.exercise && h("p", { class: "ph-exercise" }, t("phone.exercise")),
    steps(stage),
    head(ticket),
    h("h1", {}, place(ticket)),
    assignment.broadcast && stage === "offered" && h("p", { class: "ph-sent", "data-testid": "grab" }, t("phone.grab")),
    h("p", { class: "ph-advice" }, ...advice(ticket, assignment, kind)),
    ticket.description && h("p", { class: "ph-words" }, ticket.description),
    tiles(ticket, assignment, kind, now, by),
    own,
    minimap(ticket, assignment, me),
  );
}

function steps(stage) {
  const done = STEPS.indexOf(stage) + 1;
  const bars = STEPS.map((step, n) => h("i", { class: n < done ? (n === done - 1 ? "is-now" : "is-done") : "" }));
  return h("div", { class: "ph-steps", role: "img", "aria-label": t("phone.step_of", { n: done, all: STEPS.length }) }, bars);
}

function head(ticket) {
  const unproved = ticket.severity === "extreme" && ticket.verified === null && ticket.alert_ids.length > 0;
  const words = [t(`severity.${ticket.severity}`), matter(ticket) + (unproved ? t("phone.unverified") : "")];
  return h("p", { class: "ph-matter" }, icon(severityIcon(ticket.severity), "ph-severity"), h("b", {}, words.join(" · ")));
}

function advice(ticket, assignment, kind) {
  const parts = [];
  if (kind.fire ?? FIRE.has(ticket.kind)) parts.push(h("strong", {}, t("phone.no_lift")));
  const others = ticket.assignments.filter((other) => other.worker_id !== assignment.worker_id && other.stage !== "offered");
  if (others.length) parts.push(t("phone.together", { names: others.map((other) => other.name).join("、") }));
  const things = (kind.bring ?? []).map((thing) => (has(`phone.bring.${thing}`) ? t(`phone.bring.${thing}`) : thing));
  if (things.length) parts.push(t("phone.bring", { things: things.join("、") }));
  return parts.flatMap((part, n) => (n ? [" ", part] : [part]));
}

function tiles(ticket, assignment, kind, now, by) {
  const limit = ticket.arrived_at ? "phone.tile.finish" : "phone.tile.arrive";
  const left = remaining(Date.parse(ticket.due_at), now);
  const fire = kind.fire ?? FIRE.has(ticket.kind);
  const how = fire ? "stairs" : by || "floor"; // nobody rides to a fire, whatever else is known
  return h(
    "dl",
    { class: "ph-tiles" },
    tile(t("phone.tile.walk"), assignment.eta_s == null ? "–" : span(assignment.eta_s), assignment.distance_m && distance(assignment.distance_m)),
    tile(t(limit), h("span", { class: left.over ? "ph-left is-over" : "ph-left", "data-due": ticket.due_at ?? "" }, left.text)),
    tile(t(`phone.tile.${how}`), ticket.floor == null ? "–" : t("floor", { n: ticket.floor })),
  );
}

const tile = (name, value, more) => h("div", {}, h("dt", {}, name), h("dd", {}, value), more && h("small", {}, more));

/** The buttons for a stage; `act` are the deeds of main.mjs. */
export function buttons({ ticket, assignment, stage }, act) {
  const next = NEXT[stage];
  const primary =
    stage === "recalling"
      ? button("btn-confirm-recall", t("phone.confirm_recall"), () => act.confirmRecall(ticket), "ph-primary")
      : next && button(next.button, t(`phone.do.${next.to}`), () => act.next(ticket, next), "ph-primary");
  const returning = ["offered", "acknowledged", "en_route"].includes(stage);
  const secondary = [
    ticket.lon != null && link("btn-navigate", t("phone.navigate"), navigation(ticket)),
    button("btn-call", t("phone.call"), () => act.call(ticket)),
    stage !== "offered" && button("btn-photo", t("phone.photo"), () => act.photo(ticket)),
    returning && button("btn-decline", t("phone.decline"), () => act.decline(ticket)),
  ].filter(Boolean);
  return [primary, stage !== "recalling" && stage !== "cleared" && h("div", { class: "ph-secondary" }, secondary)].filter(Boolean);
}

const button = (id, words, onclick, className = "ph-button") => h("button", { type: "button", class: className, "data-testid": id, onclick }, words);

const link = (id, words, href) =>
  h("a", { class: "ph-button", "data-testid": id, href, target: "_blank", rel: "noopener noreferrer" }, words);

/** Hand over to the phone's map app. Amap takes WGS 84 when told so; it walks, it does not drive. */
export function navigation(ticket) {
  const to = `${ticket.lon.toFixed(6)},${ticket.lat.toFixed(6)},${place(ticket)}`;
  return `https://uri.amap.com/navigation?${new URLSearchParams({ to, mode: "walk", coordinate: "wgs84", callnative: "1" })}`;
}

/** A job that waits behind the first one, in one line. */
export const waiting = ({ ticket, stage }) =>
  h(
    "li",
    { "data-ticket-id": ticket.id },
    icon(severityIcon(ticket.severity), "ph-severity"),
    h("span", {}, `${place(ticket)} · ${matter(ticket)}`),
    h("small", {}, t(`stage.${stage}`)),
  );


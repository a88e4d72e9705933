// 处置记录: what happened to the ticket, each event as one sentence of the catalogue.

import { severityIcon } from "../format.mjs";
import { has, locale, t } from "../i18n.mjs";
import { html, raw } from "./dom.mjs";
import { clock, dayWord, walk } from "./when.mjs";

const say = (key, params) => (has(key) ? t(key, params) : "");

/** The second step of a recall: the phone's own word, or a minute without one. */
const RECALLED = { worker: "confirmed", engine: "unconfirmed" };

/** What of an event has a sentence of its own. */
function variantOf(type, data) {
  if (type === "AssignmentEnded" && data.by) return "taken";
  if (type === "AssignmentEnded" && data.stage === "recalled") return RECALLED[String(data.actor).split(":")[0]] ?? "recalled";
  if (type === "AssignmentOffered" && data.broadcast) return "broadcast";
  if (type === "EscalationRaised") return data.reason;
  if (type.startsWith("Step")) return data.trigger ?? (data.worker_id ? "worker" : null);
  if (data.ok !== undefined) return data.ok ? "ok" : "bad";
  return data.stage ?? data.limit ?? (data.automatic ? "automatic" : null);
}

/** The sentence of one entry {type, actor, data}: by type, and by what it was where that tells more. */
export function sentence(desk, entry) {
  const data = { ...entry, ...entry.data };
  const who = desk.who(entry.actor);
  const params = {
    ...data,
    who,
    worker: desk.workerName(data.worker_id),
    other: data.by ? desk.workerName(data.by) : "",
    level: data.level ? t(`level.${data.level}`) : "",
    kind: data.kind ? desk.kindName(data.kind) : "",
    severity: data.severity ? t(`severity.${data.severity}`) : "",
    disposition: data.disposition ? t(`disposition.${data.disposition}`) : "",
    into: desk.row({ table: "tickets", id: data.into })?.number ?? "",
    stage: data.stage ? t(`stage.${data.stage}`) : "",
    eta: walk(data.eta_s),
    step: locale.startsWith("zh") ? data.zh : data.en,
  };
  const variant = variantOf(entry.type, data);
  const text = (variant && say(`desk.event.${entry.type}.${variant}`, params)) || say(`desk.event.${entry.type}`, params) || entry.text || entry.type;
  const name = String(entry.actor).split(":")[1] ?? who;
  const via = data.via ? t("desk.event.via", { via: t(`via.${data.via}`), name }) : "";
  return { text: text + via, words: said(data) };
}

const CODES = new Set(["resolved", "cancelled", "merged", "referred", "no_candidate", "place_far_off", "offers_failed", "sos", "replanned", "two_extreme", "broadcast_nobody"]);
const SAID = new Set(["by_hand", "not_taken", "late", "taken"]); // the sentence says it already

function said(data) {
  const reason = CODES.has(data.reason) ? say(`desk.reason_code.${data.reason}`) : SAID.has(data.reason) ? "" : data.reason;
  return [data.text, data.note, reason].filter(Boolean).join(" · ");
}

function line(desk, entry, now) {
  const at = Date.parse(entry.at);
  const { text, words } = sentence(desk, entry);
  const day = dayWord(at, now);
  const photos = entry.data?.photos ?? entry.photos ?? [];
  return html`<li data-key="${entry.seq ?? `${entry.at}${entry.type}`}"><time class="num" datetime="${entry.at}">${day === t("time.today") ? "" : html`<i>${day}</i> `}${clock(at, true)}</time>
    <span>${text}${words && html`<q>${words}</q>`}
    ${photos.map((id) => html`<a href="/api/v1/photos/${id}" target="_blank" rel="noopener"><img class="photo" loading="lazy" src="/api/v1/photos/${id}" alt="${t("desk.photo")}"></a>`)}</span></li>`;
}

export function timeline(desk, entries, now) {
  return html`<section class="d-part" aria-label="${t("ticket.timeline")}"><h3>${t("ticket.timeline")}</h3>
    <ol class="timeline">${entries.map((entry) => line(desk, entry, now))}</ol></section>`;
}

/** The signals that speak of this ticket, newest last. */
export function signals(desk, ids) {
  const rows = ids.map((id) => desk.rows("alerts").get(id)).filter(Boolean);
  if (!rows.length) return null;
  return html`<section class="d-part" aria-label="${t("alert.related")}"><h3>${t("alert.related")}</h3>
    <ul class="signals">${rows.map((row) => html`<li data-key="${row.id}" data-testid="alert-row" data-alert-id="${row.id}" data-state="${row.state}">
      <span class="s-icon">${raw(severityIcon(row.severity, row))}</span><span>${desk.kindName(row.kind)}${row.device_id && html` <span class="dim num">${row.device_id}</span>`}
      ${row.repeat_count > 0 && html`<span class="dim"> · ${t("alert.repeat", { n: row.repeat_count })}</span>`}</span>
      <span class="dim">${t(`alert.state.${row.state}`)}</span><time class="num dim">${clock(Date.parse(row.received_at), true)}</time></li>`)}</ul></section>`;
}

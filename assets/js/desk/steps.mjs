// 预案: the steps of a ticket's playbook as a checklist, each with its clock and with who does it; and how one begins.

import { has, t } from "../i18n.mjs";
import { byId, html, on } from "./dom.mjs";
import { clock } from "./when.mjs";

const LIVE = ["pending", "active", "resolved"];
const OPEN = ["pending", "active"];
const DESK = "dispatcher";

const english = () => globalThis.document?.documentElement.lang.startsWith("en");

/** {zh, en} in the language of the page. */
export const named = (names) => (english() ? names.en : names.zh);

export const roleName = (role) => (role === DESK ? t("role.dispatcher") : has(`worker_role.${role}`) ? t(`worker_role.${role}`) : role);

export const isSettled = (step) => step.state === "done" || step.state === "skipped";

/** How many are settled, of how many, and how many of the open ones are late. */
export function counted(steps) {
  return { done: steps.filter(isSettled).length, all: steps.length, late: steps.filter((one) => one.state === "open" && one.late).length };
}

/** A role with an open step, nobody on the ticket for it, and a ticket that still goes on: somebody should be sent. */
export const wantsSomebody = (ticket, step) => OPEN.includes(ticket.state) && step.state === "open" && step.role !== DESK && !step.worker_id;

/** The sentence about a file that cannot be used: which one, where, why. */
export function whyWrong(wrong) {
  const key = `desk.playbook.why.${wrong.why}`;
  const why = has(key) ? t(key, { value: wrong.value }) : wrong.message;
  return t("desk.playbook.wrong", { file: wrong.field ? `${wrong.file} · ${wrong.field}` : wrong.file, why });
}

function timing(step) {
  if (step.state === "done") return html`<span class="dim num">${clock(Date.parse(step.done_at), true)}</span>${step.late && html` <span class="chip-late">${t("desk.step.was_late")}</span>`}`;
  if (step.state === "skipped") return html`<span class="dim">${t("desk.step.skipped")}</span>`;
  if (step.state === "waiting") return html`<span class="dim">${roleName(step.role)} · ${t("desk.step.waiting")}</span>`;
  return step.due_at ? html`<span class="left num" data-until="${Date.parse(step.due_at)}" data-mode="left"></span>` : html`<span class="dim">${t("desk.step.no_limit")}</span>`;
}

function whose(desk, step) {
  const who = isSettled(step) ? desk.who(step.done_by) : step.worker_id ? desk.workerName(step.worker_id) : "";
  return html`${roleName(step.role)}${who && html` · ${who}`}${step.note && html` · <q>${step.note}</q>`}`;
}

function buttons(desk, ticket, step) {
  if (isSettled(step) || !LIVE.includes(ticket.state)) return null;
  const pending = (type) => desk.isPending(`${type}:${ticket.id}:${step.id}`);
  return html`<span class="step-acts">
    ${wantsSomebody(ticket, step) && html`<button type="button" class="tiny solid" data-key="send" data-step-do="send" data-step="${step.id}" data-role="${step.role}"
      data-pending="${pending("OfferAssignment")}">${t("desk.step.send", { role: roleName(step.role) })}</button>`}
    <button type="button" class="tiny" data-key="skip" data-step-do="skip" data-step="${step.id}" data-pending="${pending("SkipStep")}">${t("desk.step.skip")}</button></span>`;
}

function line(desk, ticket, step) {
  const over = isSettled(step) || !LIVE.includes(ticket.state);
  const text = named(step.text);
  return html`<li data-key="${step.id}" data-testid="step" data-step-id="${step.id}" data-state="${step.state}" data-late="${step.late}">
    <button type="button" class="tick" role="checkbox" aria-checked="${step.state === "done"}" aria-disabled="${over}" aria-label="${text}"
      data-step-do="${over ? "none" : "done"}" data-step="${step.id}" data-pending="${desk.isPending(`CompleteStep:${ticket.id}:${step.id}`)}"></button>
    <span class="step-text" title="${text}">${text}${step.mandatory && html` <em title="${t("desk.step.mandatory")}">${t("desk.step.must")}</em>`}</span>
    <span class="timing">${timing(step)}</span>
    <span class="step-who dim">${whose(desk, step)}</span>
    ${buttons(desk, ticket, step)}</li>`;
}

/** The checklist; of a ticket without a playbook the button that begins one, and what is wrong with the file of its kind. */
export function steps(desk, ticket, known) {
  if (!ticket.playbook) return begin(desk, ticket, known);
  const { done, all, late } = counted(ticket.steps);
  const title = `${named(ticket.playbook.name)} · ${t("desk.playbook.version", { n: ticket.playbook.version })}`;
  return html`<section class="d-part playbook" data-key="playbook" data-testid="playbook" aria-label="${t("desk.playbook")}">
    <h3><span>${title}</span><span class="num">${late > 0 && html`<b class="chip-late">${t("desk.playbook.late", { n: late })}</b> `}${done} / ${all}</span></h3>
    <ol class="steps">${ticket.steps.map((step) => line(desk, ticket, step))}</ol></section>`;
}

function begin(desk, ticket, known) {
  if (!OPEN.includes(ticket.state)) return null;
  const wrong = known.wrong.filter((one) => one.kinds.includes(ticket.kind) || !one.kinds.length);
  return html`<section class="d-part playbook" data-key="playbook" aria-label="${t("desk.playbook")}">
    <h3><span>${t("desk.playbook")}</span><button type="button" class="tiny solid" data-key="begin" data-testid="playbook-button" data-step-do="begin"
      aria-keyshortcuts="B" data-pending="${desk.isPending(`StartPlaybook:${ticket.id}`)}">${t("desk.playbook.begin")} <kbd>B</kbd></button></h3>
    ${wrong.map((one) => html`<p class="playbook-wrong" role="note">${whyWrong(one)}</p>`)}</section>`;
}

/** What the buttons of the checklist do, and key B. */
export class Steps {
  constructor(desk, detail, sheet) {
    Object.assign(this, { desk, detail, sheet });
    const deeds = { done: (x) => this.complete(x), skip: (x) => this.skip(x), send: (x) => this.send(x), begin: () => this.begin() };
    on(byId("desk-detail"), "click", "[data-step-do]", (_, x) => deeds[x.dataset.stepDo]?.(x));
  }

  /** The playbooks and the files that cannot be used; asked at the start and whenever one chooses. */
  async learn() {
    try {
      this.detail.playbooks = await this.desk.get("playbooks");
      this.detail.draw();
    } catch {
      // the button stays: the server begins the one of the kind
    }
  }

  step(id) {
    return this.desk.ticket?.steps?.find((one) => one.id === id);
  }

  async complete(x) {
    const { ticket } = this.desk;
    const step = this.step(x.dataset.step);
    if (!step) return;
    const answer = await this.desk.command("CompleteStep", { ticket_id: ticket.id, step_id: step.id }, `CompleteStep:${ticket.id}:${step.id}`);
    if (answer) this.desk.announce(t("desk.step.said", { step: named(step.text) }));
  }

  skip(x) {
    const { ticket } = this.desk;
    const step = this.step(x.dataset.step);
    const name = `SkipStep:${ticket.id}:${step.id}`;
    this.sheet.show({
      name,
      title: `${t("desk.step.skip")} · ${named(step.text)}`,
      confirm: t("desk.step.skip"),
      fields: [{ name: "reason", type: "text", required: true, label: "desk.field.reason" }],
      row: {},
      send: (values) => this.desk.command("SkipStep", { ticket_id: ticket.id, step_id: step.id, ...values }, name),
    });
  }

  /** The nearest free one of the role, chosen by the server. */
  send(x) {
    const { ticket } = this.desk;
    this.desk.command("OfferAssignment", { ticket_id: ticket.id, role: x.dataset.role }, `OfferAssignment:${ticket.id}:${x.dataset.step}`);
  }

  /** Choose one of the playbooks; that of the kind stands first. */
  async begin() {
    const { ticket } = this.desk;
    if (!ticket || ticket.playbook || !OPEN.includes(ticket.state)) return;
    await this.learn();
    const all = [...(this.detail.playbooks.playbooks ?? [])].sort((a, b) => b.kinds.includes(ticket.kind) - a.kinds.includes(ticket.kind));
    if (!all.length) return this.desk.say(t("desk.playbook.none"));
    const name = `StartPlaybook:${ticket.id}`;
    const words = Object.fromEntries(all.map((one) => [one.id, named(one)]));
    this.sheet.show({
      name,
      title: t("desk.playbook.begin"),
      fields: [{ name: "playbook_id", type: "choice", required: true, label: "desk.playbook", options: all.map((one) => one.id), words }],
      row: { playbook_id: all[0].id },
      send: (values) => this.desk.command("StartPlaybook", { ticket_id: ticket.id, ...values }, name),
    });
  }

  /** B: the next step that is open; on a ticket without a playbook, begin one. */
  focus() {
    const box = byId("desk-detail");
    const next = box.querySelector(".steps [data-state=open] .tick, .steps [data-state=waiting] .tick");
    if (!next) return this.begin();
    next.focus();
    return next.scrollIntoView({ block: "nearest" });
  }
}

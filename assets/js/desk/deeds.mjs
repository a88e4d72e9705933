// What the buttons and keys of the detail do. Nothing is drawn ahead of the server's word; a button only shows that it waits.

import { post } from "../api.mjs";
import { t } from "../i18n.mjs";
import { byId, on } from "./dom.mjs";
import { ACTIONS, ALERT_ACTIONS, body, possible, recallable } from "./actions.mjs";
import { liveAssignments } from "./model.mjs";

/** The id of the ticket that an answer opened. */
export const opened = (answer) => answer?.ticket_id ?? answer?.events?.find((event) => event.type === "TicketOpened")?.data?.ticket_id;

/** Nobody is asked or coming: then the server is told so, and refuses when a colleague was quicker. */
const isAlone = (ticket) => !liveAssignments(ticket).some((a) => a.stage !== "recalling" && !a.for_role);

export class Deeds {
  constructor(desk, detail, sheet) {
    Object.assign(this, { desk, detail, sheet });
    this.listen();
  }

  listen() {
    const deeds = {
      send: () => this.send(),
      whole: () => this.detail.showAll(),
      caller: () => this.revealCaller(),
      via: () => this.turnVia(),
      tap: (x) => this.tap(x.dataset.type, x.dataset.worker),
      recall: (x) => this.recall(x.dataset.worker),
      phone: (x) => this.revealPhone(x.dataset.worker),
      here: (x) => this.placeHere(x.dataset.worker),
      menu: () => this.toggleMenu(),
      "open-ticket": () => this.openForAlert(),
      "goto-ticket": () => this.desk.select("tickets", this.desk.alert.ticket_id),
    };
    on(byId("desk-detail"), "click", "[data-do]", (_, x) => x.dataset.do in deeds && deeds[x.dataset.do](x));
    on(byId("desk-detail"), "click", "[data-act]", (_, x) => this.act(x.dataset.act));
    on(this.detail.scroll, "click", "[data-testid=candidate-row]", (_, row) => this.detail.choose(row.dataset.workerId));
    this.detail.scroll.addEventListener("pointerover", (event) => this.detail.hover(event.target.closest?.("[data-testid=candidate-row]")?.dataset.workerId ?? null));
    this.detail.scroll.addEventListener("pointerleave", () => this.detail.hover(null));
    on(this.detail.scroll, "dblclick", "[data-testid=candidate-row]", () => this.send());
    on(this.detail.foot, "keydown", ".menu", (event, menu) => this.walkMenu(event, menu));
    document.addEventListener("click", (event) => !event.target.closest(".menu-wrap") && this.toggleMenu(false));
  }

  /** Send the one chosen. One who is busy, or whom a colleague is about to send, is asked for twice: the second word
   *  stacks the work, or takes it over. */
  async send() {
    const { desk, detail } = this;
    const { list } = detail;
    const { ticket } = desk;
    if (!ticket || !["pending", "active"].includes(ticket.state)) return;
    const choice = list.choice();
    if (!choice) return;
    const stack = choice.stackable ?? choice.why_not === "worker_busy";
    const rival = desk.rivals(choice.worker_id, ticket.id).length > 0;
    if ((stack || rival) && this.detail.confirming !== choice.worker_id) {
      this.detail.confirming = choice.worker_id;
      this.detail.draw();
      return;
    }
    const data = { ticket_id: ticket.id, worker_id: choice.worker_id, ...(stack && { stack: true }), ...(isAlone(ticket) && { alone: true }) };
    const answer = await desk.command("OfferAssignment", data, `OfferAssignment:${ticket.id}`);
    this.detail.confirming = null;
    if (!answer) return list.stale();
    list.sent();
    desk.announce(t("desk.sent", { name: choice.name }));
    this.detail.draw();
  }

  tap(type, worker) {
    const { ticket } = this.desk;
    const say = (more = {}) =>
      this.desk.command(type, { ticket_id: ticket.id, on_behalf_of: worker, via: this.detail.via, ...more }, `${type}:${ticket.id}:${worker}`);
    const title = `${t(`desk.tap.${type}`)} · ${this.desk.workerName(worker)}`;
    const ask = (fields, row = {}) => this.sheet.show({ name: `${type}:${ticket.id}:${worker}`, title, fields, row, send: say });
    if (type === "DeclineAssignment") return ask([{ name: "reason", type: "text", required: true, label: "desk.field.reason" }]);
    if (type === "ResolveTicket") {
      const options = ["done", "no_fault_found", "duplicate", "referred"];
      return ask([
        { name: "disposition", type: "choice", required: true, label: "disposition", options, text: "disposition" },
        { name: "note", type: "text", label: "desk.field.note" },
      ], { disposition: "done" });
    }
    return say();
  }

  /** Without a worker: whoever is the only one on it. */
  recall(worker = recallable(this.desk.ticket ?? {})?.worker_id) {
    const { ticket } = this.desk;
    if (!ticket || !worker) return;
    const name = `RecallAssignment:${ticket.id}:${worker}`;
    this.sheet.show({
      name,
      title: t("desk.recall_of", { name: this.desk.workerName(worker) }),
      confirm: t("action.recall"),
      fields: [{ name: "reason", type: "text", label: "desk.field.reason" }],
      row: {},
      send: (values) => this.desk.command("RecallAssignment", { ticket_id: ticket.id, worker_id: worker, ...values }, name),
    });
  }

  turnVia() {
    this.detail.via = this.detail.via === "phone" ? "radio" : "phone";
    this.detail.draw();
  }

  async revealCaller() {
    await this.reveal(`tickets/${encodeURIComponent(this.desk.ticket.id)}/caller`, (answer) => {
      this.detail.callerShown = answer.caller || answer.reporter || t("word.none");
    });
  }

  async revealPhone(worker) {
    await this.reveal(`workers/${encodeURIComponent(worker)}/phone`, (answer) => this.desk.phones.set(worker, answer.phone || t("word.none")));
  }

  /** The worker says by radio or telephone to be where the ticket is: a place, not an arrival. */
  async placeHere(worker) {
    try {
      await post(`workers/${encodeURIComponent(worker)}/place`, { ticket_id: this.desk.ticket.id });
      this.desk.announce(t("desk.here_done", { name: this.desk.workerName(worker) }));
    } catch (problem) {
      this.desk.refuse(problem);
    }
  }

  async reveal(path, take) {
    try {
      take(await this.desk.get(path));
      this.detail.draw();
    } catch (problem) {
      this.desk.refuse(problem);
    }
  }

  /** Do the named action to what is selected: at once, or after asking in the sheet. */
  act(name) {
    const row = this.desk.ticket ?? this.desk.alert;
    const action = (this.desk.ticket ? ACTIONS : ALERT_ACTIONS)[name];
    this.toggleMenu(false);
    if (!row || !action?.when(row)) return null;
    const id = `${name}:${row.id}`;
    const send = async (values) => {
      const answer = await this.desk.command(action.type, body(action, row, values), id);
      if (answer && action.told) this.desk.say(t(action.told)); // what it was done to leaves the screen
      return answer;
    };
    if (!action.fields) return send({});
    return this.sheet.show({ name: id, title: t(`desk.act.${name}`), fields: action.fields, row: action.amends || action.into || name === "prioritise" ? row : {}, send });
  }

  /** C: first that it is really done, then the end of it. */
  checkOrClose() {
    const names = this.desk.ticket ? possible(ACTIONS, this.desk.ticket) : [];
    const name = ["check_ok", "close"].find((one) => names.includes(one));
    if (name) this.act(name);
  }

  /** A: the alert before me; else those of the ticket before me, which quiets the sound. */
  acknowledge() {
    const { desk } = this;
    if (desk.alert) return this.act("acknowledge");
    for (const id of desk.ticket?.alert_ids ?? []) {
      const alert = desk.rows("alerts").get(id);
      if (alert && !alert.acknowledged_by) desk.command("AcknowledgeAlert", { alert_id: id }, `acknowledge:${id}`);
    }
    return null;
  }

  async openForAlert() {
    const { alert } = this.desk;
    const data = { kind: alert.kind, severity: alert.severity, alert_id: alert.id, description: alert.description ?? "" };
    const answer = await this.desk.command("OpenTicket", data, `OpenTicket:${alert.id}`);
    const id = opened(answer);
    if (id) this.desk.select("tickets", id);
  }

  walkMenu(event, menu) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.stopPropagation();
      this.toggleMenu(false);
      this.detail.foot.querySelector("[data-do=menu]").focus();
    }
    if (!step) return;
    event.preventDefault();
    const items = [...menu.querySelectorAll("button")];
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  }

  toggleMenu(to) {
    const menu = this.detail.foot.querySelector(".menu");
    if (!menu) return;
    menu.hidden = to === undefined ? !menu.hidden : !to;
    if (!menu.hidden) menu.querySelector("button")?.focus();
  }
}

// Other dispatchers at work: which ticket each has before them and whom they are about to send there, so that two do not
// handle one, and do not both count on the same person. It locks nothing: who presses again takes over.

import { t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";

const OWN_FOR_MS = 3000; // the server's word about what I had open may still be on its way

export class Looking {
  constructor(desk) {
    this.desk = desk;
    this.others = []; // [{name, id, worker}]
    this.told = null; // what the server heard last
    this.said = [];
    this.mine = new Map(); // ticket id → when I left it (Infinity: still open)
    this.socket = desk.live.link.socket;
    this.socket.on("looking", ({ items }) => this.hear(items));
    this.socket.on("hello", () => this.tell(true));
    desk.on("select", () => this.tell());
    desk.on("choice", () => this.tell());
    desk.rivals = (worker, ticket) => this.others.filter((one) => one.worker && (one.worker === worker || one.id === ticket));
    desk.lookers = (id) => this.others.filter((one) => one.id === id).map((one) => one.name);
    on(byId("desk-others"), "click", "[data-ticket]", (_, x) => desk.select("tickets", x.dataset.ticket));
  }

  tell(again = false) {
    const { table, id } = this.desk.selected;
    const ticket = table === "tickets" ? id : null;
    for (const [known, left] of this.mine) {
      if (left === Infinity) this.mine.set(known, performance.now());
    }
    if (ticket) this.mine.set(ticket, Infinity);
    const worker = ticket ? this.desk.chosen() : null;
    const word = `${ticket} ${worker}`;
    if (this.socket.connected && (again || word !== this.told)) {
      this.told = word;
      this.socket.emit("look", { ticket_id: ticket, ...(worker && { worker_id: worker }) });
    }
    this.settle();
  }

  hear(items) {
    this.said = items;
    this.settle();
  }

  /** Whether that is my own word come back (one account may have two windows: their other tickets are shown). */
  isOwn(name, id) {
    const left = this.mine.get(id);
    return name === this.desk.me.name && left !== undefined && performance.now() - left < OWN_FOR_MS;
  }

  settle() {
    this.others = this.said.filter(([name, id]) => !this.isOwn(name, id)).map(([name, id, worker = null]) => ({ name, id, worker }));
    this.draw();
    this.desk.emit("looking", this.others);
  }

  draw() {
    const seen = this.others.map(({ name, id }) => ({ name, id, number: this.desk.row({ table: "tickets", id })?.number }));
    const people = seen.filter(({ number }) => number).slice(0, 4);
    patch(byId("desk-others"), html`${people.map(({ name, id, number }) => html`<span class="other" data-key="${name} ${id}" title="${name}">
      <i class="face" aria-hidden="true">${[...name][0]}</i><span class="visually-hidden">${name}</span>
      <button type="button" class="link" data-ticket="${id}">${t("desk.looking", { n: number.split("-").at(-1) })}</button></span>`)}`);
  }
}

// Other dispatchers at work: which ticket each has before them, so that two do not handle one.

import { t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";

const TELL_EVERY_MS = 20_000; // the server forgets a look after a minute

export class Looking {
  constructor(desk) {
    this.desk = desk;
    this.others = new Map();
    this.socket = desk.live.link?.socket;
    this.socket?.on("looking", (said) => this.hear(said));
    this.socket?.on("hello", () => this.tell());
    desk.on("select", () => this.tell());
    desk.lookers = (id) => this.at(id);
    setInterval(() => this.tell(), TELL_EVERY_MS);
    on(byId("desk-others"), "click", "[data-ticket]", (_, x) => desk.select("tickets", x.dataset.ticket));
  }

  tell() {
    const { table, id } = this.desk.selected;
    if (this.socket?.connected) this.socket.emit("look", { ticket_id: table === "tickets" ? id : null });
  }

  /** A list of all who look, or one who moved: {name|who, ticket_id, client?}. */
  hear(said) {
    const list = Array.isArray(said) ? said : (said?.items ?? said?.looking);
    if (list) this.others.clear();
    for (const one of list ?? [said]) {
      const who = one?.client ?? one?.sid ?? one?.name ?? one?.who;
      if (!who || who === this.socket?.id) continue;
      if (one.gone) this.others.delete(who);
      else this.others.set(who, { name: one.name ?? one.who, ticket_id: one.ticket_id ?? null });
    }
    this.draw();
    this.desk.emit("looking", this.others);
  }

  /** Names of those who have this ticket before them. */
  at(ticketId) {
    return [...this.others.values()].filter((one) => one.ticket_id === ticketId).map((one) => one.name);
  }

  draw() {
    const people = [...this.others.values()].slice(0, 4);
    patch(byId("desk-others"), html`${people.map(({ name, ticket_id: id }) => {
      const row = id && this.desk.row({ table: "tickets", id });
      const short = row?.number?.split("-").at(-1);
      return html`<span class="other"><i class="face" aria-hidden="true">${[...String(name)][0]}</i>${short
        ? html`<button type="button" class="link" data-ticket="${id}">${t("desk.looking", { n: short })}</button>`
        : html`<span class="dim">${name}</span>`}</span>`;
    })}`);
  }
}

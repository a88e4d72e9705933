// "Escalated to me": tickets that nobody takes or that are late, told to the accounts that stand for their area; where no
// account does, to every dispatcher. Who says "I'm on it" stops them climbing.

import * as sound from "../sound.mjs";
import { t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";

const SETTLE_MS = 150; // a storm of rows is one question

export class Escalated {
  constructor(desk) {
    this.desk = desk;
    this.box = byId("desk-escalated");
    this.told = new Map(); // ticket id → what the server says about who is told
    this.known = new Map(); // ticket id → how far it had climbed when last asked for
    this.heard = null; // what sounded already; null until the first answer: what was there before is no news
    desk.live.link.socket.on("hello", () => this.soon());
    on(this.box, "click", "[data-ticket]", (_, x) => desk.select("tickets", x.dataset.ticket));
    on(this.box, "click", "[data-on-it]", (event, x) => {
      event.stopPropagation();
      desk.command("AcknowledgeEscalation", { ticket_id: x.dataset.onIt }, `AcknowledgeEscalation:${x.dataset.onIt}`);
    });
  }

  /** Rows changed: who is told is asked for only where something climbed or was taken up. */
  changed(tables) {
    const climbed = tables.tickets.upsert.some((id) => this.known.get(id) !== stepOf(this.desk.rows("tickets").get(id)));
    if (climbed) this.soon();
    this.draw();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), SETTLE_MS);
  }

  async fetch() {
    try {
      const items = await this.desk.get("escalations");
      this.told = new Map(items.map((one) => [one.ticket_id, one]));
      this.known = new Map([...this.desk.rows("tickets")].map(([id, row]) => [id, stepOf(row)]));
      this.alarm();
      this.draw();
    } catch {
      // the badge in the detail still says how far it climbed; the next row asks again
    }
  }

  /** Mine that still climb, the highest and oldest first as the server says. */
  mine() {
    const rows = [...this.told.values()].filter((one) => one.mine).map((one) => ({ ...one, row: this.desk.rows("tickets").get(one.ticket_id) }));
    return rows.filter(({ row }) => row?.escalation && ["pending", "active"].includes(row.state));
  }

  alarm() {
    const waiting = this.mine().filter(({ row }) => !row.escalation.taken_by);
    const fresh = waiting.filter(({ row }) => !this.heard?.has(`${row.id} ${row.escalation.at}`));
    if (this.heard) for (const { row } of fresh.slice(0, 1)) this.tell(row);
    this.heard ??= new Set();
    for (const { row } of fresh) this.heard.add(`${row.id} ${row.escalation.at}`);
  }

  tell(row) {
    const { desk } = this;
    if (!row.exercise) sound.play(row.severity);
    const words = [t("desk.escalated_mine"), t(`severity.${row.severity}`), desk.place(row), desk.matter(row)].join(" · ");
    byId("desk-alarm").textContent = words;
    desk.emit("toast", { tone: "alarm", text: words, about: row.id, act: () => desk.select("tickets", row.id) });
  }

  draw() {
    const mine = this.mine();
    this.box.hidden = !mine.length;
    if (!mine.length) return;
    patch(this.box, html`<h3>${t("desk.escalated_mine")} <span class="num">${mine.length}</span></h3><ul>${mine.map((one) => line(this.desk, one))}</ul>`);
  }
}

/** Changes whenever it climbs or somebody takes it up. */
const stepOf = (row) => (row?.escalation ? `${row.escalation.level} ${row.escalation.at} ${row.escalation.taken_by}` : undefined);

function line(desk, { row, nobody }) {
  const { level, reason, taken_by: taken } = row.escalation;
  const why = [t(`desk.raised.${reason}`), t("desk.escalated_to", { level: t(`level.${level}`) }), nobody && t("desk.nobody_stands")].filter(Boolean).join(" · ");
  return html`<li data-key="${row.id}" data-testid="escalated-row" data-ticket-id="${row.id}" data-severity="${row.severity}">
    <button type="button" class="link" data-ticket="${row.id}"><b>${desk.place(row)} · ${desk.matter(row)}</b></button>
    ${taken ? html`<span class="dim">${t("desk.escalated_taken", { who: desk.who(taken) })}</span>`
      : html`<button type="button" class="tiny solid" data-testid="btn-on-it" data-on-it="${row.id}" data-pending="${desk.isPending(`AcknowledgeEscalation:${row.id}`)}">${t("desk.on_it")}</button>`}
    <small>${why}</small></li>`;
}

// A small form at the foot of the detail: it never covers the map, Enter sends, Esc leaves.

import { t } from "../i18n.mjs";
import { byId, html, patch } from "./dom.mjs";
import { nearby, ticketTab } from "./model.mjs";
import { metres } from "./when.mjs";

const MERGE_NEAR_M = 500;

export class Sheet {
  constructor(desk) {
    this.desk = desk;
    this.box = byId("desk-sheet");
    this.box.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("click", (event) => event.target.closest("[data-do=cancel]") && this.close());
    this.box.addEventListener("keydown", (event) => this.key(event));
    desk.on("select", () => this.close());
    desk.on("pending", () => this.open && this.box.querySelector("[type=submit]")?.setAttribute("data-pending", this.busy));
  }

  get busy() {
    return this.desk.isPending(this.ask?.name);
  }

  key(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea")) {
      event.preventDefault();
      this.submit();
    } else return;
    event.stopPropagation();
  }

  /** Ask for `fields`; `send(values)` answers true when it was taken. */
  show({ name, title, confirm, fields, row, send }) {
    this.ask = { name, fields, send };
    this.open = true;
    this.back = document.activeElement;
    patch(this.box, "");
    patch(this.box, html`<form class="sheet" aria-label="${title}" autocomplete="off"><h3>${title}</h3>
      <div class="fields">${fields.map((field, i) => this.field(field, row, i))}</div>
      <div class="buttons"><button type="submit" class="primary">${confirm ?? title}<kbd>Enter</kbd></button>
        <button type="button" data-do="cancel">${t("action.cancel")}<kbd>Esc</kbd></button></div></form>`);
    this.box.hidden = false;
    this.box.querySelector("input, select, textarea")?.focus();
    this.box.querySelector("input[type=text]")?.select();
  }

  close() {
    if (!this.open) return;
    const inside = this.box.contains(document.activeElement);
    this.open = false;
    this.box.hidden = true;
    patch(this.box, "");
    if (inside) (this.back?.isConnected ? this.back : byId("desk-queue-box")).focus?.({ preventScroll: true });
  }

  field({ name, type, label, required, options, text, words, short }, row, i) {
    const value = row?.[name] ?? "";
    const id = `sheet-${name}`;
    if (type === "choice") return this.choice(name, label, options, (option) => words?.[option] ?? t(`${text}.${option}`), value);
    if (type === "tickets") return this.tickets(name, label, row);
    const input = type === "area"
      ? html`<textarea id="${id}" name="${name}" rows="3" maxlength="2000">${value}</textarea>`
      : html`<input id="${id}" name="${name}" type="text" inputmode="${type === "whole" ? "numeric" : "text"}" pattern="${type === "whole" ? "-?[0-9]+" : ".*"}"
          maxlength="200" value="${value}">`;
    return html`<div class="field ${short ? "short" : ""}"><label for="${id}">${t(label)}${required && html`<em aria-hidden="true">*</em>`}</label>${input}</div>`;
  }

  choice(name, label, options, worded, value) {
    return html`<fieldset class="choice"><legend>${t(label)}</legend>${options.map((option) => html`<label data-severity="${option}">
      <input type="radio" name="${name}" value="${option}" ${option === value && html`checked`}> ${worded(option)}</label>`)}</fieldset>`;
  }

  /** Other open tickets, the nearest first; those far away are not doubles. */
  tickets(name, label, row) {
    const others = [...this.desk.rows("tickets").values()].filter((x) => x.id !== row.id && ["pending", "active"].includes(x.state));
    const near = nearby(others, row, MERGE_NEAR_M).slice(0, 12);
    if (!near.length) return html`<p class="empty">${t("desk.merge_none", { m: MERGE_NEAR_M })}</p>`;
    return html`<fieldset class="picks"><legend>${t(label)}</legend>${near.map(({ row: x, metres: m }) => html`<label>
      <input type="checkbox" name="${name}" value="${x.id}"><span><b>${this.desk.place(x)}</b>
      <small>${this.desk.matter(x)} · ${t(`ticket.state.${ticketTab(x)}`)} · ${metres(m)} · ${x.number}</small></span></label>`)}</fieldset>`;
  }

  values() {
    const form = this.box.querySelector("form");
    const data = new FormData(form);
    const values = {};
    for (const { name, type } of this.ask.fields) {
      if (type === "tickets") values[name] = data.getAll(name);
      else if (type === "whole") values[name] = data.get(name)?.trim() ? Number(data.get(name)) : null;
      else values[name] = (data.get(name) ?? "").trim();
    }
    return values;
  }

  async submit() {
    if (this.busy) return;
    const values = this.values();
    const missing = this.ask.fields.find(({ name, required }) => required && !values[name]?.length);
    const wrong = this.ask.fields.find(({ name, type }) => type === "whole" && Number.isNaN(values[name]));
    if (missing || wrong) {
      this.box.querySelector(`[name=${(missing ?? wrong).name}]`)?.focus();
      this.desk.emit("toast", { tone: "refused", text: t("desk.fill", { field: t((missing ?? wrong).label) }) });
      return;
    }
    const asked = this.ask;
    if ((await asked.send(values)) && this.ask === asked) this.close();
  }
}

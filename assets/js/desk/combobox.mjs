// A text field with a list under it (WAI-ARIA combobox): arrows move, Enter takes, Esc shuts, typing asks again.

import { html, patch } from "./dom.mjs";

/**
 * `find(text)` answers options (or a promise of them); `draw(option)` their markup; `take(option)` when one is taken.
 * The newest question wins: an answer to an older one is dropped.
 */
export class Combobox {
  constructor(input, list, { find, draw, take, waitMs = 0 }) {
    Object.assign(this, { input, list, find, draw, take, waitMs });
    Object.assign(this, { options: [], at: -1, asked: 0 });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-autocomplete", "list");
    list.setAttribute("role", "listbox");
    input.addEventListener("input", () => this.ask());
    input.addEventListener("focus", () => input.value === "" && this.ask());
    input.addEventListener("blur", () => this.shut());
    input.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.at));
    });
  }

  get open() {
    return !this.list.hidden;
  }

  ask() {
    clearTimeout(this.timer);
    const number = ++this.asked;
    const run = async () => {
      const options = await this.find(this.input.value.trim());
      if (number !== this.asked || document.activeElement !== this.input) return;
      this.options = options;
      this.at = options.length && this.input.value.trim() ? 0 : -1;
      this.show();
    };
    if (this.waitMs) this.timer = setTimeout(run, this.waitMs);
    else run();
  }

  show() {
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(this.open));
    patch(this.list, html`${this.options.map((option, at) => html`<li role="option" id="${this.list.id}-${at}" data-at="${at}"
      aria-selected="${at === this.at}">${this.draw(option)}</li>`)}`);
    const active = this.list.querySelector("[aria-selected=true]");
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  shut() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  choose(at) {
    const option = this.options[at];
    this.shut();
    if (option !== undefined) this.take(option);
  }

  key(event) {
    if (event.isComposing) return; // an input method is still writing the word
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && !this.open && this.options.length === 0) this.ask();
    else if (move && this.options.length) {
      this.at = (this.at + move + this.options.length) % this.options.length;
      this.show();
    } else if (event.key === "Enter" && this.open && this.at >= 0) this.choose(this.at);
    else if (event.key === "Tab" && this.open && this.at >= 0) return this.choose(this.at); // and on to the next field
    else if (event.key === "Escape" && this.open && this.input.value) this.shut(); // an empty field's list is no step of its own
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

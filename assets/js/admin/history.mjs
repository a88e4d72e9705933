// The imports that were made, and undo.

import { get, post } from "../api.mjs";
import { ZONE } from "../format.mjs";
import { locale } from "../i18n.mjs";
import { h, opens, table } from "./dom.mjs";
import { titleOf, w } from "./page.mjs";

const SHOWN = 20;
const TIME = { timeZone: ZONE, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export class History {
  #rows = [];
  #open = false;
  element = h("div", { class: "imp-history", "data-testid": "import-history" });

  /** @param undone (answer) after an import was taken back; @param failed (error) */
  constructor(undone, failed) {
    Object.assign(this, { undone, failed });
  }

  async load() {
    try {
      this.#rows = await get("imports");
    } catch (error) {
      this.failed(error);
    }
    this.#draw();
  }

  #draw() {
    if (!this.#rows.length) return this.element.replaceChildren();
    const heads = [w("at"), w("register"), w("file"), w("counts"), w("state")];
    const part = opens(`${w("history")} (${this.#rows.length})`, this.#open, table(heads, this.#rows.slice(0, SHOWN).map((one) => this.#line(one))));
    part.addEventListener("toggle", () => (this.#open = part.open));
    this.element.replaceChildren(part);
  }

  #line(one) {
    const layers = Object.values(one.layers);
    const sum = (name) => layers.reduce((total, counts) => total + counts[name], 0).toLocaleString();
    const file = one.rejects ? [one.file, " ", h("a", { href: `/api/v1/imports/${one.id}/rejects`, download: true }, w("rejects", { n: one.rejected }))] : one.file;
    const cells = [new Date(one.at).toLocaleString(locale, TIME), titleOf(one.kind), file, `${sum("added")} / ${sum("changed")} / ${sum("gone")}`, this.#state(one)];
    return h("tr", { "data-import": one.id, class: one.undone_at ? "quiet" : "" }, cells.map((cell) => h("td", {}, cell)));
  }

  #state(one) {
    if (one.undone_at) return w("undone");
    return one.undoable ? undoButton(() => this.undo(one.id)) : w("superseded");
  }

  async undo(id) {
    try {
      this.undone(await post(`imports/${id}/undo`, {}, { timeout: 70000 }));
    } catch (error) {
      this.failed(error);
    }
    await this.load();
  }
}

/** Asks once more before it acts. */
export function undoButton(act) {
  const button = h("button", { type: "button", class: "btn adm-grave imp-undo", "data-testid": "import-undo" }, w("undo"));
  button.addEventListener("click", () => {
    if (button.dataset.sure) {
      button.disabled = true;
      act();
    } else {
      button.dataset.sure = "yes";
      button.textContent = w("undo_sure");
    }
  });
  button.addEventListener("blur", () => {
    delete button.dataset.sure;
    button.textContent = w("undo");
  });
  return button;
}

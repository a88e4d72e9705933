// New severe and extreme things: a sound, a number in the title, a word for screen readers; until somebody has looked.

import * as sound from "../sound.mjs";
import { t } from "../i18n.mjs";
import { byId } from "./dom.mjs";
import { isUrgent, needsEyes } from "./model.mjs";

const MUTED = "shaodao.desk.muted";

export class Notify {
  constructor(desk) {
    this.desk = desk;
    this.title = document.title;
    this.unseen = new Map();
    this.primed = false;
    this.muted = localStorage.getItem(MUTED) === "1";
    sound.askToPlay();
    sound.mute(this.muted);
    desk.on("select", ({ id }) => this.see(id));
    this.draw();
  }

  turn() {
    this.muted = !this.muted;
    localStorage.setItem(MUTED, this.muted ? "1" : "0");
    sound.mute(this.muted);
    this.draw();
    this.desk.say(t(this.muted ? "desk.muted" : "desk.unmuted"));
  }

  /** The first rows are what was there before; after them, what is new is told. */
  changed(tables) {
    const { desk } = this;
    if (!this.primed) {
      this.primed = true;
      this.known = new Set([...desk.rows("tickets").keys(), ...desk.rows("alerts").keys()]);
      return;
    }
    for (const table of ["tickets", "alerts"]) {
      for (const id of tables[table].upsert) this.judge(table, desk.rows(table).get(id));
      for (const id of tables[table].remove) this.see(id);
    }
    this.draw();
  }

  judge(table, row) {
    if (!row) return;
    if (this.unseen.has(row.id) && !this.waits(table, row)) this.unseen.delete(row.id);
    if (this.known.has(row.id)) return;
    this.known.add(row.id);
    if (!isUrgent(row) || !this.waits(table, row) || row.id === this.desk.selected.id) return;
    this.unseen.set(row.id, row);
    if (!row.exercise) sound.play(row.severity);
    const words = [t(`severity.${row.severity}`), this.desk.place(row), this.desk.matter(row)].join(" · ");
    byId("desk-alarm").textContent = words;
    this.desk.emit("toast", { tone: "alarm", text: words, about: row.id, act: () => this.desk.select(table, row.id) });
  }

  /** Whether nobody has dealt with it yet. */
  waits(table, row) {
    return table === "alerts" ? needsEyes(row) : row.state === "pending";
  }

  see(id) {
    if (this.unseen.delete(id)) this.draw();
  }

  draw() {
    const n = this.unseen.size;
    const title = n ? `(${n}) ${this.title}` : this.title;
    if (document.title !== title) document.title = title;
    byId("desk-sound").setAttribute("aria-pressed", String(!this.muted));
    byId("desk-sound").dataset.unseen = n || "";
  }
}

// Rounds (巡查) and standing (驻守): a question, its preview on the map, and only then a word to anybody. Opened by Q.

import { command, post } from "../api.mjs";
import { t } from "../i18n.mjs";
import { showRounds } from "../layers/rounds.mjs";
import { byId, html, on, patch } from "./dom.mjs";
import { changes, hands, news, signature, told } from "./rounds_told.mjs";
import { panel } from "./rounds_view.mjs";
import { Where } from "./rounds_where.mjs";
import { effect, send } from "./standing.mjs";

/** Ways, plan and drawing of 1,000 places take this long at most. */
const PATIENT = { timeout: 120_000 };
const AGAIN_MS = 1000;

export class Rounds {
  constructor(desk, map) {
    Object.assign(this, { desk, map, open: false, tab: "rounds", busy: false, preview: null, standing: null, looked: null });
    Object.assign(this, { held: [], known: null, fresh: new Set() });
    Object.assign(this, { layer: "buildings", workers: new Set(), days: 1, minutes: 8, title: "" });
    this.where = new Where(desk, map, { layer: () => this.layer, changed: () => this.draw() });
    this.box = byId("desk-rounds");
    on(this.box, "click", "[data-do]", (_, x) => this[x.dataset.do]?.(x.dataset.arg));
    on(this.box, "change", "[data-field]", (_, x) => this.set(x.dataset.field, x.value));
    on(this.box, "change", "[data-worker]", (_, x) => this.choose(x.dataset.worker, x.checked));
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
    this.draw();
  }

  set(field, value) {
    if (field === "where") this.where.set(value);
    else this[field] = field === "days" || field === "minutes" ? Number(value) : value;
    if (field === "layer") this.where.again();
    this.draw();
  }

  choose(id, taken) {
    if (taken) this.workers.add(id);
    else this.workers.delete(id);
    this.draw();
  }

  toggle() {
    return this.open ? this.close() : this.show();
  }

  async show() {
    this.open = true;
    this.fresh.clear();
    this.draw();
    this.box.querySelector(".rounds-panel button, .rounds-panel select")?.focus();
    await this.where.learn();
    await this.fetch();
  }

  close() {
    const inside = this.box.contains(document.activeElement);
    this.open = false;
    this.fresh.clear();
    this.where.set("");
    this.clear();
    if (inside) byId("desk-queue-box").focus?.({ preventScroll: true });
  }

  show_tab(tab) {
    this.tab = tab;
    this.clear();
  }

  /** Nothing is previewed or looked at any more. */
  clear() {
    Object.assign(this, { preview: null, standing: null, looked: null, ending: null });
    this.map.setLayer("rounds", false);
    this.map.setLayer("stands", false);
    this.where.show();
    this.draw();
  }

  // --- rounds ---------------------------------------------------------------------------------

  plan() {
    const asked = { layer: this.layer, ...this.where.asked(), workers: [...this.workers], days: this.days, minutes_per_place: this.minutes };
    return this.ask(async () => {
      this.preview = await post("rounds", { ...asked, title: this.title }, PATIENT);
      this.see(this.preview.walks);
    });
  }

  /** Tell those who walk: the preview becomes a round. */
  accept() {
    const { walks, round_id, rev, left, why, begins, ends } = this.preview;
    return this.ask(async () => {
      if (round_id) await command("ReplanRound", { round_id, rev, why, walks: { walks: walks.map(told) }, left: left.map(({ id }) => id) });
      else await command("PlanRound", { title: this.title || `${this.where.name()} ${t("desk.rounds.title")}`.trim(), walks: { walks: walks.map(told) }, begins, ends });
      this.desk.say(t("desk.rounds.told", { n: new Set(walks.map((walk) => walk.worker_id)).size }));
      this.where.set("");
      this.clear();
      await this.fetch();
    });
  }

  replan(id) {
    return this.ask(async () => {
      this.preview = await post(`rounds/${id}/plan`, {}, PATIENT);
      this.see(this.preview.walks);
    });
  }

  /** For everybody who walks it: the second press does it. */
  end(id) {
    if (this.ending !== id) {
      this.ending = id;
      return this.draw();
    }
    return this.ask(async () => {
      await command("CancelRound", { round_id: id });
      this.clear();
      await this.fetch();
    });
  }

  /** Draw a round under way, and keep it drawn as it is ticked. */
  look(id) {
    this.preview = null;
    this.looked = this.looked === id ? null : id;
    const held = this.held.find((one) => one.id === this.looked);
    if (held) this.see(held.walks, held.left);
    else this.map.setLayer("rounds", false);
    this.draw();
  }

  see(walks, left = []) {
    showRounds(walks, left);
    this.map.setLayer("rounds", true);
    this.map.redraw("rounds");
  }

  async fetch() {
    const before = this.held;
    const asked = signature(this.desk.rows("workers"));
    try {
      this.held = (await this.desk.get("rounds")).rounds;
    } catch {
      return; // the next tick asks again
    }
    this.known = asked;
    this.hear(news(before, this.held));
    const held = this.held.find((one) => one.id === this.looked);
    if (held) this.see(held.walks, held.left);
    this.draw();
  }

  /** The engine planned a round anew: said once, and marked until the panel was open. */
  hear(rounds) {
    for (const { id, title, replanned } of rounds) {
      this.fresh.add(id);
      const [first] = changes(replanned);
      this.desk.say(t("desk.rounds.by_itself", { title, n: replanned.count, who: first ? hands(first) : "" }));
    }
  }

  /** Rows changed: a tick, or a new plan, is on the rows of those who walk. */
  changed(tables) {
    if (!tables.workers?.upsert.length || this.timer || signature(this.desk.rows("workers")) === this.known) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.fetch();
    }, AGAIN_MS);
  }

  // --- standing -------------------------------------------------------------------------------

  stand() {
    return this.ask(() => effect(this));
  }

  send() {
    return this.ask(() => send(this));
  }

  async ask(work) {
    if (this.busy) return;
    this.busy = true;
    this.draw();
    try {
      await work();
    } catch (problem) {
      this.desk.refuse(problem);
    }
    this.busy = false;
    this.draw();
  }

  draw() {
    patch(this.box, html`${this.open && panel(this)}<button type="button" class="plan-chip" data-key="chip" data-do="toggle" aria-expanded="${this.open}">
      <b>${t("desk.rounds.title")}</b> ${this.held.length > 0 && html`<span class="num">${this.held.length}</span>`}${this.fresh.size > 0 && html`<span class="chip chip-moderate" data-testid="rounds-fresh">${t("desk.rounds.fresh")}</span>`}<kbd>Q</kbd></button>`);
  }
}

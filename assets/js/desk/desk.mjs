// What the parts of the desk share: the live rows, what is selected, how to ask and how to be refused.

import * as api from "../api.mjs";
import { place } from "../format.mjs";
import { has, kindName, t } from "../i18n.mjs";
import { byId } from "./dom.mjs";

/** One dispatcher's desk. Changes come only from the server's rows; the desk itself holds a selection and no truth. */
export class Desk {
  constructor(live) {
    this.live = live;
    this.selected = { table: "tickets", id: null };
    this.kinds = new Map();
    this.me = { name: "", role: "dispatcher" };
    this.closed = new Map(); // rows fetched by GET /tickets, that no delta brings
    this.phones = new Map(); // numbers shown by need, worker id → number
    this.pending = new Set(); // commands under way, by a name the buttons know
    this.lookers = () => []; // names of others who have a ticket before them (looking.mjs)
    this.rivals = () => []; // others about to send this worker, or somebody to this ticket (looking.mjs)
    this.chosen = () => null; // whom I would send with one key (detail.mjs)
    this.walkOf = () => null; // seconds of a candidate's walk to the ticket before me (candidates.mjs)
    this.listeners = {};
  }

  on(type, listener) {
    (this.listeners[type] ??= []).push(listener);
    return this;
  }

  emit(type, detail) {
    for (const listener of this.listeners[type] ?? []) listener(detail);
  }

  /** The server's clock, epoch ms: nothing here counts by the machine's own. */
  now() {
    return this.live.now();
  }

  rows(name) {
    return this.live.store.rows(name);
  }

  row({ table, id }) {
    return this.rows(table).get(id) ?? (table === "tickets" ? this.closed.get(id) : null) ?? null;
  }

  get ticket() {
    return this.selected.table === "tickets" ? this.row(this.selected) : null;
  }

  get alert() {
    return this.selected.table === "alerts" ? this.row(this.selected) : null;
  }

  /** Take a row in view. `by` is "key", "click", "map" or "search". */
  select(table, id, by = "click") {
    if (this.selected.table === table && this.selected.id === id) return;
    this.selected = { table, id };
    this.emit("select", { table, id, by });
  }

  kindName(id) {
    const kind = this.kinds.get(id);
    if (!kind) return kindName(id);
    return document.documentElement.lang.startsWith("en") ? kind.en : kind.zh;
  }

  matter(row) {
    const kind = this.kinds.get(row.kind);
    return !row.title || row.title === kind?.zh ? this.kindName(row.kind) : row.title;
  }

  /** A mark of the map in one line. */
  titleOf({ kind, id, row, layer }) {
    return kind === "worker" || layer ? (row.name ?? id) : `${this.matter(row)} · ${this.place(row)}`;
  }

  place(row) {
    return place(row);
  }

  workerName(id) {
    return this.rows("workers").get(id)?.name ?? id ?? "";
  }

  /** "worker:w07" → "网格员 07", "dispatcher:甲" → "调度员 甲", "engine" → "系统". */
  who(actor) {
    const [kind, id] = String(actor ?? "").split(/:(.*)/s);
    if (kind === "worker") return this.workerName(id);
    const word = has(`actor.${kind}`) ? t(`actor.${kind}`) : kind;
    return id && !["engine", "system"].includes(kind) ? `${word} ${id}` : word;
  }

  get(path) {
    return api.get(path);
  }

  isPending(name) {
    return this.pending.has(name);
  }

  /** Ask the server. Answers its answer, or null after saying why it was refused. Once at a time per `name`. */
  async command(type, data, name = type) {
    if (this.pending.has(name)) return null;
    this.pending.add(name);
    this.emit("pending", name);
    try {
      return (await api.command(type, data)) ?? {};
    } catch (problem) {
      this.refuse(problem);
      return null;
    } finally {
      this.pending.delete(name);
      this.emit("pending", name);
    }
  }

  refuse(problem) {
    const text = problem?.code === "network" ? t("desk.offline_refused") : problem?.message || t("desk.refused");
    this.emit("toast", { tone: "refused", text });
  }

  /** For screen readers only: what a sighted person sees happen. */
  announce(text) {
    byId("desk-said").textContent = text;
  }

  say(text) {
    this.emit("toast", { tone: "done", text });
  }
}

// A new ticket while the caller is on the line: N, place, kind, who, Enter. It takes the right column; the map stays free.

import { t } from "../i18n.mjs";
import { severityIcon } from "../format.mjs";
import { byId, html, on, patch, raw } from "./dom.mjs";
import { Combobox } from "./combobox.mjs";
import { opened } from "./deeds.mjs";
import { doubles } from "./doubles.mjs";
import { SEVERITIES, severityRank } from "./model.mjs";
import { matches } from "./pinyin.mjs";
import { drawPlace, findPlaces, nameOf } from "./places.mjs";

const field = (name, label, extra = "", attributes = html``) => html`<div class="field ${extra}"><label for="new-${name}">${label}</label>
  <input id="new-${name}" name="${name}" type="text" maxlength="200" ${attributes}></div>`;

const combo = (name, label, hint) => html`<div class="field combo"><label for="new-${name}">${label}<em aria-hidden="true">*</em></label>
  <input id="new-${name}" name="${name}" type="text" maxlength="200" placeholder="${hint}">
  <ul id="new-${name}-list" class="options" aria-label="${label}" hidden></ul></div>`;

const form = () => html`<form class="sheet" aria-label="${t("desk.new.title")}" autocomplete="off">
  <h2>${t("desk.new.title")}<span class="hint"><kbd>Enter</kbd> ${t("desk.new.submit")} · <kbd>Esc</kbd> ${t("action.cancel")}</span></h2>
  ${combo("place", t("ticket.place"), t("desk.new.place_hint"))}
  <p class="spot" id="new-spot"></p>
  <div class="fields">${field("unit", t("desk.field.unit"), "short")}${field("floor", t("desk.field.floor"), "short", html`inputmode="numeric"`)}
    ${field("room", t("desk.field.room"), "short")}</div>
  ${combo("kind", t("ticket.kind"), t("desk.new.kind_hint"))}
  <fieldset class="choice" id="new-severity"><legend>${t("severity")}</legend>${SEVERITIES.map((name) => html`<label data-severity="${name}">
    <input type="radio" name="severity" value="${name}">${raw(severityIcon(name))} ${t(`severity.${name}`)}</label>`)}</fieldset>
  ${field("caller", t("desk.field.caller"))}
  <div class="field"><label for="new-description">${t("ticket.description")}</label><textarea id="new-description" name="description" rows="2" maxlength="2000"></textarea></div>
  <label class="tick"><input type="checkbox" name="exercise"> ${t("ticket.exercise")}</label>
  <div id="new-doubles" aria-live="polite"></div>
  <div class="buttons"><button type="submit" class="primary">${t("desk.new.submit")}<kbd>Enter</kbd></button>
    <button type="button" data-do="cancel">${t("action.cancel")}<kbd>Esc</kbd></button></div></form>`;

export class NewTicket {
  constructor(desk, map) {
    Object.assign(this, { desk, map, open: false });
    this.box = byId("desk-new");
    on(this.box, "click", "[data-do=cancel]", () => this.close());
    on(this.box, "click", "[data-double]", (_, x) => this.takeDouble(x.dataset.double));
    this.box.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else return;
    event.stopPropagation();
  }

  /** @param spot {lon, lat} to begin with, from a card on the map. */
  show(spot = null) {
    if (this.open) return this.input("place").focus();
    this.open = true;
    Object.assign(this, { where: null, kind: null, chose: false });
    patch(this.box, "");
    patch(this.box, form());
    this.box.hidden = false;
    byId("desk-detail").hidden = true;
    this.wire();
    this.input("place").focus();
    this.stopPicking = this.map.pick((pressed) => this.picked(pressed));
    if (spot) this.picked(spot);
    return null;
  }

  close() {
    if (!this.open) return;
    this.open = false;
    this.box.hidden = true;
    patch(this.box, "");
    byId("desk-detail").hidden = false;
    this.stopPicking();
    byId("desk-queue-box").focus({ preventScroll: true });
  }

  input(name) {
    return this.box.querySelector(`#new-${name}`);
  }

  wire() {
    new Combobox(this.input("place"), byId("new-place-list"), {
      find: async (text) => (await findPlaces(this.desk, text)).filter((place) => place.layer !== "tickets"),
      draw: drawPlace,
      take: (place) => this.takePlace(place),
      waitMs: 90,
    });
    new Combobox(this.input("kind"), byId("new-kind-list"), {
      find: (text) => this.findKinds(text),
      draw: (kind) => html`${raw(severityIcon(kind.severity))}<b>${this.desk.kindName(kind.id)}</b><small>${t(`severity.${kind.severity}`)}</small>`,
      take: (kind) => this.takeKind(kind),
    });
    this.input("place").addEventListener("input", () => this.setWhere(null));
    this.input("kind").addEventListener("input", () => (this.kind = null));
    on(this.box, "change", "[name=severity]", () => (this.chose = true));
  }

  findKinds(text) {
    const kinds = [...this.desk.kinds.values()].filter((kind) => kind.opens !== "no");
    const found = text ? kinds.filter((kind) => matches(`${kind.zh} ${kind.en} ${kind.initials ?? ""} ${kind.id}`, text)) : kinds;
    const starts = (kind) => (text && matches(kind.zh.slice(0, text.length), text) ? 0 : 1);
    return found.sort((a, b) => starts(a) - starts(b) || severityRank(a.severity) - severityRank(b.severity)).slice(0, 12);
  }

  takeKind(kind) {
    this.kind = kind;
    this.input("kind").value = this.desk.kindName(kind.id);
    if (!this.chose) this.box.querySelector(`[name=severity][value=${kind.severity}]`).checked = true;
    this.input("caller").focus();
    this.drawDoubles();
  }

  takePlace(place) {
    this.input("place").value = place.name;
    if (place.unit) this.input("unit").value = place.unit;
    if (place.floor != null) this.input("floor").value = place.floor;
    this.setWhere(place);
    this.input("unit").focus();
  }

  /** A click on the map, while the form is open. */
  async picked(spot) {
    const known = await nameOf(this.desk, spot);
    if (!this.open) return;
    this.setWhere({ ...spot, ...known, picked: true });
    if (known.name) this.input("place").value = known.name;
    (this.input("place").value ? this.input("kind") : this.input("place")).focus();
  }

  setWhere(where) {
    this.where = where;
    this.input("place").closest(".field").toggleAttribute("data-found", Boolean(where));
    byId("new-spot").textContent = where
      ? t(where.picked ? "desk.new.picked" : "desk.new.found", { lon: where.lon?.toFixed(5), lat: where.lat?.toFixed(5) })
      : "";
    this.drawDoubles();
  }

  drawDoubles() {
    patch(byId("new-doubles"), doubles(this.desk, this.where, this.kind));
  }

  values() {
    const data = new FormData(this.box.querySelector("form"));
    const text = (name) => (data.get(name) ?? "").trim();
    const floor = text("floor").match(/^-?\d+/)?.[0] ?? text("floor");
    return {
      place: text("place"), unit: text("unit").replace(/^\d+$/, (n) => t("desk.unit_n", { n })), room: text("room"), caller: text("caller"), description: text("description"),
      floor: floor === "" ? null : Number(floor), severity: data.get("severity"), exercise: data.has("exercise"),
    };
  }

  /** It is the same case: what the caller said is added there, and that ticket is opened. */
  async takeDouble(id) {
    const { caller, description } = this.values();
    const text = [t("desk.new.called_again"), caller, description].filter(Boolean).join(" · ");
    if (!(await this.desk.command("AddNote", { ticket_id: id, text }, `same:${id}`))) return;
    this.close();
    this.desk.select("tickets", id, "form");
  }

  missing(values) {
    if (!values.place && !this.where) return ["place", t("desk.fill", { field: t("ticket.place") })];
    if (!this.kind) return ["kind", t("desk.fill", { field: t("ticket.kind") })];
    if (Number.isNaN(values.floor)) return ["floor", t("desk.fill", { field: t("desk.field.floor") })];
    return null;
  }

  async submit() {
    const values = this.values();
    const [first] = this.findKinds(this.input("kind").value.trim());
    if (!this.kind && this.input("kind").value.trim() && first) this.takeKind(first);
    const missing = this.missing(values);
    if (missing) {
      this.input(missing[0]).focus();
      this.desk.emit("toast", { tone: "refused", text: missing[1] });
      return;
    }
    const button = this.box.querySelector("[type=submit]");
    button.dataset.pending = "true";
    const answer = await this.desk.command("OpenTicket", this.data(values), "new");
    delete button.dataset.pending;
    if (!answer) return;
    this.close();
    const id = opened(answer);
    if (id) this.desk.select("tickets", id, "form");
  }

  data({ floor, severity, ...values }) {
    const { where, kind } = this;
    const spot = where?.layer === "buildings" && !where.picked ? { building_id: where.id } : {};
    const point = Number.isFinite(where?.lon) ? { lon: where.lon, lat: where.lat } : {};
    return { kind: kind.id, ...values, ...spot, ...point, ...(floor !== null && { floor }), severity: severity ?? kind.severity };
  }
}

// The forms of the phone: closing, returning, found on patrol, calling for help. A form is a dialog of its own, so that
// the job behind it may change without moving what is being typed.

import { t } from "../i18n.mjs";
import { h } from "./dom.mjs";
import { keep } from "./photos.mjs";

const DISPOSITIONS = ["done", "no_fault_found", "duplicate", "referred"];
const REASONS = ["busy", "far", "unable", "unsafe", "other"];

/** Open a form; answers what was entered, or null when it was left. */
function ask(title, body, submit, read) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "ph-form", "aria-label": title });
    const leave = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const form = h(
      "form",
      { method: "dialog", onsubmit: (event) => (event.preventDefault(), leave(read(form))) },
      h("h2", {}, title),
      ...body,
      h("button", { class: "ph-primary", "data-testid": "btn-submit" }, submit),
      h("button", { type: "button", class: "ph-button", "data-testid": "btn-cancel", onclick: () => leave(null) }, t("phone.back")),
    );
    dialog.addEventListener("cancel", () => leave(null));
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
  });
}

const choice = (name, value, words, checked) =>
  h("label", { class: "ph-choice" }, h("input", { type: "radio", name, value, checked }), h("span", {}, words));

const words = (name, label, required) =>
  h("label", { class: "ph-field" }, label, h("textarea", { name, rows: 3, maxlength: 1000, required, "data-testid": `input-${name}` }));

/** A picture button that keeps what was chosen; `names` are what the outbox will upload. */
function pictures(names) {
  const count = h("span", { class: "ph-count" });
  const input = h("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    multiple: true,
    "data-testid": "input-photo",
    onchange: async () => {
      for (const file of input.files) names.push(await keep(file));
      input.value = "";
      count.textContent = t("phone.photos", { n: names.length });
    },
  });
  return h("label", { class: "ph-button ph-file" }, t("phone.take_photo"), input, count);
}

export function closing() {
  const names = [];
  const body = [
    h("fieldset", {}, h("legend", {}, t("disposition")), DISPOSITIONS.map((d, n) => choice("disposition", d, t(`disposition.${d}`), n === 0))),
    words("note", t("phone.note")),
    pictures(names),
  ];
  return ask(t("phone.closing"), body, t("phone.submit"), (form) => ({
    disposition: form.elements.disposition.value,
    note: form.elements.note.value.trim(),
    photos: names,
  }));
}

export function declining() {
  const body = [
    h("fieldset", {}, h("legend", {}, t("phone.reason")), REASONS.map((r, n) => choice("reason", r, t(`phone.reason.${r}`), n === 0))),
    words("note", t("phone.reason.more")),
  ];
  return ask(t("phone.decline_title"), body, t("phone.decline_submit"), (form) =>
    [t(`phone.reason.${form.elements.reason.value}`), form.elements.note.value.trim()].filter(Boolean).join("："),
  );
}

export function picturing() {
  const names = [];
  return ask(t("phone.photo"), [pictures(names), words("note", t("phone.note"))], t("phone.submit"), (form) => ({
    photos: names,
    text: form.elements.note.value.trim(),
  }));
}

/** Found on patrol: what it is, where in words, and what was seen. */
export function reporting(kinds, zh, known = "") {
  const options = [...kinds.values()].map((kind) => h("option", { value: kind.id }, zh ? kind.zh : kind.en));
  const body = [
    h("label", { class: "ph-field" }, t("ticket.kind"), h("select", { name: "kind", "data-testid": "input-kind" }, options)),
    h("label", { class: "ph-field" }, t("ticket.place"), h("input", { name: "place", maxlength: 200, required: true, value: known, "data-testid": "input-place" })),
    words("note", t("ticket.description")),
  ];
  return ask(t("phone.report"), body, t("phone.submit"), (form) => ({
    kind: form.elements.kind.value,
    place: form.elements.place.value.trim(),
    description: form.elements.note.value.trim(),
  }));
}

/** Why a place of a round could not be seen; null when it was not meant. */
export async function missing(name) {
  const said = await ask(`${name} · ${t("phone.round.missed")}`, [words("note", t("phone.round.why"))], t("phone.submit"), (form) => ({ note: form.elements.note.value.trim() }));
  return said ? said.note : null;
}

export const callingForHelp = () =>
  ask(t("phone.sos"), [h("p", {}, t("phone.sos_ask"))], t("phone.sos_submit"), () => true);

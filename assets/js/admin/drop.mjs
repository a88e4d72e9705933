// The place to drop a file, and the blank forms beside it.

import { choice, h } from "./dom.mjs";
import { limitMb, templates, titleOf, w } from "./page.mjs";

/** The place; `take(file)` gets one file that is not too large, `refuse(words)` why not. */
export function drop(take, refuse) {
  const input = h("input", { type: "file", id: "imp-file", class: "visually-hidden", "data-testid": "import-file" });
  input.addEventListener("change", () => chosen(input.files, take, refuse));
  const words = h("p", {}, `${w("drop")} `, h("label", { for: "imp-file", class: "imp-choose" }, w("choose")));
  const place = h("div", { class: "imp-drop", "data-testid": "import-drop" }, input, words, h("p", { class: "adm-note" }, w("formats", { mb: limitMb() })));
  const over = (on) => (event) => {
    event.preventDefault();
    place.classList.toggle("over", on);
  };
  place.addEventListener("dragover", over(true));
  place.addEventListener("dragleave", over(false));
  place.addEventListener("drop", (event) => {
    over(false)(event);
    chosen(event.dataTransfer.files, take, refuse);
  });
  return h("div", { class: "imp-start" }, place, blank());
}

function chosen(files, take, refuse) {
  if (!files.length) return;
  const size = files[0].size / 1e6;
  if (files.length > 1) refuse(w("one_file"));
  else if (size > limitMb()) refuse(w("too_large", { size: Math.round(size), mb: limitMb() }));
  else take(files[0]);
}

/** A register's empty form, as two links. */
function blank() {
  const links = ["xlsx", "csv"].map((ending) => h("a", { class: "btn", download: true, "data-testid": `template-${ending}` }, ending.toUpperCase()));
  const aim = (register) => links.forEach((link) => link.setAttribute("href", `/api/v1/templates/${register}.${link.textContent.toLowerCase()}`));
  const listed = templates().map((id) => [id, titleOf(id)]);
  aim(listed[0][0]);
  const choose = choice("template", listed, listed[0][0], aim, { "aria-label": w("template_choose") });
  return h("div", { class: "imp-blank" }, h("p", { class: "imp-label" }, w("template_of")), h("div", { class: "imp-row" }, choose, ...links), h("p", { class: "adm-note" }, w("template_says")));
}

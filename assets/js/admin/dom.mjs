// Elements in one line.

/** `h("p", {class: "x", onclick}, "text", child)`; null and false children are left out. */
export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A choice of `[value, words]`; tells the value that was chosen. */
export function choice(name, options, value, onchange, more = {}) {
  const listed = options.map(([one, words]) => h("option", { value: one, selected: one === value }, words));
  return h("select", { name, class: "imp-select", onchange: (event) => onchange(event.target.value), ...more }, listed);
}

/** A choice under its label. */
export const labelled = (words, control, hint = null) =>
  h("label", { class: "imp-field" }, h("span", { class: "imp-label" }, words), control, hint && h("span", { class: "adm-note" }, hint));

/** A part that opens. */
export const opens = (words, open, ...children) =>
  h("details", { class: "imp-more", open }, h("summary", {}, words), ...children);

/** A table: headings, rows of cells. */
export function table(headings, rows, more = {}) {
  const head = h("thead", {}, h("tr", {}, headings.map((words) => h("th", { scope: "col" }, words))));
  const body = h("tbody", {}, rows.map((cells) => (cells instanceof Node ? cells : h("tr", {}, cells.map((cell) => h("td", {}, cell))))));
  return h("div", { class: "imp-scroll", tabindex: "0" }, h("table", { class: "imp-table", ...more }, head, body));
}

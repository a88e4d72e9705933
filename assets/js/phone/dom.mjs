// Elements as calls: h("button", {class: "x", onclick}, "text", child). Text is always text, never markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Markup of our own making (icons), as an element. */
export function icon(svg, className) {
  const holder = h("span", { class: className, "aria-hidden": "true" });
  holder.innerHTML = svg;
  return holder;
}

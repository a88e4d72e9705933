// Markup as escaped text, and a patch that leaves untouched nodes alone: focus, hover and scrolling survive a redraw.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text that is markup already (an icon of ours); everything else is escaped. */
export class Markup {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}

export const raw = (text) => new Markup(text);

export const escape = (value) => String(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

function part(value) {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  return Array.isArray(value) ? value.map(part).join("") : escape(value);
}

/** html`<b>${anything}</b>`: values are escaped, arrays joined, null and false are nothing. */
export function html(strings, ...values) {
  return new Markup(strings.reduce((text, string, i) => text + part(values[i - 1]) + string));
}

/** What a button does is who it is: it must not become another one under the finger that is about to press it. */
const deed = ({ nodeName, dataset }) => (nodeName === "BUTTON" && [dataset.do, dataset.act, dataset.type, dataset.worker].join(" ").trim()) || null;

const key = (node) => (node.nodeType === 1 ? node.getAttribute("data-key") ?? deed(node) : null);

const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && key(a) === key(b);

/** `data-keep` names the attribute that belongs to the reader: a menu stays open while what is under it changes. */
function patchAttributes(from, to) {
  const kept = from.dataset.keep;
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && name !== kept) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (name !== kept && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

function patchNode(from, to) {
  if (from.nodeType !== 1) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.hasAttribute("data-until") && from.dataset.until === to.dataset?.until) to.textContent = from.textContent;
  patchAttributes(from, to);
  if (!to.hasAttribute("data-own")) patchChildren(from, to); // data-own: somebody else fills it
}

function patchChildren(from, to) {
  const keyed = new Map();
  for (const child of from.children) if (key(child)) keyed.set(key(child), child);
  let present = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const known = key(wanted) && keyed.get(key(wanted));
    if (known && known !== present && alike(known, wanted)) {
      from.insertBefore(known, present);
      patchNode(known, wanted);
    } else if (present && alike(present, wanted)) {
      const next = present.nextSibling;
      patchNode(present, wanted);
      present = next;
    } else {
      from.insertBefore(wanted, present);
    }
  }
  while (present) {
    const next = present.nextSibling;
    present.remove();
    present = next;
  }
}

/**
 * Make `element` show `markup`, touching only what differs. A node that moves would lose the focus: it gets it back; one
 * that goes leaves it to the group it stood in, so that the key meant for it does nothing instead of something else.
 */
export function patch(element, markup) {
  const held = document.activeElement;
  const group = held?.closest?.("[role=group]");
  const template = document.createElement("template");
  template.innerHTML = String(markup);
  patchChildren(element, template.content);
  if (held === document.activeElement) return;
  const heir = [held, group].find((one) => one && element.contains(one));
  heir?.focus({ preventScroll: true });
}

/** One listener on `element` for every present and later child that matches `selector`. */
export function on(element, type, selector, handler) {
  element.addEventListener(type, (event) => {
    const target = event.target.closest?.(selector);
    if (target && element.contains(target)) handler(event, target);
  });
}

export const byId = (id) => document.getElementById(id);

/** Whether the person is typing, so that a letter is a letter and not a key of the desk. */
export function isTyping(target) {
  return Boolean(target?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]"));
}

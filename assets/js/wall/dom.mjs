// Touching the page no more than needed: a text or an attribute is written only when it is another one.

export const byId = (id) => document.getElementById(id);

/** Set the text of an element if it differs. */
export function say(element, text) {
  const words = String(text ?? "");
  if (element && element.textContent !== words) element.textContent = words;
}

/** Set the markup of an element if it differs. Everything in it from outside went through `esc`. */
export function draw(element, html) {
  if (element && element.drawn !== html) {
    element.innerHTML = html;
    element.drawn = html;
  }
}

/** Show or hide. */
export function show(element, on) {
  if (element && element.hidden === on) element.hidden = !on;
}

/** Resolves with the element once Dash has put it on the page. */
export function arrived(id) {
  return new Promise((resolve) => {
    const there = byId(id);
    if (there) return resolve(there);
    const watch = new MutationObserver(() => {
      if (!byId(id)) return;
      watch.disconnect();
      resolve(byId(id));
    });
    watch.observe(document.body, { childList: true, subtree: true });
    return undefined;
  });
}

// Texts of the page: the catalogue travels in <script type="application/json" id="i18n">, the locale in <html lang>.
// A missing word shows its key, so that it is seen and mended, and never an empty place.

const page = typeof document === "undefined" ? null : document;

/** The page's embedded JSON block, or `otherwise` when it is not there. */
export function embedded(id, otherwise = {}) {
  const block = page?.getElementById(id);
  return block ? JSON.parse(block.textContent) : otherwise;
}

export const locale = page?.documentElement.lang || "zh-CN";

let words = embedded("i18n");

/** Use another catalogue (tests, and pages that fetch theirs). */
export function useCatalogue(catalogue) {
  words = catalogue;
}

/** The text for `key` with `{name}` places filled from `params`. */
export function t(key, params = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

/** Whether the catalogue has the word. */
export const has = (key) => key in words;

/** The name of a kind in the page's language; kinds are rows of the catalogue, not texts of the screen. */
export function kindName(kind) {
  const names = embeddedKinds()[kind];
  if (!names) return has(`kind.${kind}`) ? t(`kind.${kind}`) : kind;
  return locale.startsWith("zh") ? names.zh : names.en;
}

/** Whether `text` is nothing but the kind's name, in any language (rows carry the Chinese one). */
export function isKindName(text, kind) {
  const names = embeddedKinds()[kind];
  return !!names && (text === names.zh || text === names.en);
}

let kinds = null;

function embeddedKinds() {
  kinds ??= embedded("kinds");
  return kinds;
}

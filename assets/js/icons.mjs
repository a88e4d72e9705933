// Severity is colour, shape and word. The same shapes as on the map's sprite, as SVG for lists.

export const SEVERITIES = ["extreme", "severe", "moderate", "minor", "unknown"];

export const COLOURS = {
  extreme: "#ff3b5c",
  severe: "#ff8a2b",
  moderate: "#ffd24a",
  minor: "#63b8ff",
  unknown: "#8fa3b5",
};

/** An exercise is violet whatever its severity; the shape still tells that. */
export const EXERCISE = "#b06bff";

const SHAPES = {
  extreme: (fill) =>
    `<path d="M8.2 2h7.6L22 8.2v7.6L15.8 22H8.2L2 15.8V8.2z" fill="${fill}" stroke="#fff" stroke-width="1.6" stroke-linejoin="round"/><path d="M12 6.4v7" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/><circle cx="12" cy="17.2" r="1.6" fill="#fff"/>`,
  severe: (fill) =>
    `<path d="M12 2.6 22.4 21H1.6z" fill="${fill}" stroke="${fill}" stroke-width="1.4" stroke-linejoin="round"/><path d="M12 9v5.4" stroke="#1a0f04" stroke-width="2.3" stroke-linecap="round"/><circle cx="12" cy="17.8" r="1.4" fill="#1a0f04"/>`,
  moderate: (fill) => `<path d="M12 2.6 21.4 12 12 21.4 2.6 12z" fill="${fill}"/>`,
  minor: (fill) => `<circle cx="12" cy="12" r="7.6" fill="${fill}"/>`,
  unknown: (fill) => `<circle cx="12" cy="12" r="7" fill="none" stroke="${fill}" stroke-width="3"/>`,
};

/** SVG text of a severity's mark; `size` is any CSS length. Decorative: the word stands beside it or in `label`. */
export function severityIcon(severity, { exercise = false, size = "1em", label = "" } = {}) {
  const name = severity in SHAPES ? severity : "unknown";
  const told = label ? `role="img" aria-label="${label}"` : 'aria-hidden="true"';
  const shape = SHAPES[name](exercise ? EXERCISE : COLOURS[name]);
  return `<svg class="sev sev-${name}" viewBox="0 0 24 24" width="${size}" height="${size}" ${told}>${shape}</svg>`;
}

// How large things are on this display, and which of the layouts it gets.

/** The smallest text of the wall at 1080p, px; everything else is larger. */
export const SMALLEST_PX = 16;
/** A metre and a half of text height at 300 m: 20 minutes of arc (ISO 9241-303). */
const DISTANCE_PER_HEIGHT = 200;
const INCH_M = 0.0254;
const USUAL_INCHES = 55;

/** The drawing that fits the display's proportions: its name and the size it is drawn at. */
function drawing(width, height) {
  const aspect = width / height;
  if (aspect < 1) return { shape: "portrait", scale: Math.min(width / 1080, height / 1920) };
  if (aspect > 2.6) return { shape: "ultra", scale: height / 1080 };
  return { shape: "landscape", scale: Math.min(width / 1920, height / 1080) };
}

/** Pixels that the smallest text needs to be read from `distance` metres on a display of `diagonal` inches. */
export function neededPx(width, height, distance, diagonal = USUAL_INCHES) {
  const pixel = (diagonal * INCH_M) / Math.hypot(width, height);
  return distance / DISTANCE_PER_HEIGHT / pixel;
}

/**
 * `{shape, scale, room}` for a page of `width` × `height` CSS px. `scale` multiplies the drawing's px; `room` is how
 * much is left of the drawing's own size: "full", "compact" or "tiny", by which lesser things are left out.
 */
export function layoutOf(width, height, { distance, diagonal } = {}) {
  const { shape, scale: fitting } = drawing(width, height);
  const scale = distance ? Math.max(fitting, neededPx(width, height, distance, diagonal) / SMALLEST_PX) : fitting;
  const left = fitting / scale;
  return { shape, scale, room: left > 0.85 ? "full" : left > 0.55 ? "compact" : "tiny" };
}

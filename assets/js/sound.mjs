// Sounds, made by the browser itself (no file to fetch): one figure per severity, told apart without seeing.
// Browsers play nothing before somebody touched the page, unless the display was started for it (?sound=1 with
// --autoplay-policy=no-user-gesture-required).

/** Each note: [start s, Hz, length s]. Extreme rises twice; severe falls once; moderate is a single tap. */
const FIGURES = {
  extreme: [[0, 740, 0.16], [0.18, 988, 0.22], [0.5, 740, 0.16], [0.68, 988, 0.3]],
  severe: [[0, 784, 0.16], [0.2, 587, 0.28]],
  moderate: [[0, 659, 0.18]],
  sos: [[0, 988, 0.12], [0.16, 988, 0.12], [0.32, 988, 0.12], [0.55, 740, 0.4]],
};

/** Several alerts within this time are one sound: a storm must not become a siren. */
const APART_MS = 2500;

let context = null;
let count = 0;
let last = -Infinity;
let muted = false;

/** Sounds really played since the page was opened. */
export const played = () => count;

/** Whether the browser lets this page sound now. */
export const allowed = () => context?.state === "running" && !muted;

export function mute(on) {
  muted = on;
}

async function wake() {
  context ??= new AudioContext();
  if (context.state !== "running") await context.resume().catch(() => {});
}

/** Ask for permission: at once with `now` (kiosk), and with the first touch or key in any case. */
export function askToPlay({ now = false } = {}) {
  if (now) wake();
  const events = ["pointerdown", "keydown"];
  const first = () => {
    wake();
    for (const name of events) removeEventListener(name, first, true);
  };
  for (const name of events) addEventListener(name, first, true);
}

function note([start, hertz, length]) {
  const at = context.currentTime + start;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = "triangle";
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.35, at + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.001, at + length);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + length);
}

/** Sound for `severity`; false when not allowed, unknown, or too soon after the last. */
export function play(severity) {
  const figure = FIGURES[severity];
  if (!figure || !allowed() || performance.now() - last < APART_MS) return false;
  last = performance.now();
  figure.forEach(note);
  count += 1;
  return true;
}

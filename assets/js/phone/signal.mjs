// A new offer must be noticed in a pocket: sound, vibration, the title. Sound is allowed after the first touch.

import { t } from "../i18n.mjs";

let known = null;
let audio = null;

addEventListener("pointerdown", () => (audio ??= new AudioContext()), { once: true });

/** Tell about offers that were not there before; the first look after loading is silent. */
export function attend(jobs) {
  const offers = jobs.filter((job) => job.stage === "offered").map((job) => job.assignment.id);
  if (known && offers.some((id) => !known.has(id))) ring();
  known = new Set(offers);
  document.title = offers.length ? `(${offers.length}) ${t("phone.title_new")}` : `${t("app.name")} · ${t("screen.phone")}`;
}

function ring() {
  navigator.vibrate?.([200, 100, 200, 100, 400]);
  if (!audio) return;
  window.shaodao.sounds_played = (window.shaodao.sounds_played ?? 0) + 1;
  for (const [n, pitch] of [880, 1175, 880].entries()) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, audio.currentTime + n * 0.22);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + n * 0.22 + 0.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + n * 0.22);
    tone.stop(audio.currentTime + n * 0.22 + 0.2);
  }
}

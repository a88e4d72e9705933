// The wall's camera and voice: a new extreme or severe thing is flown to and heard; after a while the whole district
// is shown again. What takes turns on the banner is ringed on the map, without a flight each time.

import { play } from "../sound.mjs";

const STAY_MS = 25000;
const NEAR_ZOOM = 17.2;

export class Director {
  #known = null;
  #home = null;
  #ringed = null;
  #path = null;

  /** The map, once it is drawn; sounds do not wait for it. */
  map = null;

  constructor(live) {
    this.live = live;
  }

  /** @param subjects all loud ones (attention.mjs), turn what the banner shows. */
  update(subjects, turn) {
    const fresh = this.#fresh(subjects);
    if (fresh.length) this.#announce(fresh);
    this.#ring(turn?.subject ?? null);
  }

  /** Subjects not there before. What stood on the wall when it was switched on is not news. */
  #fresh(subjects) {
    const before = this.#known;
    this.#known = new Set(subjects.map((subject) => subject.key));
    if (before === null) return [];
    // An alert that got its ticket is the same thing under another key.
    const renamed = (subject) => (subject.row.alert_ids ?? []).some((id) => before.has(`alert:${id}`));
    return subjects.filter((subject) => !before.has(subject.key) && !renamed(subject));
  }

  #announce(fresh) {
    const real = fresh.filter((subject) => !subject.exercise);
    const worst = real.find((subject) => subject.severity === "extreme") ?? real[0];
    if (worst) play(worst.severity);
    else play("moderate"); // an exercise is heard, but not as the real thing
    const target = [worst, ...fresh].find((subject) => subject?.placed);
    if (target && this.map) this.#flyTo(target.row);
  }

  #flyTo({ lon, lat }) {
    clearTimeout(this.#home);
    this.map.flyTo(lon, lat, NEAR_ZOOM, 1600);
    this.#home = setTimeout(() => this.map.flyHome(1800), STAY_MS);
  }

  /** The whole district at once (another size of the display). */
  home() {
    clearTimeout(this.#home);
    this.map?.flyHome(0);
  }

  #ring(subject) {
    if (!this.map) return;
    const key = subject?.placed ? subject.key : null;
    if (key !== this.#ringed) {
      this.#ringed = key;
      this.map.highlight(key ? subject.kind : null, key ? subject.row.id : null);
    }
    const path = subject ? this.#pathOf(subject) : null;
    const drawn = path ? JSON.stringify(path) : null;
    if (drawn === this.#path) return;
    this.#path = drawn;
    this.map.showPath(path);
  }

  /** The way of whoever is coming: that of the offer. */
  #pathOf({ kind, row, assignment }) {
    if (kind !== "ticket" || !["acknowledged", "en_route"].includes(assignment?.stage)) return null;
    for (const one of this.live.store.rows("assignments").values()) {
      if (one.ticket_id === row.id && one.worker_id === assignment.worker_id) return one.path?.length > 1 ? one.path : null;
    }
    return null;
  }
}

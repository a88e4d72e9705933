// What the tiles showed over the last two hours, one value a minute, kept across reloads: a wall that reloads itself
// must not forget its trends.

const MINUTE = 60e3;
export const KEEP = 120;
const KEY = "shaodao.wall.history";

export class History {
  /** @param storage where to keep it (localStorage; a Map-like in tests). */
  constructor(storage, district) {
    this.storage = storage;
    this.key = `${KEY}.${district}`;
    this.minutes = this.#read();
  }

  #read() {
    try {
      return JSON.parse(this.storage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  /** Note the figures (`{name: number}`) as those of the minute of `now`; the last ones of a minute count. */
  note(now, figures) {
    const minute = Math.floor(now / MINUTE);
    const begun = !(minute in this.minutes);
    this.minutes[minute] = figures;
    for (const old of Object.keys(this.minutes)) if (old <= minute - KEEP || old > minute) delete this.minutes[old];
    if (begun) this.#write();
  }

  #write() {
    try {
      this.storage.setItem(this.key, JSON.stringify(this.minutes));
    } catch {
      // a full or forbidden store costs the trend after a reload, nothing else
    }
  }

  /** `[[minutes ago, number], …]` of one figure, the oldest first. */
  of(name, now) {
    const minute = Math.floor(now / MINUTE);
    return Object.keys(this.minutes)
      .map(Number)
      .sort((a, b) => a - b)
      .filter((at) => Number.isFinite(this.minutes[at][name]))
      .map((at) => [minute - at, this.minutes[at][name]]);
  }
}

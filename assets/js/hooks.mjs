// window.shaodao: what a check may ask of a screen (contracts.md §6). Read only; the screens do not use it.

import { played } from "./sound.mjs";

let live = null;
let map = null;

const hooks = {
  get head() {
    return live?.head ?? 0;
  },
  get cursor() {
    return live?.cursor ?? 0;
  },
  get latency_ms() {
    return live?.latency_ms ?? null;
  },
  /** Main-thread milliseconds of the last live frames, the newest last. */
  get frames_ms() {
    return live ? [...live.frames.spent] : [];
  },
  get sounds_played() {
    return played();
  },
  get state() {
    return live?.state ?? "offline";
  },
  rows: (name) => [...(live?.store.rows(name)?.values() ?? [])],
  view: () => map?.view() ?? null,
  locate: (kind, id) => map?.locate(kind, id) ?? { x: null, y: null, visible: false, clustered: false },
  /** How many shapes of an area, line or heat layer are on the map now. */
  drawn: (name) => map?.overlays.drawn(name) ?? 0,
  /** Where a point of the Earth is on the page, CSS px. */
  place: (lon, lat) => map?.onPage(lon, lat) ?? null,
};

export function installHooks(channel) {
  live = channel;
  if (typeof window !== "undefined") window.shaodao = hooks;
}

export function installMap(drawn) {
  map = drawn;
}

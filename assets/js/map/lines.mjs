// What the figure's own traces show: the ring round a chosen mark with the circle of its fix, and a way.

import { circle, dashes } from "./dashes.mjs";
import { columns } from "./figure.mjs";
import { fixIsStale } from "./points.mjs";

/** A fix that is better than this needs no circle, metres. */
const EXACT_M = 15;

export class Lines {
  #path = null;
  #chosen = null;
  #ringed = "";

  /** @param painter draws them @param find (kind, id) → {mark} @param now () → the server's time */
  constructor(painter, find, now) {
    Object.assign(this, { painter, find, now });
  }

  /** Ring the mark of a row; null takes the ring away. */
  choose(kind, id) {
    this.#chosen = kind ? { kind, id } : null;
    this.follow();
  }

  /** The chosen one may be elsewhere: draw its ring anew if it is. */
  follow() {
    const mark = this.#chosen && this.find(this.#chosen.kind, this.#chosen.id)?.mark;
    const worker = mark?.kind === "worker" && !fixIsStale(mark.row, this.now()) ? mark : null;
    const metres = worker?.row.accuracy_m > EXACT_M ? worker.row.accuracy_m : 0;
    const ringed = mark ? `${mark.lon} ${mark.lat} ${metres}` : "";
    if (ringed === this.#ringed) return;
    this.#ringed = ringed;
    this.painter.set("halo", columns(mark ? [mark] : []));
    this.painter.set("accuracy", metres ? circle([worker.lon, worker.lat], metres) : columns([]));
  }

  /** A walking path `[[lon, lat], …]`; null takes it away. */
  way(path, zoom) {
    this.#path = path?.length > 1 ? path : null;
    this.painter.set("routeCase", columns((this.#path ?? []).map(([lon, lat]) => ({ lon, lat }))));
    this.zoomTo(zoom);
  }

  /** Dashes are as long as before in px. */
  zoomTo(zoom) {
    if (this.#path) this.painter.set("route", dashes(this.#path, zoom));
    else this.painter.set("route", columns([]));
  }
}

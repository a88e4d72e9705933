// The live rows on the map: cases (tickets and alerts without one) and workers. Each change is drawn by itself.

import { Clusters } from "./clusters.mjs";
import { keyOf, spread } from "./item.mjs";
import { caseOf, cases, markOf, people, personOf } from "./points.mjs";

const DRAWN_AS = { tickets: "ticket", alerts: "alert" };

/** A worker as it is drawn. */
const dressed = (mark) => ({ ...mark, symbol: `worker-${mark.state}` });

/** What an item or a group of the clusters looks like: `[[batch, key, mark]]`. */
function looks(touched) {
  if (touched instanceof Map) return spread(touched).map((mark) => ["extremes", keyOf(mark), mark]);
  if (!touched.n) return [];
  const { mark } = touched;
  return [touched.n > 1 ? ["donuts", mark.id, mark] : ["singles", keyOf(mark), mark]];
}

export class Rows {
  #clusters = new Clusters();
  #looked = new WeakMap(); // item or group → [[batch, key]] as last drawn

  /** @param marks map/marks.mjs @param live the screen's channel @param hidden () → {tickets, workers} that are off */
  constructor(marks, live, hidden) {
    Object.assign(this, { marks, live, hidden });
  }

  /** All from the rows again. */
  refresh(zoom) {
    this.#clusters.zoomTo(zoom);
    this.#clusters.load(this.hidden().tickets ? [] : cases(this.live.store));
    this.#layOut();
    this.marks.clear("workers");
    if (this.hidden().workers) return;
    for (const mark of people(this.live.store, this.live.now())) this.marks.put("workers", keyOf(mark), dressed(mark));
  }

  /** Another zoom: other donuts. */
  zoomTo(zoom) {
    if (this.#clusters.zoomTo(zoom)) this.#layOut();
  }

  /** What the channel said changed. */
  changed(tables) {
    if (!this.hidden().tickets) {
      for (const [table, kind] of Object.entries(DRAWN_AS)) {
        for (const id of tables[table].remove) this.#clusters.drop(`${kind}:${id}`);
        for (const id of tables[table].upsert) this.#case(kind, this.live.store.rows(table).get(id), id);
      }
      this.#follow();
    }
    for (const id of tables.workers.remove) this.marks.drop("workers", `worker:${id}`);
    this.moved(tables.workers.upsert);
    this.moved(this.#busied(tables.assignments));
  }

  /** These workers are somewhere else, or in another state. */
  moved(ids) {
    if (this.hidden().workers) return;
    const now = this.live.now();
    for (const id of ids) {
      const row = this.live.store.rows("workers").get(id);
      const mark = row && personOf(row, now);
      if (mark) this.marks.put("workers", `worker:${id}`, dressed(mark));
      else this.marks.drop("workers", `worker:${id}`);
    }
  }

  /** Under which mark a row is found: `{mark, clustered}`, or null. */
  find(kind, id) {
    const key = markOf(this.live.store, kind, id);
    for (const batch of ["extremes", "singles", "workers", "assets"]) {
      const mark = this.marks.get(batch, key);
      if (mark) return { mark, clustered: false };
    }
    const mark = this.#clusters.donutOf(key);
    return mark && { mark, clustered: true };
  }

  #case(kind, row, id) {
    const mark = row && caseOf(kind, row);
    if (mark) this.#clusters.put(mark);
    else this.#clusters.drop(`${kind}:${id}`);
  }

  #busied({ upsert }) {
    return upsert.map((id) => this.live.store.rows("assignments").get(id)?.worker_id).filter(Boolean);
  }

  #layOut() {
    for (const batch of ["singles", "donuts", "extremes"]) this.marks.clear(batch);
    this.#looked = new WeakMap();
    for (const one of this.#clusters.all()) this.#put(one);
  }

  /** Draw what a change touched: first what goes, since its mark may stand elsewhere now. */
  #follow() {
    const touched = this.#clusters.drain();
    for (const one of touched) for (const [batch, key] of this.#looked.get(one) ?? []) this.marks.drop(batch, key);
    for (const one of touched) this.#put(one);
  }

  #put(one) {
    const look = looks(one);
    for (const [batch, key, mark] of look) this.marks.put(batch, key, mark);
    this.#looked.set(one, look.map(([batch, key]) => [batch, key]));
  }
}

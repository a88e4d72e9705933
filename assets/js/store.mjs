// What is on the screens, one Map a table: rows are whole, so taking one twice changes nothing.

export const TABLES = ["tickets", "alerts", "workers", "assignments"];

const FIX = ["lon", "lat", "fix_at", "accuracy_m"];

/** Ids touched since the last `drain`, per table. */
const nothing = () => Object.fromEntries(TABLES.map((name) => [name, { upsert: new Set(), remove: new Set() }]));

export class Store {
  #tables = Object.fromEntries(TABLES.map((name) => [name, new Map()]));
  #changed = nothing();
  #dirty = false;
  /** Worker id → seconds to its ticket, as last estimated (from `positions`; rows keep those of the offer). */
  etas = new Map();
  /** Worker id → when it should arrive (epoch ms): the same estimate, fixed to the time it was made. */
  arrivals = new Map();
  kpis = {};

  /** The table's Map id → row: to read, never to write. */
  rows(name) {
    return this.#tables[name];
  }

  /** Replace everything; rows that are no more count as removed. */
  load(snapshot) {
    for (const name of TABLES) {
      const rows = new Map((snapshot[name] ?? []).map((row) => [row.id, row]));
      for (const id of this.#tables[name].keys()) if (!rows.has(id)) this.#mark(name, "remove", id);
      for (const id of rows.keys()) this.#mark(name, "upsert", id);
      this.#tables[name].clear();
      for (const [id, row] of rows) this.#tables[name].set(id, row);
    }
    this.kpis = snapshot.kpis ?? this.kpis;
  }

  /** Take a delta's rows. Returns the alerts that were not known before: they time the way to the screen. */
  take(delta) {
    const fresh = [];
    for (const name of TABLES) {
      const part = delta[name];
      if (!part) continue;
      for (const row of part.upsert ?? []) {
        if (name === "alerts" && !this.#tables.alerts.has(row.id)) fresh.push(row);
        this.#tables[name].set(row.id, row);
        this.#mark(name, "upsert", row.id);
      }
      for (const id of part.remove ?? []) if (this.#tables[name].delete(id)) this.#mark(name, "remove", id);
    }
    return fresh;
  }

  /** Fixes of workers: `[[id, lon, lat, fix_at, accuracy_m, eta_s|null, seen_at, source], …]`. Returns the ids known here. */
  place(items, at) {
    const placed = [];
    for (const [id, ...values] of items) {
      const row = this.#tables.workers.get(id);
      if (!row) continue;
      const fix = Object.fromEntries(FIX.map((name, n) => [name, values[n]]));
      this.#tables.workers.set(id, { ...row, ...fix, fix_source: values[6] ?? "gps" });
      this.#estimate(id, values[4], at);
      placed.push(id);
    }
    return placed;
  }

  #estimate(id, seconds, at) {
    this.etas.delete(id);
    this.arrivals.delete(id);
    if (seconds == null) return;
    this.etas.set(id, seconds);
    if (at) this.arrivals.set(id, at + seconds * 1000);
  }

  /** What changed since the last call, `{table: {upsert: [ids], remove: [ids]}}`; null when nothing did. */
  drain() {
    if (!this.#dirty) return null;
    const changed = this.#changed;
    this.#changed = nothing();
    this.#dirty = false;
    return Object.fromEntries(
      TABLES.map((name) => [name, { upsert: [...changed[name].upsert], remove: [...changed[name].remove] }]),
    );
  }

  #mark(name, what, id) {
    const other = what === "upsert" ? "remove" : "upsert";
    this.#changed[name][other].delete(id);
    this.#changed[name][what].add(id);
    this.#dirty = true;
  }
}

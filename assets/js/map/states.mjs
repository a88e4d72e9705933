// What each thing and each of its sockets is doing, kept up by what changed since the last question.

/** Asset id → `[{socket, state, value}]` of it and of its sockets: `known` with `rows` of the server put in. */
export function told(known, rows) {
  const states = new Map(known);
  const own = new Set(); // lists that are ours to write to
  for (const { asset_id: id, socket, state, value } of rows) {
    if (!own.has(id)) states.set(id, [...(states.get(id) ?? [])]);
    own.add(id);
    const list = states.get(id);
    const at = list.findIndex((one) => one.socket === socket);
    list.splice(at < 0 ? list.length : at, 1, { socket, state, value });
  }
  return states;
}

export class States {
  #version = "";
  #known = new Map();
  #first = null;

  /** @param get asks the server (api.mjs). */
  constructor(get) {
    this.get = get;
  }

  of(id) {
    return this.#known.get(id) ?? null;
  }

  /** Ask what changed; false when there was no answer, or nothing new in it. All that ask at the start share one whole
   *  answer (the demo's 1,480 sockets and devices are 163 kB). */
  refresh() {
    if (this.#version) return this.#ask();
    this.#first ??= this.#ask().finally(() => (this.#first = null));
    return this.#first;
  }

  async #ask() {
    const answer = await this.get(`assets/states/changed?since=${this.#version}`).catch(() => null);
    if (!answer) return false;
    this.#version = answer.version;
    if (!answer.whole && !answer.states.length) return false;
    this.#known = told(answer.whole ? new Map() : this.#known, answer.states);
    return true;
  }
}

// The map as the desk uses it: calls wait until it is drawn, and a machine without WebGL still dispatches.

import { createMap } from "../map.mjs";

export class Ground {
  constructor(div, options) {
    this.ready = createMap(div, options).then(
      (map) => (this.map = map),
      (error) => {
        console.error("no map", error);
        div.dataset.failed = "true";
        return null;
      },
    );
  }

  #later(name, ...args) {
    return this.ready.then((map) => map?.[name](...args));
  }

  flyTo(lon, lat, zoom) {
    this.#later("flyTo", lon, lat, zoom);
  }

  highlight(kind, id) {
    this.#later("highlight", id ? kind : null, id);
  }

  showPath(path) {
    this.#later("showPath", path);
  }

  setTheme(theme) {
    return this.#later("setTheme", theme);
  }

  setLayer(name, on) {
    this.#later("setLayer", name, on);
  }

  /** Whether the view is too far off for this layer to show; `least`: the zoom for layers of the ground. */
  isTooFar(name, least = 0) {
    return this.map != null && this.map.zoom < (this.map.assets.seenFrom(name) ?? least);
  }

  redraw(name) {
    this.#later("redraw", name);
  }

  zoomBy(steps) {
    this.#later("zoomBy", steps);
  }

  flyHome() {
    this.#later("flyHome");
  }

  /** Ask anew what all things are doing; resolves when it is known. */
  async askStates() {
    await (await this.ready)?.assets.refresh();
  }

  /** What a thing and its sockets last said; nothing before the map is there. */
  statesOf(id) {
    return this.map?.assets.states.of(id) ?? [];
  }

  /** Every click gives its {lon, lat} to `callback` until the answer is called. */
  pick(callback) {
    let stopped = false;
    let stop = null;
    const again = () =>
      this.ready.then((map) => {
        if (stopped || !map) return;
        stop = map.pick(([lon, lat]) => {
          callback({ lon, lat });
          again();
        });
      });
    again();
    return () => {
      stopped = true;
      stop?.();
    };
  }
}

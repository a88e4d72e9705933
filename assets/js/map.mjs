// The map of a screen: one Plotly figure, fed from the live rows. Its view moves only when somebody (a hand, a key, or
// the wall's director) says so.

import { installMap } from "./hooks.mjs";
import { Assets } from "./map/assets.mjs";
import { Camera } from "./map/camera.mjs";
import { Clusters } from "./map/clusters.mjs";
import { circle, dashes } from "./map/dashes.mjs";
import { columns, figure, indexOf } from "./map/figure.mjs";
import { hit } from "./map/hits.mjs";
import { fit } from "./map/mercator.mjs";
import { Painter } from "./map/painter.mjs";
import { plotly } from "./map/plotly.mjs";
import { cases, fixIsStale, markOf, people, placed } from "./map/points.mjs";
import { Pointer } from "./map/pointer.mjs";
import { ground } from "./map/style.mjs";
import { keepLayers, letTextsOverlap, mapOf, setView, tame, viewOf } from "./map/subplot.mjs";

/** Labels of workers only from here on: further out they cover each other. */
const LABEL_ZOOM = 15.5;
const FIX_CHECK_MS = 20e3;

class LiveMap {
  #clusters = new Clusters();
  #drawn = { extremes: [], singles: [], donuts: [], workers: [], assets: [] };
  #path = null;
  #marked = null;

  constructor(div, options, Plotly, home) {
    Object.assign(this, { div, options, live: options.live, home });
    this.painter = new Painter(div, Plotly, (ms) => this.live.frames.add(ms));
    this.camera = new Camera(div);
    this.assets = new Assets(() => this.#drawAssets());
    this.zoom = viewOf(div).zoom;
    this.pointer = new Pointer(this, options);
    mapOf(div).on("zoom", () => this.#zoomed());
    this.live.on("change", (changed) => this.#changed(changed));
    this.live.on("positions", () => this.#drawWorkers());
    this.live.on("frame", ({ changed }) => this.painter.paint(changed !== null)); // moving workers can wait
    this.timer = setInterval(() => this.refresh(), FIX_CHECK_MS); // fixes age without any message
    for (const layer of options.layers ?? []) this.setLayer(layer, true);
    this.refresh();
    installMap(this);
  }

  // --- what others call ---------------------------------------------------------------------

  /** Move the view there; resolves when it is. */
  flyTo(lon, lat, zoom = Math.max(17, this.zoom), ms = 900) {
    return this.camera.fly({ lon, lat, zoom }, ms);
  }

  /** The whole district, clear of what covers the map. */
  flyHome(ms = 1200) {
    return this.camera.fly(this.home(), ms);
  }

  /** Ring the mark of a row; null takes the ring away. */
  highlight(kind, id) {
    this.#marked = kind ? { kind, id } : null;
    this.#drawHalo();
    this.painter.paint();
  }

  /** Draw a walking path `[[lon, lat], …]` as a dashed line; null takes it away. */
  showPath(path) {
    this.#path = path?.length > 1 ? path : null;
    this.#drawPath();
    this.painter.paint();
  }

  /** Show or hide a layer of things: piles, cameras, lifts, fire_terminals, fire_hosts, hydrants, gates. */
  setLayer(name, on) {
    if (name === "workers" || name === "tickets") {
      this.options.hidden = { ...this.options.hidden, [name]: !on };
      return this.refresh();
    }
    return this.assets.show(name, on);
  }

  /** `{lon, lat, zoom}` and, for checks, the centre as a pair. */
  view() {
    return viewOf(this.div);
  }

  /** The next click on the map gives `callback([lon, lat])`. Returns the way to call it off. */
  pick(callback) {
    return this.pointer.pick(callback);
  }

  /** Where a row is on the page now: CSS px; `visible` inside the map, `clustered` as part of a donut. */
  locate(kind, id) {
    const found = this.#find(kind, id);
    if (!found) return { x: null, y: null, visible: false, clustered: false };
    const { x, y } = this.onPage(found.mark.lon, found.mark.lat);
    const box = this.div.getBoundingClientRect();
    const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    return { x, y, visible: inside, clustered: found.clustered };
  }

  /** Draw all from the rows again (another language of labels, time gone by). */
  refresh() {
    this.#clusters.load(this.options.hidden?.tickets ? [] : cases(this.live.store));
    this.#drawCases();
    this.#drawWorkers();
    this.#drawAssets();
    this.painter.paint();
  }

  // --- drawing ------------------------------------------------------------------------------

  #changed({ tickets, alerts, workers, assignments }) {
    const touched = (part) => part.upsert.length || part.remove.length;
    if (touched(tickets) || touched(alerts)) {
      this.#clusters.load(this.options.hidden?.tickets ? [] : cases(this.live.store));
      this.#drawCases();
    }
    if (touched(workers) || touched(assignments)) this.#drawWorkers();
  }

  #drawCases() {
    const { singles, donuts, extremes } = this.#clusters.at(this.zoom);
    Object.assign(this.#drawn, { singles, donuts, extremes });
    for (const trace of ["singles", "extremes"]) this.#icons(trace, this.#drawn[trace]);
    this.#icons("donuts", donuts, (mark) => String(mark.members.length));
    this.#drawHalo();
  }

  #drawWorkers() {
    const marks = this.options.hidden?.workers ? [] : people(this.live.store, this.live.now());
    this.#drawn.workers = marks.map((mark) => ({ ...mark, symbol: `worker-${mark.state}` }));
    const label = this.zoom >= LABEL_ZOOM ? this.options.workerLabel : null;
    this.#icons("workers", this.#drawn.workers, (mark) => label?.(mark) ?? "");
    if (this.#marked?.kind === "worker") this.#drawHalo();
  }

  #drawAssets() {
    this.#drawn.assets = this.assets.at(this.zoom);
    this.#icons("assets", this.#drawn.assets);
    this.painter.paint();
  }

  #icons(trace, marks, text = null) {
    const or = (list) => (list.length ? list : ["", ""]);
    const drawn = { ...columns(marks), "marker.symbol": or(marks.map((mark) => mark.symbol)) };
    if (text) drawn.text = or(marks.map(text));
    this.painter.set(trace, drawn);
  }

  #drawHalo() {
    const found = this.#marked && this.#find(this.#marked.kind, this.#marked.id);
    this.painter.set("halo", columns(found ? [found.mark] : []));
    const worker = found?.mark.kind === "worker" && !fixIsStale(found.mark.row, this.live.now()) ? found.mark : null;
    const metres = worker?.row.accuracy_m;
    this.painter.set("accuracy", metres > 15 ? circle([worker.lon, worker.lat], metres) : columns([]));
  }

  #drawPath() {
    const path = (this.#path ?? []).map(([lon, lat]) => ({ lon, lat }));
    this.painter.set("route", this.#path ? dashes(this.#path, this.zoom) : columns([]));
    this.painter.set("routeCase", columns(path));
  }

  #zoomed() {
    const before = this.zoom;
    this.zoom = viewOf(this.div).zoom;
    if (Math.abs(before - this.zoom) < 0.001 || this.waiting) return;
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.#drawCases();
      this.#drawWorkers();
      this.#drawPath();
      this.#drawAssets();
    }, 120);
  }

  #find(kind, id) {
    const key = markOf(this.live.store, kind, id);
    const { singles, extremes, workers, assets, donuts } = this.#drawn;
    const single = [...extremes, ...singles, ...workers, ...assets].find((mark) => `${mark.kind}:${mark.id}` === key);
    if (single) return { mark: single, clustered: false };
    const donut = donuts.find((mark) => mark.members.some((member) => `${member.kind}:${member.id}` === key));
    if (donut) return { mark: donut, clustered: true };
    const hidden = this.assets.find(kind, id);
    return hidden && placed(hidden) ? { mark: hidden, clustered: false } : null;
  }

  /** A point of the Earth in CSS px of the page; a scaled wall counts in. */
  onPage(lon, lat) {
    const { x, y } = mapOf(this.div).project([lon, lat]);
    const box = this.div.getBoundingClientRect();
    const scale = box.width / this.div.clientWidth || 1;
    return { x: box.left + x * scale, y: box.top + y * scale };
  }

  /** The mark at `{x, y}` px of the map. */
  at(point) {
    return hit(this.#drawn, point, (lon, lat) => mapOf(this.div).project([lon, lat]));
  }

  opensAt(cluster) {
    return this.#clusters.opensAt(cluster);
  }
}

/**
 * Draw the map into `div`.
 * @param live the screen's channel (live.mjs); theme "dark" | "light"; screen "wall" | "desk"; layers: names to show
 * @param onClick (kind, id, [lon, lat]): kind "ticket" | "alert" | "worker" | an asset's | "cluster" (id = its marks) |
 *   null for the bare ground. @param workerLabel (mark) → text under a worker. @param padding px that is covered.
 */
export async function createMap(div, options) {
  const { theme = "dark", screen = "desk", padding = {} } = options;
  const [Plotly, { style, bounds, attribution }] = await Promise.all([plotly(), ground(theme)]);
  const interactive = screen !== "wall";
  const box = bounds ?? [111.0, 35.01, 111.03, 35.04];
  const home = () => fit(box, div.clientWidth, div.clientHeight, typeof padding === "function" ? padding() : padding);
  const drawn = figure({ theme, style, view: home(), interactive });
  const plotted = Plotly.newPlot(div, drawn.data, drawn.layout, drawn.config);
  tame(div);
  await plotted;
  keepLayers(div);
  const halo = theme === "dark" ? "#0b1016" : "#ffffff";
  for (const [name, ink] of [["workers", halo], ["donuts", null]]) letTextsOverlap(div, indexOf(name), ink);
  credit(div, attribution);
  new ResizeObserver(() => Plotly.Plots.resize(div)).observe(div);
  setView(div, home());
  return new LiveMap(div, { ...options, interactive }, Plotly, home);
}

/** Whose data the ground is: always there, small, bottom right. */
function credit(div, attribution) {
  const line = document.createElement("div");
  line.className = "map-credit";
  line.textContent = attribution.join(" · ");
  div.append(line);
}

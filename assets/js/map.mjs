// The map of a screen: one Plotly figure, fed from the live rows. Its view moves only when somebody (a hand, a key, or
// the wall's director) says so.

import { installMap } from "./hooks.mjs";
import { OVERLAYS } from "./layers/index.mjs";
import { Shown } from "./layers/shown.mjs";
import { keepAddress, viewOfHash } from "./map/address.mjs";
import { Assets, DRAWN } from "./map/assets.mjs";
import { Camera } from "./map/camera.mjs";
import { Clusters } from "./map/clusters.mjs";
import { circle, dashes } from "./map/dashes.mjs";
import { columns, figure, haloOf, indexOf, inks } from "./map/figure.mjs";
import { hit, hits } from "./map/hits.mjs";
import { fit } from "./map/mercator.mjs";
import { Overlays } from "./map/overlays.mjs";
import { Painter } from "./map/painter.mjs";
import { plotly } from "./map/plotly.mjs";
import { cases, fixIsStale, markOf, people, placed } from "./map/points.mjs";
import { Pointer } from "./map/pointer.mjs";
import { ground, TILES } from "./map/style.mjs";
import { keepLayers, letTextsOverlap, mapOf, setGround, setView, tame, viewOf } from "./map/subplot.mjs";
import { GroundSwitch } from "./map/switch.mjs";

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
    this.overlays = new Overlays(div, options.ink);
    this.shown = new Shown(this.overlays, this.live, (name, error) => console.warn(`layer ${name}`, error));
    this.base = new GroundSwitch(div);
    this.zoom = viewOf(div).zoom;
    this.pointer = new Pointer(this, options);
    mapOf(div).on("zoom", () => this.#zoomed());
    this.live.on("change", (changed) => this.#changed(changed));
    this.live.on("positions", () => this.#drawWorkers());
    this.live.on("layers", ({ versions }) => this.#relayered(Object.keys(versions)));
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

  /** Show or hide a layer: live rows, what is drawn over the ground, things, or the ground itself. */
  setLayer(name, on) {
    if (name === "workers" || name === "tickets") {
      this.options.hidden = { ...this.options.hidden, [name]: !on };
      return this.refresh();
    }
    if (name in OVERLAYS) return this.shown.set(name, on);
    if (name in DRAWN) return this.assets.show(name, on);
    return this.base.show(name, on);
  }

  /** Draw a layer of `layers/` again: what it is about was changed by hand. */
  redraw(name) {
    return this.shown.draw(name);
  }

  /** Daylight or dark: another ground and other inks; the view and all that is shown stay. */
  async setTheme(theme) {
    const { style, ink } = await ground(theme);
    this.theme = theme;
    await this.painter.alone((Plotly, div) => {
      setGround(div, style);
      return Plotly.restyle(div, inks(theme));
    });
    letter(this.div, theme);
    this.overlays.repaint(ink);
  }

  /** Other data of the district: its tiles by their new address, its things anew; the view stays. */
  async #relayered(names) {
    this.assets.forget(names);
    const { style } = await ground(this.theme);
    const [now, then] = [style.sources[TILES], mapOf(this.div).getSource(TILES)];
    if (now && then) then.setTiles(now.tiles);
    else if (now) await this.setTheme(this.theme); // the first tiles there are
  }

  /** `{lon, lat, zoom}` and, for checks, the centre as a pair. */
  view() {
    return viewOf(this.div);
  }

  /** `[west, south, east, north]` of the view. */
  bounds() {
    const box = mapOf(this.div).getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  }

  zoomBy(steps) {
    const { lon, lat, zoom } = viewOf(this.div);
    return this.camera.fly({ lon, lat, zoom: Math.max(2, Math.min(20, zoom + steps)) }, 200);
  }

  /** Pixels between two places in this view. */
  pixelsApart(a, b) {
    const [p, q] = [a, b].map((point) => mapOf(this.div).project(point));
    return Math.hypot(p.x - q.x, p.y - q.y);
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

  /** All marks that stand on one spot with the one at `{x, y}`. */
  allAt(point) {
    return hits(this.#drawn, point, (lon, lat) => mapOf(this.div).project([lon, lat]));
  }

  /** What lies under no mark: `{name, properties}` of a drawn layer or of the ground, or null. */
  under(point) {
    return this.overlays.at(point) ?? this.base.at(point);
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
  const [Plotly, { style, ink, bounds, attribution }] = await Promise.all([plotly(), ground(theme)]);
  const interactive = screen !== "wall";
  const box = bounds ?? [111.0, 35.01, 111.03, 35.04];
  const home = () => fit(box, div.clientWidth, div.clientHeight, typeof padding === "function" ? padding() : padding);
  const start = () => (interactive && viewOfHash(location.hash)) || home();
  const drawn = figure({ theme, style, view: start(), interactive });
  const plotted = Plotly.newPlot(div, drawn.data, drawn.layout, drawn.config);
  tame(div);
  await plotted;
  keepLayers(div);
  letter(div, theme);
  credit(div, attribution);
  new ResizeObserver(() => Plotly.Plots.resize(div)).observe(div);
  setView(div, start());
  if (interactive) keepAddress(mapOf(div), () => viewOf(div));
  const map = new LiveMap(div, { ...options, interactive, ink }, Plotly, home);
  map.theme = theme;
  return map;
}

function letter(div, theme) {
  for (const [name, ink] of [["workers", haloOf(theme)], ["donuts", null]]) letTextsOverlap(div, indexOf(name), ink);
}

/** Whose data the ground is: always there, small, bottom right. */
function credit(div, attribution) {
  const line = document.createElement("div");
  line.className = "map-credit";
  line.textContent = attribution.join(" · ");
  div.append(line);
}

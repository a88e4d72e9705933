// The map of a screen: one Plotly figure, fed from the live rows. Its view moves only when somebody (a hand, a key, or
// the wall's director) says so.

import { installMap } from "./hooks.mjs";
import { OVERLAYS } from "./layers/index.mjs";
import { Shown } from "./layers/shown.mjs";
import { keepAddress, viewOfHash } from "./map/address.mjs";
import { Assets, DRAWN } from "./map/assets.mjs";
import { Camera } from "./map/camera.mjs";
import { figure, inks } from "./map/figure.mjs";
import { Lines } from "./map/lines.mjs";
import { Marks } from "./map/marks.mjs";
import { fit } from "./map/mercator.mjs";
import { Names } from "./map/names.mjs";
import { Overlays } from "./map/overlays.mjs";
import { Painter } from "./map/painter.mjs";
import { plotly } from "./map/plotly.mjs";
import { placed } from "./map/points.mjs";
import { Pointer } from "./map/pointer.mjs";
import { Rows } from "./map/rows.mjs";
import { ground, TILES } from "./map/style.mjs";
import { keepLayers, mapOf, setGround, setView, tame, timed, viewOf } from "./map/subplot.mjs";
import { GroundSwitch } from "./map/switch.mjs";

const FIX_CHECK_MS = 20e3;

class LiveMap {
  constructor(div, options, Plotly, home) {
    const { live, theme } = options;
    Object.assign(this, { div, options, live, home, theme, hidden: {} });
    this.painter = new Painter(div, Plotly, (ms) => live.frames.add(ms));
    this.camera = new Camera(div);
    const { lon, lat, zoom } = viewOf(div);
    this.zoom = zoom;
    this.marks = new Marks(div, [lon, lat], theme);
    this.rows = new Rows(this.marks, live, () => this.hidden);
    this.assets = new Assets(this.marks);
    this.lines = new Lines(this.painter, (kind, id) => this.#find(kind, id), () => live.now());
    this.overlays = new Overlays(div, options.ink);
    this.names = new Names(div, this.overlays, this.marks.batches.workers, options.workerLabel);
    this.shown = new Shown(this.overlays, live, (name, error) => console.warn(`layer ${name}`, error));
    this.base = new GroundSwitch(div);
    this.pointer = new Pointer(this, options);
    timed(div, (ms) => this.#drew(ms));
    mapOf(div).on("zoom", () => this.#zoomed());
    this.#listen();
    this.timer = setInterval(() => this.refresh(), FIX_CHECK_MS); // fixes age without any message
    for (const layer of options.layers ?? []) this.setLayer(layer, true);
    this.refresh();
    installMap(this);
  }

  #listen() {
    this.live.on("change", (tables) => this.rows.changed(tables));
    this.live.on("positions", (ids) => this.rows.moved(ids));
    this.live.on("layers", ({ changed }) => this.#relayered(changed));
    this.live.on("frame", ({ changed }) => {
      this.marks.paint(changed !== null); // moving workers can wait
      this.names.follow();
      this.lines.follow();
      this.painter.paint(changed !== null);
    });
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
    this.lines.choose(kind, id);
    this.painter.paint();
  }

  /** Draw a walking path `[[lon, lat], …]` as a dashed line; null takes it away. */
  showPath(path) {
    this.lines.way(path, this.zoom);
    this.painter.paint();
  }

  /** Show or hide a layer: live rows, what is drawn over the ground, things, or the ground itself. */
  setLayer(name, on) {
    if (name === "workers" || name === "tickets") {
      this.hidden[name] = !on;
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
    this.marks.setTheme(theme);
    await this.painter.alone((Plotly, div) => {
      setGround(div, style);
      return Plotly.restyle(div, inks(theme));
    });
    this.overlays.repaint(ink);
    this.marks.raise();
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

  /** `callback()` whenever the view came nearer or went off. */
  onZoom(callback) {
    this.told = callback;
  }

  /** Where a row is on the page now: CSS px; `visible` inside the map, `clustered` as part of a donut. */
  locate(kind, id) {
    const found = this.#find(kind, id);
    if (!found) return { x: null, y: null, visible: false, clustered: false };
    const { lon, lat, dx = 0 } = found.mark;
    const { x, y } = this.onPage(lon, lat, dx);
    const box = this.div.getBoundingClientRect();
    const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    return { x, y, visible: inside, clustered: found.clustered };
  }

  /** Draw all from the rows again (another language of labels, time gone by). */
  refresh() {
    this.rows.refresh(this.zoom);
    this.names.follow();
    this.lines.follow();
    this.marks.paint();
    this.painter.paint();
  }

  /** The map was drawn; what a live frame asked for counts as its work. */
  #drew(ms) {
    if (this.marks.asked) this.live.frames.extend(ms);
    this.marks.asked = false;
  }

  #zoomed() {
    const before = this.zoom;
    this.zoom = viewOf(this.div).zoom;
    if (Math.abs(before - this.zoom) < 0.001 || this.waiting) return;
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.rows.zoomTo(this.zoom);
      this.lines.zoomTo(this.zoom);
      this.marks.paint();
      this.painter.paint();
      this.told?.();
    }, 120);
  }

  #find(kind, id) {
    const found = this.rows.find(kind, id);
    if (found) return found;
    const unseen = this.assets.find(kind, id);
    return unseen && placed(unseen) ? { mark: unseen, clustered: false } : null;
  }

  /** A point of the Earth in CSS px of the page, `dx` px of the map to the right; a scaled wall counts in. */
  onPage(lon, lat, dx = 0) {
    const { x, y } = mapOf(this.div).project([lon, lat]);
    const box = this.div.getBoundingClientRect();
    const scale = box.width / this.div.clientWidth || 1;
    return { x: box.left + (x + dx) * scale, y: box.top + y * scale };
  }

  /** The mark at `{x, y}` px of the map. */
  at(point) {
    return this.marks.at(point);
  }

  /** All marks that stand on one spot with the one at `{x, y}`. */
  allAt(point) {
    return this.marks.allAt(point);
  }

  /** What lies under no mark: `{name, properties}` of a drawn layer or of the ground, or null. */
  under(point) {
    return this.overlays.at(point) ?? this.base.at(point);
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
  credit(div, attribution);
  new ResizeObserver(() => Plotly.Plots.resize(div)).observe(div);
  setView(div, start());
  if (interactive) keepAddress(mapOf(div), () => viewOf(div), (view) => setView(div, view));
  return new LiveMap(div, { ...options, theme, interactive, ink }, Plotly, home);
}

/** Whose data the ground is: always there, small, bottom right. */
function credit(div, attribution) {
  const line = document.createElement("div");
  line.className = "map-credit";
  line.textContent = attribution.join(" · ");
  div.append(line);
}

// The preview's map: our ground, up to 500 features over it, and where they stood before.

import { fit } from "../map/mercator.mjs";
import { plotly } from "../map/plotly.mjs";
import { ground } from "../map/style.mjs";
import { setView, tame } from "../map/subplot.mjs";
import { h } from "./dom.mjs";
import { extent, traces } from "./drawn.mjs";
import { w } from "./page.mjs";

const PADDING = { top: 48, right: 48, bottom: 48, left: 48 };
/** A map of one point shows its street, not its doorstep. */
const CLOSEST = 17.5;

export class Preview {
  #map = h("div", { class: "imp-map", role: "img", "aria-label": w("preview"), "data-testid": "import-map" });
  #legend = h("div", { class: "imp-legend" });
  #credit = h("div", { class: "imp-credit" });
  #drawn = null;
  /** The one place of the map; it is moved, never made anew. */
  element = h("figure", { class: "imp-preview" }, this.#map, this.#credit, this.#legend);

  /** Draw a report's preview; resolves when it is drawn. */
  async show(report) {
    const features = report.preview?.features ?? [];
    const before = report.before ?? [];
    this.#legend.replaceChildren(...legend(features.length, before.length, shiftOf(report)));
    this.#map.dataset.features = String(features.length);
    const view = this.#view(extent(features, before));
    const data = traces(features, before);
    this.#drawn = (this.#drawn ?? Promise.resolve()).then(() => this.#draw(data, view));
    await this.#drawn;
    this.#map.dataset.drawn = String(features.length);
  }

  #view(box) {
    if (!box) return null;
    return fit(box, this.#map.clientWidth || 600, this.#map.clientHeight || 480, PADDING, CLOSEST);
  }

  async #draw(data, view) {
    const Plotly = await plotly();
    if (this.#map._fullLayout) {
      if (view) setView(this.#map, view);
      return Plotly.react(this.#map, data, this.#map.layout);
    }
    const { style, bounds, attribution } = await ground("dark");
    this.#credit.textContent = attribution.join(" · ");
    const at = view ?? this.#view(bounds ?? [110.9, 35, 111.1, 35.1]);
    const layout = {
      map: { style, center: { lon: at.lon, lat: at.lat }, zoom: at.zoom },
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      hovermode: "closest",
      hoverlabel: { bgcolor: "#1e2b38", bordercolor: "#35495b", font: { color: "#e9f0f6", size: 13 } },
      dragmode: "pan",
      showlegend: false,
    };
    const config = { displayModeBar: false, scrollZoom: true, responsive: true, displaylogo: false };
    const drawn = Plotly.newPlot(this.#map, data, layout, config);
    tame(this.#map);
    return drawn;
  }
}

/** How far the chosen datum moves the points, metres; 0 where it does not. */
function shiftOf(report) {
  const rows = report.evidence?.rows ?? [];
  return rows.find((row) => row.datum === report.datum)?.shift_m ?? 0;
}

function legend(count, shifted, metres) {
  const mark = (kind, words) => h("span", {}, h("i", { class: `imp-dot ${kind}`, "aria-hidden": "true" }), words);
  if (!count) return [h("span", {}, w("preview_none"))];
  const said = [h("span", {}, w("preview_n", { n: count }))];
  if (!shifted) return said;
  const far = metres ? [h("strong", {}, w("preview_shift", { n: Math.round(metres) }))] : [];
  return [...said, mark("before", w("preview_before")), mark("after", w("preview_after")), ...far];
}

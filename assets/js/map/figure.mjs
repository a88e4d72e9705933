// The one figure: its traces from the ground up, and the layout that never moves the view by itself.

/** Traces in drawing order; the name is the key everywhere else. Marks with an icon lie above them all (marks.mjs). */
export const TRACES = ["accuracy", "routeCase", "route", "halo"];

export const indexOf = (name) => TRACES.indexOf(name);

const INK = {
  dark: { route: "#a78bfa", case: "#0b1016", halo: "#5aa9ff", fix: "#5aa9ff" },
  light: { route: "#6a45d1", case: "#ffffff", halo: "#0a5fc2", fix: "#0a5fc2" },
};

/**
 * Where a trace without anything has its one point: by the south pole. An empty trace would lose its layers and
 * get them back on top of the others; so it is never empty, and the drawing order stays.
 */
export const NOWHERE = { lon: [0, 0], lat: [-85, -85] };

const base = (name) => ({ type: "scattermap", name, ...NOWHERE, hoverinfo: "none", showlegend: false });

/** Columns of marks for a restyle; those of nowhere when there are none. */
export const columns = (marks) =>
  marks.length ? { lon: marks.map((mark) => mark.lon), lat: marks.map((mark) => mark.lat) } : NOWHERE;

const line = (name, colour, width) => ({ ...base(name), mode: "lines", connectgaps: false, line: { color: colour, width } });

function traces(theme) {
  const ink = INK[theme];
  const made = {
    accuracy: { ...base("accuracy"), mode: "lines", fill: "toself", fillcolor: `${ink.fix}22`, line: { color: ink.fix, width: 1 } },
    routeCase: line("routeCase", ink.case, 6),
    route: line("route", ink.route, 3.5),
    halo: { ...base("halo"), mode: "markers", marker: { symbol: "circle", size: 58, color: ink.halo, opacity: 0.26 } },
  };
  return TRACES.map((name) => made[name]);
}

/** What of the traces is the theme's, as a restyle of all of them; undefined leaves a trace's alone. */
export function inks(theme) {
  const made = traces(theme);
  const of = (read) => made.map(read);
  return {
    fillcolor: of((trace) => trace.fillcolor),
    "line.color": of((trace) => trace.line?.color),
    "marker.color": of((trace) => trace.marker?.color),
  };
}

/** Data, layout and config for Plotly.newPlot; `view` is `{lon, lat, zoom}`. */
export function figure({ theme, style, view, interactive }) {
  return {
    data: traces(theme),
    layout: {
      map: { style, center: { lon: view.lon, lat: view.lat }, zoom: view.zoom },
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      uirevision: "the view is the dispatcher's own",
      hovermode: false, // hits are found by hits.mjs: no search through every trace at each mouse move
      dragmode: interactive ? "pan" : false,
      showlegend: false,
    },
    config: { displayModeBar: false, scrollZoom: interactive, responsive: true, doubleClick: false, displaylogo: false },
  };
}

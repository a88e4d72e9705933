// Plotly comes from Dash's own bundle; it is fetched once, by the page that draws a map.

const source = () =>
  document.body.dataset.plotly ||
  `/${document.body.dataset.screen}/_dash-component-suites/plotly/package_data/plotly.min.js`;

let loading = null;

/** window.Plotly, loaded if it is not there yet. */
export function plotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source();
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`no map: ${script.src} did not load`));
    document.head.append(script);
  });
  return loading;
}

// What lies on the map and below the column: counts by severity, the trend of two hours, devices.

import { esc, severityIcon, SEVERITIES } from "../format.mjs";
import { t } from "../i18n.mjs";
import { byId, draw } from "./dom.mjs";
import { bars } from "./plots.mjs";

const group = (n) => new Intl.NumberFormat("en").format(n);

/** Open tickets by severity, bottom left. Severities that do not occur are left out, but the first four always stand. */
export function legend(store) {
  const counts = store.kpis.by_severity ?? {};
  const items = SEVERITIES.filter((name) => name !== "unknown" || counts[name] > 0).map(
    (name) =>
      `<span data-severity="${name}"${counts[name] ? "" : ' class="none"'}>${severityIcon(name)}${esc(t(`severity.${name}`))}<b>${counts[name] ?? 0}</b></span>`,
  );
  const exercises = [...store.rows("tickets").values()].filter((row) => row.exercise).length;
  if (exercises) items.push(`<span class="exercise">${esc(t("wall.legend_exercise"))}<b>${exercises}</b></span>`);
  draw(byId("wall-legend"), items.join(""));
}

/** Alerts in ten minutes, twelve times; the last bar is now. */
export function trend(store) {
  const { alerts_trend: values, alerts_10min: now } = store.kpis;
  if (!values) return draw(byId("wall-trend"), "");
  const head = `<p><span>${esc(t("wall.trend"))}</span><b class="kpi-value">${now ?? values.at(-1)}</b></p>`;
  return draw(byId("wall-trend"), `${head}<div class="bars">${bars(values)}</div>`);
}

/** Sockets and devices in one line. */
export function devices(store) {
  const { sockets_free: free, sockets_total: sockets, devices_online: online, devices_total: total } = store.kpis;
  const parts = [];
  if (sockets) parts.push(t("wall.devices_sockets", { free: group(free), all: group(sockets) }));
  if (total) parts.push(t("wall.devices_online", { online: group(online), all: group(total) }));
  if (!parts.length) parts.push(t("wall.devices_none"));
  draw(byId("wall-devices"), parts.map((part) => `<span>${esc(part)}</span>`).join(""));
}

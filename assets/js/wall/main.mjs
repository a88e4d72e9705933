// The wall: the parts, and what makes each of them look again.

import { get } from "../api.mjs";
import { t } from "../i18n.mjs";
import { createLive } from "../live.mjs";
import { createMap } from "../map.mjs";
import { askToPlay } from "../sound.mjs";
import { Alerts } from "./alerts.mjs";
import { loud, Turns } from "./attention.mjs";
import { Banner } from "./banner.mjs";
import { Bar } from "./bar.mjs";
import { Director } from "./director.mjs";
import { districtOf } from "./district.mjs";
import { arrived } from "./dom.mjs";
import { History } from "./history.mjs";
import { devices, legend, trend } from "./overlays.mjs";
import { Display } from "./display.mjs";
import { Tiles } from "./tiles.mjs";
import { Watchdog } from "./watchdog.mjs";
import { call } from "./words.mjs";

const SHOWN = ["piles", "cameras", "lifts", "fire_hosts"];

async function start() {
  const params = new URLSearchParams(location.search);
  const div = await arrived("wall-map");
  const display = new Display(params);
  askToPlay({ now: params.get("sound") === "1" });

  const live = createLive({ view: "wall" });
  const district = await districtOf(get);
  const bar = new Bar(live, district);
  const tiles = new Tiles(live, new History(localStorage, district.id));
  const alerts = new Alerts(live);
  const banner = new Banner(live);
  const turns = new Turns();
  const watchdog = new Watchdog(live);
  const director = new Director(live);

  const attend = () => {
    if (!live.loaded) return;
    const subjects = loud(live.store);
    const turn = turns.update(subjects, performance.now());
    banner.update(turn);
    director.update(subjects, turn);
  };
  const figures = () => {
    tiles.update();
    bar.figures();
    legend(live.store);
    trend(live.store);
    devices(live.store);
  };
  live.on("change", () => {
    alerts.update();
    attend();
    tiles.update();
    legend(live.store);
  });
  live.on("kpis", figures);
  live.on("state", () => bar.state());
  const tick = () => {
    bar.tick();
    alerts.tick();
    attend();
    banner.tick();
    watchdog.tick();
    // Just after the server's second turns, so that its clock and ours step together.
    setTimeout(tick, 1000 - (live.clock.server() % 1000) + 5);
  };
  live.start();
  bar.state();
  tick();

  const mapped = drawn(div, {
    live,
    theme: "dark",
    screen: "wall",
    layers: district.isCity ? [...SHOWN, "areas"] : SHOWN, // a city has borders where a district has houses
    padding: () => display.padding(),
    workerLabel,
  });
  live.warmUp(mapped);
  director.map = await mapped;
  watchdog.whole = true;
  display.onChange(() => {
    alerts.update();
    director.home();
  });
  attend();
}

/** Who is on a job is named on the map; the free ones are not, since there are many. */
const workerLabel = ({ state, row }) =>
  state === "busy" || state === "sos" ? `${call(row.name)} · ${t(`stage.${row.stage ?? "acknowledged"}`)}` : "";

/** A display that cannot draw maps (no WebGL) still shows, counts and sounds. */
function drawn(div, options) {
  return createMap(div, options).catch((error) => {
    console.error("no map", error);
    return { flyTo() {}, flyHome() {}, highlight() {}, showPath() {} };
  });
}

start();

// The desk, put together: live rows → queue, map, detail. Each part draws itself; here is who hears what.

import { post } from "../api.mjs";
import { createLive } from "../live.mjs";
import { has, t } from "../i18n.mjs";
import { byId, html, on, patch } from "./dom.mjs";
import { Deeds } from "./deeds.mjs";
import { Desk } from "./desk.mjs";
import { Detail } from "./detail.mjs";
import { Escalated } from "./escalated.mjs";
import { Ground } from "./ground.mjs";
import { listenToKeys, tabOf, toggleHelp } from "./keys.mjs";
import { Layers } from "./layers.mjs";
import { Looking } from "./looking.mjs";
import { severityRank } from "./model.mjs";
import { NewTicket } from "./newticket.mjs";
import { Notify } from "./notify.mjs";
import { Plan } from "./plan.mjs";
import { Queue } from "./queue.mjs";
import { Rounds } from "./rounds.mjs";
import { search } from "./search.mjs";
import { Sheet } from "./sheet.mjs";
import { Steps } from "./steps.mjs";
import { Strip } from "./strip.mjs";
import { Thing } from "./thing.mjs";
import { toasts } from "./toast.mjs";
import { Tools } from "./tools.mjs";
import { age, badge, flood, theme, themeSwitch } from "./topbar.mjs";
import { Twin } from "./twin.mjs";
import { walk } from "./when.mjs";

const SKELETON = "desk-foot";
const LOCATE_ZOOM = 18;
const TICK_MS = 250;

/** Dash draws the skeleton some time after this script runs. */
const drawn = () =>
  new Promise((resolve) => {
    const look = () => (byId(SKELETON) ? resolve() : requestAnimationFrame(look));
    look();
  });

async function learn(desk) {
  const [me, kinds] = await Promise.allSettled([desk.get("me"), desk.get("kinds")]);
  if (me.value) desk.me = me.value;
  for (const kind of kinds.value?.kinds ?? kinds.value ?? []) desk.kinds.set(kind.id, kind);
  const role = has(`role.${desk.me.role}`) ? t(`role.${desk.me.role}`) : "";
  patch(byId("desk-me"), html`<i class="face" aria-hidden="true">${[...desk.me.name][0]}</i>${role} ${desk.me.name}`);
}

/** A press on the map opens what was pressed; the view stays. Of several on one spot a list is shown, the worst first. */
function pressed({ desk, thing, layers }, kind, id, lonlat, what) {
  const open = (mark) => pressed({ desk, thing, layers }, mark.kind, mark.id, lonlat, mark);
  if (kind === "cluster") thing.list([...id].sort((a, b) => severityRank(a.severity) - severityRank(b.severity)), open);
  else if (kind === "ticket") desk.select("tickets", id, "map");
  else if (kind === "alert" && desk.rows("alerts").has(id)) desk.select("alerts", id, "map");
  else if (kind === "worker") thing.show({ layer: "workers", id, name: what.row.name, lon: what.lon, lat: what.lat, row: what.row });
  else if (what?.name === "rollup") layers.down(what.properties);
  else if (what) thing.show(thingOf(what, lonlat));
  else thing.close();
}

/** A mark of a thing, or a feature of the ground, as the card wants it. */
function thingOf(what, [lon, lat]) {
  const row = what.row ?? what.properties;
  return { layer: what.layer ?? what.name, id: what.id ?? row.id, name: row.name, lon: what.lon ?? lon, lat: what.lat ?? lat, row };
}

/** Under a worker on the map: the own name, and the walk of whoever is a candidate for the ticket before me. */
function label(desk, row) {
  const name = row.name.split(" ").at(-1);
  const eta = desk.walkOf(row.id);
  return eta === null ? name : `${name} · ${walk(eta)}`;
}

function locate(desk, map) {
  const row = desk.ticket ?? desk.alert;
  if (Number.isFinite(row?.lon)) map.flyTo(row.lon, row.lat, LOCATE_ZOOM);
  else if (row) desk.say(t("desk.no_spot"));
}

function keys({ desk, queue, detail, deeds, steps, map, sheet, form, notify, layers, tools, thing, twin, plan, rounds }) {
  listenToKeys({
    walk: (key) => queue.move(key === "j" ? 1 : -1),
    tab: (key) => queue.show(tabOf(key)),
    search: () => byId("desk-search").focus(),
    new: () => form.show(),
    locate: () => locate(desk, map),
    choose: (key) => (desk.ticket ? detail.move(key === "ArrowDown" ? 1 : -1) : queue.move(key === "ArrowDown" ? 1 : -1)),
    send: () => (desk.alert ? deeds.openForAlert() : deeds.send()),
    recall: () => deeds.recall(),
    steps: () => steps.focus(),
    behalf: () => byId("desk-detail").querySelector(".taps .solid")?.focus(),
    call: () => byId("desk-detail").querySelector("[data-do=phone]")?.click(),
    act: (name) => deeds.act(name),
    check: () => deeds.checkOrClose(),
    cancel: () => deeds.act(desk.alert ? "resolve" : "cancel"),
    menu: () => deeds.toggleMenu(),
    acknowledge: () => deeds.acknowledge(),
    sound: () => notify.turn(),
    layers: () => layers.toggle(),
    list: () => twin.toggle(),
    plan: () => plan.toggle(),
    rounds: () => rounds.toggle(),
    back: () => tools.back(),
    help: () => toggleHelp(),
    leave: () => leave({ sheet, form, layers, deeds, tools, thing, twin, plan, rounds }),
  });
}

function leave({ sheet, form, layers, deeds, tools, thing, twin, plan, rounds }) {
  deeds.toggleMenu(false);
  if (sheet.open) sheet.close();
  else if (form.open) form.close();
  else if (tools.busy) tools.leave();
  else if (thing.open) thing.close();
  else if (twin.open) twin.toggle(false);
  else if (plan.open) plan.close();
  else if (rounds.open) rounds.close();
  else if (layers.open) layers.toggle(false);
  else document.activeElement?.blur?.();
}

async function signOut() {
  await post("/logout", {}).catch(() => {}); // without a server there is no session either
  location.assign("/login");
}

async function start() {
  await drawn();
  const live = createLive({ view: "desk" });
  const desk = new Desk(live);
  const map = new Ground(byId("desk-map"), {
    live,
    theme: theme(),
    screen: "desk",
    onClick: (...press) => pressed({ desk, thing, layers }, ...press),
    workerLabel: ({ row }) => label(desk, row),
  });
  toasts(desk);
  const sheet = new Sheet(desk);
  const queue = new Queue(desk);
  const detail = new Detail(desk, map);
  const deeds = new Deeds(desk, detail, sheet);
  const steps = new Steps(desk, detail, sheet);
  const form = new NewTicket(desk, map);
  const notify = new Notify(desk);
  const strip = new Strip(desk, map);
  const layers = new Layers(desk, map);
  const thing = new Thing(desk, map, (place) => form.show(place));
  const twin = new Twin(desk, map, (mark) => {
    map.flyTo(mark.lon, mark.lat);
    pressed({ desk, thing, layers }, mark.kind, mark.id, [mark.lon, mark.lat], mark);
  });
  const tools = new Tools(desk, map, { twin, layers });
  const looking = new Looking(desk);
  const escalated = new Escalated(desk);
  const plan = new Plan(desk, map);
  const rounds = new Rounds(desk, map);
  search(desk, map);
  keys({ desk, queue, detail, deeds, steps, map, sheet, form, notify, layers, tools, thing, twin, plan, rounds });
  themeSwitch(map, () => layers.fetch());
  desk.on("select", ({ table, id }) => map.highlight(table === "tickets" ? "ticket" : "alert", id));
  live.on("change", (tables) => {
    queue.changed(tables);
    detail.changed(tables);
    notify.changed(tables);
    strip.changed();
    layers.draw();
    rounds.changed(tables);
    looking.draw();
    escalated.changed(tables);
    if (form.open) form.drawDoubles(); // the same thing may be reported while the caller speaks
  });
  live.on("kpis", () => flood(live));
  live.on("state", () => badge(live));
  live.on("denied", () => location.assign(`/login?next=${encodeURIComponent(location.pathname)}`));
  on(byId("desk-bar"), "click", "#desk-sound", () => notify.turn());
  on(byId("desk-bar"), "click", "#desk-leave", () => signOut());
  byId("desk-help-open").addEventListener("click", toggleHelp);
  setInterval(() => {
    queue.tick();
    detail.tick();
    badge(live);
    age(live);
  }, TICK_MS);
  badge(live);
  live.start();
  steps.learn();
  await learn(desk);
  queue.redraw(); // the words of the kinds are known now
  detail.draw();
}

start();

// Every key of the desk in one list: what runs and what the sheet (?) says. A letter is a key only outside of fields.

import { t } from "../i18n.mjs";
import { byId, html, isTyping, patch } from "./dom.mjs";
import { TABS } from "./model.mjs";

/** Groups of [shown keys, text key, KeyboardEvent keys, name of the deed]. */
export const KEYS = [
  ["desk.keys.queue", [
    [["J", "K"], "desk.key.walk", ["j", "k"], "walk"],
    [["1", "7"], "desk.key.tab", ["1", "2", "3", "4", "5", "6", "7"], "tab"],
    [["/"], "desk.key.search", ["/"], "search"],
    [["N"], "desk.key.new", ["n"], "new"],
    [["G"], "desk.key.locate", ["g"], "locate"],
  ]],
  ["desk.keys.send", [
    [["↑", "↓"], "desk.key.choose", ["ArrowUp", "ArrowDown"], "choose"],
    [["Enter"], "desk.key.send", ["Enter"], "send"],
    [["R"], "desk.key.recall", ["r"], "recall"],
    [["O"], "desk.key.behalf", ["o"], "behalf"],
    [["D"], "desk.key.call", ["d"], "call"],
    [["B"], "desk.key.steps", ["b"], "steps"],
  ]],
  ["desk.keys.ticket", [
    [["V"], "desk.act.verify_ok", ["v"], "act:verify_ok"],
    [["C"], "desk.key.check", ["c"], "check"],
    [["F"], "desk.act.rework", ["f"], "act:rework"],
    [["M"], "desk.act.merge", ["m"], "act:merge"],
    [["P"], "desk.act.prioritise", ["p"], "act:prioritise"],
    [["E"], "desk.act.amend", ["e"], "act:amend"],
    [["T"], "desk.act.note", ["t"], "act:note"],
    [["X"], "desk.key.cancel", ["x"], "cancel"],
    [["."], "desk.more", ["."], "menu"],
  ]],
  ["desk.keys.alerts", [
    [["A"], "desk.act.acknowledge", ["a"], "acknowledge"],
    [["S"], "desk.key.sound", ["s"], "sound"],
    [["L"], "desk.key.layers", ["l"], "layers"],
    [["⌫"], "map.measure.back", ["Backspace"], "back"],
    [["W"], "desk.plan.title", ["w"], "plan"],
    [["Q"], "desk.rounds.title", ["q"], "rounds"],
    [["I"], "map.tool.list", ["i"], "list"],
    [["Esc"], "desk.key.leave", ["Escape"], "leave"],
    [["?"], "desk.key.help", ["?"], "help"],
  ]],
];

const DEEDS = new Map(KEYS.flatMap(([, keys]) => keys.flatMap(([, , names, deed]) => names.map((name) => [name, deed]))));

/** Forms keep every key but Esc; a focused button (or the group it has just left) keeps Enter; menus and tabs their arrows. */
function belongsElsewhere(event) {
  const { target, key } = event;
  if (isTyping(target) || target.closest?.("form")) return true;
  if (key === "Enter" && target.closest?.("button, a, summary, [role=tab], [role=group]")) return true;
  return key.startsWith("Arrow") && Boolean(target.closest?.("[role=menu], [role=tablist]"));
}

/** While the sheet of keys is read, no key acts behind it. */
const isReading = (event) => Boolean(byId("desk-help").open) && event.key !== "?";

/** `deeds[name](key)`; "act:x" goes to deeds.act("x"). */
export function listenToKeys(deeds) {
  document.addEventListener("keydown", (event) => {
    if (isReading(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const deed = DEEDS.get(key);
    if (!deed || (belongsElsewhere(event) && deed !== "leave") || (event.repeat && deed !== "walk" && deed !== "choose")) return;
    event.preventDefault();
    const [name, what] = deed.split(":");
    deeds[name](what ?? key);
  });
}

export const tabOf = (digit) => TABS[Number(digit) - 1];

/** The sheet of all keys: a dialog, since reading it is what one does meanwhile. */
export function toggleHelp() {
  const dialog = byId("desk-help");
  if (dialog.open) return dialog.close();
  patch(dialog, html`<h2>${t("desk.keys.title")}</h2><div class="help">${KEYS.map(([title, keys]) => html`<section><h3>${t(title)}</h3><dl>${keys.map(([shown, text]) => html`
    <div><dt>${shown.map((key, i) => html`${i > 0 && text === "desk.key.tab" ? "–" : ""}<kbd>${key}</kbd>`)}</dt><dd>${t(text)}</dd></div>`)}</dl></section>`)}</div>
    <form method="dialog"><button>${t("action.close")}<kbd>Esc</kbd></button></form>`);
  return dialog.showModal();
}

// What Dash wrote for us into the place of the panel, and a word back to it.

import { has, t, useCatalogue } from "../i18n.mjs";

let page = { registers: [], limit_mb: 512, templates: [] };

/** Read texts, registers and limits from the place. */
export function readPage(place) {
  page = JSON.parse(place.dataset.page);
  useCatalogue(page.words);
}

export const registers = () => page.registers;
export const limitMb = () => page.limit_mb;
/** Registers that a blank form is offered for. */
export const templates = () => page.templates;

export const register = (id) => page.registers.find((one) => one.id === id);
export const titleOf = (id) => register(id)?.title ?? id;

const w = (key, params) => t(`admin.layers.${key}`, params);
export { w };

/** What a datum is called. */
export const datumName = (datum) => (has(`admin.layers.datum.${datum}`) ? w(`datum.${datum}`) : datum.replace("+", " + "));

/** Have Dash draw the list of layers anew. */
export const drawAgain = () => window.dash_clientside?.set_props?.("refresh", { data: Date.now() });

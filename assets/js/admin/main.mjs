// The administration's own scripts: the panel of files, put into its place whenever Dash draws the place anew.

import { Panel } from "./panel.mjs";
import { readPage } from "./page.mjs";

const PLACE = "layer-import";
let panel = null;

function put() {
  const place = document.getElementById(PLACE);
  if (!place || place.firstChild) return;
  readPage(place);
  panel ??= new Panel();
  place.append(panel.element);
}

new MutationObserver(put).observe(document.body, { childList: true, subtree: true });
put();

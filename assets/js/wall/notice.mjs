// The calm page of a display that may no longer show anything: what happened, and who can do what about it.

import { esc } from "../format.mjs";
import { t } from "../i18n.mjs";

const SHUT = `<svg viewBox="0 0 48 48" aria-hidden="true"><rect x="5" y="8" width="38" height="26" rx="3"/><path d="M17 41h14M24 34v7M14 15l20 12"/></svg>`;

/** Markup; `time` is when it was put away. */
export const notice = (time) => `${SHUT}<h2>${esc(t("wall.denied.title"))}</h2>
<p>${esc(t("wall.denied.text"))}</p><p class="denied-since">${esc(t("wall.denied.since", { time }))}</p>`;

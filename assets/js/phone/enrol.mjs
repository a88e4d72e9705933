// How this phone becomes somebody's: a link with a token or a one-time code behind the #, exchanged by a press of a
// button, so that the preview of a messenger cannot burn it. Afterwards the token is here and not in the address.

import { post, setToken, get } from "../api.mjs";
import { t } from "../i18n.mjs";
import { h } from "./dom.mjs";

const KEY = "shaodao.token";

async function exchange(link) {
  if (link.get("enrol")) return (await post("enrol", { code: link.get("enrol") })).token;
  setToken(link.get("token"));
  await get("me"); // 401 when the token is not known
  return link.get("token");
}

/** Show the button and answer the token once it was pressed and taken. */
function pressed(main, link) {
  return new Promise((resolve) => {
    const problem = h("p", { class: "ph-cannot", role: "alert" });
    const button = h("button", { type: "button", class: "ph-primary", "data-testid": "btn-enrol" }, t("phone.enrol"));
    button.addEventListener("click", async () => {
      button.disabled = true;
      problem.textContent = "";
      try {
        const token = await exchange(link);
        localStorage.setItem(KEY, token);
        history.replaceState(null, "", location.pathname + location.search);
        main.replaceChildren();
        resolve(token);
      } catch (error) {
        problem.textContent = error.status === 0 ? t("phone.enrol_offline") : t("phone.enrol_bad");
        button.disabled = false;
      }
    });
    main.replaceChildren(h("section", { class: "ph-idle" }, h("h1", {}, t("phone.enrol_title")), h("p", {}, t("phone.enrol_how")), button, problem));
  });
}

export const enrolment = {
  /** The token of this phone: the kept one, or that of the link once it was pressed. */
  async token(main) {
    const link = new URLSearchParams(location.hash.slice(1));
    const kept = localStorage.getItem(KEY);
    if (link.get("token") || link.get("enrol")) return kept && kept === link.get("token") ? tidy(kept) : pressed(main, link);
    if (kept) return kept;
    main.replaceChildren(h("section", { class: "ph-idle" }, h("h1", {}, t("phone.unknown")), h("p", {}, t("phone.unknown_how"))));
    return new Promise(() => {});
  },

  /** The server no longer knows this token: say so instead of showing an old job for ever. */
  forget() {
    localStorage.removeItem(KEY);
    location.reload();
  },
};

function tidy(token) {
  history.replaceState(null, "", location.pathname + location.search);
  return token;
}

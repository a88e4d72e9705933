// Short sentences at the foot of the map: refusals stay until read (8 s), confirmations go soon. Read aloud by screen readers.

import { byId } from "./dom.mjs";

const STAYS_MS = { refused: 8000, done: 3500, alarm: 12_000 };
const AT_MOST = 4;

export function toasts(desk) {
  const box = byId("desk-toasts");
  desk.on("select", ({ id }) => box.querySelector(`[data-about="${CSS.escape(id ?? "")}"]`)?.remove());
  desk.on("toast", ({ tone, text, act, about }) => {
    const same = [...box.children].find((x) => x.dataset.text === text);
    same?.remove(); // the same sentence again is not two sentences
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.tone = tone;
    toast.dataset.text = text;
    if (about) toast.dataset.about = about;
    toast.setAttribute("role", tone === "refused" ? "alert" : "status");
    toast.textContent = text;
    const leave = setTimeout(() => toast.remove(), STAYS_MS[tone] ?? STAYS_MS.done);
    toast.addEventListener("click", () => {
      clearTimeout(leave);
      toast.remove();
      act?.();
    });
    box.append(toast);
    while (box.children.length > AT_MOST) box.firstChild.remove();
  });
}

// The one panel: drop a file, see what it is, put it in. The server knows how it stands; this asks and draws.

import { get, post, request } from "../api.mjs";
import { drop } from "./drop.mjs";
import { h } from "./dom.mjs";
import { found, toWrite } from "./found.mjs";
import { History, undoButton } from "./history.mjs";
import { drawAgain, titleOf, w } from "./page.mjs";
import { Preview } from "./preview.mjs";
import { send } from "./send.mjs";

const LOOK_MS = 350;
const TILES_MS = 1500;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Panel {
  #upload = null;
  #busy = null;
  #problem = "";
  #tiles = "";
  #place = h("div", { class: "imp-card" });
  #preview = new Preview();
  #history = new History((answer) => this.#undone(answer), (error) => this.#failed(error));
  element = h("div", { class: "imp" }, this.#place, this.#history.element);

  constructor() {
    this.#draw();
    this.#history.load();
  }

  // --- deeds

  async #take(file) {
    this.#start(w("sending", { percent: 0 }), 0);
    await this.#try(async () => {
      const sent = await send(file, (share) => this.#start(w("sending", { percent: Math.round(share * 100) }), share));
      await this.#follow(sent);
    });
  }

  /** Look at the file again with other options; what is still asked stays asked. */
  async #again(options) {
    const { kind, asks = [], options: former = {} } = this.#upload;
    const open = Object.fromEntries(asks.map(({ code }) => [code, code === "datum" ? "auto" : ""]));
    this.#start(w("reading"));
    await this.#try(async () => this.#follow(await post(`imports/${this.#upload.id}/inspect?wait=0`, { kind, ...former, ...open, ...options })));
  }

  async #apply() {
    this.#start(w("writing"));
    await this.#try(async () => this.#follow(await post(`imports/${this.#upload.id}/apply?wait=0`, {})));
    if (this.#upload?.state !== "done") return;
    drawAgain();
    this.#history.load();
    this.#watchTiles();
  }

  async #discard() {
    const id = this.#upload?.id;
    this.#reset();
    if (id) await request("DELETE", `imports/${id}`, {}).catch(() => {});
  }

  #undone() {
    this.#reset();
    this.#tiles = w("undo_done");
    this.#draw();
    drawAgain();
    this.#watchTiles(w("undo_done"));
  }

  // --- how it stands

  async #follow(upload) {
    let now = upload;
    while (now.state === "reading" || now.state === "writing") {
      const { what, done, total } = now.progress ?? {};
      const words = { read: w("read_rows", { n: (done ?? 0).toLocaleString() }), roads: w("roads"), write: w("writing") }[what];
      this.#start(words ?? w(now.state), total ? done / total : null);
      await pause(LOOK_MS);
      now = await get(`imports/${now.id}`).catch((error) => {
        if (!error.retryable) throw error;
        return now; // the server goes on reading while the line is away: it is asked again
      });
    }
    this.#upload = now;
    this.#busy = null;
    this.#draw();
    if (now.state === "ready") await this.#preview.show(now.report);
  }

  async #try(deed) {
    this.#problem = "";
    try {
      await deed();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    this.#busy = null;
    this.#problem = error.code === "network" ? w("network") : error.message;
    this.#draw();
  }

  async #watchTiles(before = "") {
    for (;;) {
      const making = (await get("layers").catch(() => [])).filter((one) => one.tiling);
      const sum = (name) => making.reduce((total, one) => total + one.tiling[name], 0);
      this.#tiles = making.length ? w("tiling", { done: sum("done"), total: sum("total") }) : before || w("tiled");
      this.element.querySelector(".imp-tiles")?.replaceChildren(this.#tiles);
      if (!making.length) return drawAgain();
      await pause(TILES_MS);
    }
  }

  // --- drawing

  #start(words, share = null) {
    this.#busy = { words, share };
    const bar = this.#place.querySelector(".imp-busy");
    if (!bar) return this.#draw();
    bar.replaceWith(this.#bar());
  }

  #reset() {
    this.#upload = this.#busy = null;
    this.#problem = this.#tiles = "";
    this.#draw();
  }

  #draw() {
    const focused = this.#place.contains(document.activeElement) ? document.activeElement.name : "";
    this.#place.dataset.state = this.#busy ? "busy" : (this.#upload?.state ?? "idle");
    this.#place.replaceChildren(...this.#parts().filter(Boolean));
    if (focused) this.#place.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
  }

  #parts() {
    const problem = this.#problem && h("p", { class: "imp-problem", role: "alert", "data-testid": "import-problem" }, this.#problem);
    const tell = (words) => {
      this.#problem = words;
      this.#draw();
    };
    if (!this.#upload && this.#busy) return [this.#bar()];
    if (!this.#upload) return [problem, drop((file) => this.#take(file), tell), this.#tiles && h("p", { class: "imp-tiles", role: "status" }, this.#tiles)];
    if (this.#upload.state === "done") return [this.#busy && this.#bar(), problem, ...this.#done()];
    return [this.#head(), this.#busy && this.#bar(), problem, this.#body()];
  }

  #bar() {
    const { words, share } = this.#busy;
    return h("div", { class: "imp-busy", role: "status" }, h("span", {}, words), h("progress", share === null ? {} : { value: share, max: 1 }));
  }

  #head() {
    const { file, report } = this.#upload;
    const about = report ? w("format", { format: report.format.toUpperCase(), rows: report.rows.toLocaleString() }) : "";
    const ready = this.#upload.state === "ready" && !this.#upload.asks.length && !this.#busy;
    const words = report && ready ? w("apply_n", { n: (toWrite(report) || report.landed).toLocaleString() }) : w("apply");
    return h(
      "header",
      { class: "imp-head" },
      h("h2", {}, file),
      h("span", { class: "adm-note" }, about),
      h("div", { class: "imp-deeds" },
        h("button", { type: "button", class: "btn", onclick: () => this.#discard(), disabled: Boolean(this.#busy), "data-testid": "import-discard" }, w("cancel")),
        h("button", { type: "button", class: "btn btn-primary", onclick: () => this.#apply(), disabled: !ready, "data-testid": "import-apply" }, words)),
    );
  }

  #body() {
    const map = this.#upload.report?.preview ? this.#preview.element : null;
    return h("div", { class: map ? "imp-body" : "imp-body alone", inert: Boolean(this.#busy) }, h("div", { class: "imp-found" }, found(this.#upload, (options) => this.#again(options))), map);
  }

  #done() {
    const { id, kind, report, file } = this.#upload;
    const counts = ["added", "changed", "gone"].map((name) => `${w(name)} ${Object.values(report.layers).reduce((sum, one) => sum + one[name], 0).toLocaleString()}`);
    return [
      h("h2", { class: "imp-ended", "data-testid": "import-done" }, w("done", { register: titleOf(kind) })),
      h("p", {}, `${file} · ${counts.join(" · ")}`),
      h("p", { class: "imp-tiles adm-note", role: "status" }, this.#tiles),
      h("div", { class: "imp-row" },
        h("button", { type: "button", class: "btn btn-primary", onclick: () => this.#reset(), "data-testid": "import-again" }, w("again")),
        report.rejected > 0 && h("a", { class: "btn", href: `/api/v1/imports/${report.import_id || id}/rejects`, download: true, "data-testid": "import-rejects-file" }, w("download_rejects", { n: report.rejected })),
        report.import_id > 0 && undoButton(() => this.#history.undo(report.import_id))),
    ];
  }
}

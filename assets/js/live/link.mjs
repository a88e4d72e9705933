// The Socket.IO connection: opens, tries again as long as it takes (patience.mjs), tells what it hears.

import { io } from "../../vendor/socket.io/socket.io.esm.min.mjs";
import { Patience } from "./patience.mjs";

const HEARD = ["hello", "delta", "kpis", "positions", "heartbeat", "layers", "server_going_away"];

export class Link {
  #patience = new Patience();
  #timer = null;
  #closed = true;
  up = false;
  /** The last try failed; false while the first one is under way. */
  failed = false;

  /** @param auth {view, token?}: the view as which to sit in a room; a phone's token, else the cookie speaks. */
  constructor({ auth, on }) {
    this.on = on;
    this.socket = io({
      path: "/socket.io",
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnection: false, // Socket.IO does not try again after the server closed or refused; we always do
      autoConnect: false,
      forceNew: true,
      timeout: 8000,
      auth,
    });
    for (const event of HEARD) this.socket.on(event, (data) => this.#heard(event, data));
    this.socket.on("disconnect", () => this.#lost());
    this.socket.on("connect_error", (error) => this.#refused(error));
    globalThis.addEventListener?.("online", () => this.#now());
    // Leave before the browser does: a page frozen for going back would come back with a dead socket.
    globalThis.addEventListener?.("pagehide", () => this.socket.disconnect());
    globalThis.addEventListener?.("pageshow", (event) => event.persisted && this.#now());
  }

  open() {
    this.#closed = false;
    this.socket.connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.socket.disconnect();
    this.up = false;
  }

  /** The line is silent though it looks open: leave it and try anew. */
  again() {
    this.up = false;
    if (this.socket.connected) this.socket.disconnect(); // which is heard as a loss
    else this.#later();
  }

  /** The server is about to end: leave now, and come back when it said. */
  comeBack(ms) {
    this.#patience.told(ms);
    this.again();
  }

  settled() {
    this.#patience.settled();
  }

  /** Run `fn` after the next delay of the same ladder. */
  retry(fn) {
    setTimeout(() => !this.#closed && this.up && fn(), this.#patience.next());
  }

  #heard(event, data) {
    if (event === "hello") {
      this.up = true;
      this.failed = false;
      this.#patience.admitted();
    }
    this.on(event, data);
  }

  #lost() {
    this.up = false;
    this.failed = true;
    this.on("down");
    this.#later();
  }

  #refused(error) {
    this.failed = true;
    // "forbidden" is also what a server says that is about to end: only an identity that is none is worth a word.
    if (error?.data?.code === "no_identity") {
      this.#patience.refused();
      this.on("denied", { code: "no_identity" });
    }
    this.socket.disconnect(); // the server closes a refused line a second later: the next try needs one of its own
    this.#lost();
  }

  #later() {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), this.#patience.next());
  }

  #now() {
    if (this.#closed || this.up) return;
    clearTimeout(this.#timer);
    this.socket.connect();
  }
}

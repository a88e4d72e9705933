// One flush an animation frame, however many messages came: a storm costs no more frames than a quiet minute.

const KEEP = 240;

/** In a hidden tab there are no frames, but its sounds and counts must go on. */
const soon = (fn) => (document.hidden ? setTimeout(fn, 50) : requestAnimationFrame(fn));

export class Frames {
  #asked = false;
  #marks = [];
  /** Main-thread milliseconds of the last 240 live frames, the newest last. */
  spent = [];

  constructor({ flush, painted }) {
    Object.assign(this, { flush, painted });
  }

  /** A frame is wanted; `mark` comes back to `painted` when it is on the screen. */
  ask(mark) {
    if (mark) this.#marks.push(mark);
    if (this.#asked) return;
    this.#asked = true;
    soon(() => this.#run());
  }

  /** Work done for a live frame outside the flush (a map that had to wait for its last restyle). */
  add(ms) {
    this.spent.push(ms);
    if (this.spent.length > KEEP) this.spent.shift();
  }

  #run() {
    this.#asked = false;
    const marks = this.#marks.splice(0);
    const start = performance.now();
    this.flush();
    this.add(performance.now() - start);
    setTimeout(() => this.painted(marks), 0); // a task begun in a frame runs once that frame is on the screen
  }
}

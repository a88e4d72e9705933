// One flush an animation frame, however many messages came: a storm costs no more frames than a quiet minute.

const KEEP = 240;
/** Where frames are slow (a map drawn by software) or none come (a hidden tab), what was heard is applied by then. */
const LATEST_MS = 120;

export class Frames {
  #asked = false;
  #marks = [];
  /** Main-thread milliseconds of the last 240 live frames, the newest last. */
  spent = [];

  /** @param flush tells everybody what changed; painted (marks) once that is on the screen. */
  constructor({ flush, painted }) {
    Object.assign(this, { flush, painted });
  }

  /** A frame is wanted; `mark` comes back to `painted` when it is on the screen. */
  ask(mark) {
    if (mark) this.#marks.push(mark);
    if (this.#asked) return;
    this.#asked = true;
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      this.#run();
    });
    const timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      this.#run({ inFrame: false });
    }, LATEST_MS);
  }

  /** Work done for a live frame outside the flush (a map that had to wait for its last restyle). */
  add(ms) {
    this.spent.push(ms);
    if (this.spent.length > KEEP) this.spent.shift();
  }

  /** The last live frame also took this: the map was drawn for it. */
  extend(ms) {
    if (this.spent.length) this.spent[this.spent.length - 1] += ms;
  }

  #run({ inFrame = true } = {}) {
    this.#asked = false;
    const marks = this.#marks.splice(0);
    const start = performance.now();
    this.flush();
    this.add(performance.now() - start);
    if (!marks.length) return;
    // A task begun in a frame runs once that frame is on the screen; outside of one the next frame must come first.
    const done = () => setTimeout(() => this.painted(marks), 0);
    if (inFrame || document.hidden) done();
    else requestAnimationFrame(done);
  }
}

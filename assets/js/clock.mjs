// The server's clock, as well as it can be known here. Offsets come from timed round trips; the median of the
// quicker half is kept, since a delayed answer says more about the network than about the clocks.

const KEEP = 15;

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (!sorted.length) return null;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export class ServerClock {
  #trips = [];
  #oneWay = [];

  /** @param now this device's clock, epoch ms; another one in tests. */
  constructor(now = () => Date.now()) {
    this.now = now;
  }

  /** A request sent at `sent` was answered at `received`, and the server's clock stood at `at` in between. */
  roundTrip(sent, received, at) {
    this.#trips.push({ rtt: received - sent, offset: at - (sent + received) / 2 });
    if (this.#trips.length > KEEP) this.#trips.shift();
  }

  /** A message sent at the server's `at` was heard at `received`: late by at least the way it took. */
  oneWay(at, received) {
    this.#oneWay.push(at - received);
    if (this.#oneWay.length > KEEP) this.#oneWay.shift();
  }

  /** Milliseconds to add to this device's clock. Without a round trip: the least delayed message heard. */
  get offset() {
    if (this.#trips.length) {
      const quick = [...this.#trips].sort((a, b) => a.rtt - b.rtt).slice(0, Math.ceil(this.#trips.length / 2));
      return median(quick.map((trip) => trip.offset));
    }
    return this.#oneWay.length ? Math.max(...this.#oneWay) : 0;
  }

  /** The server's time now, epoch ms. */
  server() {
    return this.now() + this.offset;
  }
}

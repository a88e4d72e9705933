// Put into the page by browser.py: from now on each live frame leaves a mark in the trace, and changed rows are counted.
async () => {
  const urls = performance.getEntriesByType("resource").map((one) => one.name);
  const module = (path) => import(urls.find((url) => url.includes(path)));
  const [{ Frames }, { Store }] = await Promise.all([module("/js/live/frames.mjs"), module("/js/store.mjs")]);
  const { take, place } = Store.prototype;
  const { add } = Frames.prototype;
  const size = (part) => (part?.upsert?.length ?? 0) + (part?.remove?.length ?? 0);
  window.changes = 0;
  Store.prototype.take = function (delta) {
    window.changes += size(delta.tickets) + size(delta.workers);
    return take.call(this, delta);
  };
  Store.prototype.place = function (items, at) {
    window.changes += items.length;
    return place.call(this, items, at);
  };
  Frames.prototype.add = function (ms) {
    performance.mark("live-frame");
    performance.clearMarks();
    return add.call(this, ms);
  };
};

"""One tile of the online basemap for our screens, whatever the upstream does."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from gevent import monkey
from gevent.threadpool import ThreadPool

from console.basemap_proxy.cache import TileCache
from console.basemap_proxy.draw import compose, transparent
from console.basemap_proxy.fetch import Away, Upstream
from layers.online import cut

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
#: Native threads of its own: a slow upstream holds neither SQL nor vector tiles.
THREADS = 4
#: More than this many waiting: the upstream is too slow, and transparent is better than late.
QUEUE = 64
#: Seconds in which an upstream that failed is left alone.
REST_S = 10.0
#: Seconds between two lines of the log about the same trouble.
QUIET_S = 60.0


@dataclass(frozen=True, slots=True)
class Tile:
    """``whole``: it may be kept by the browser; otherwise the next look asks again."""

    data: bytes
    etag: str
    whole: bool


class Proxy:
    """Tiles of one upstream. ``tile`` may be called from any greenlet or thread."""

    def __init__(
        self, url: str, datum: str, folder: Path, *, clock: Callable[[], float] = time.monotonic, cache_limit: int = 0
    ) -> None:
        self.version = hashlib.blake2b(f"{url}\n{datum}".encode(), digest_size=6).hexdigest()
        self._upstream, self._datum, self._clock = Upstream(url), datum, clock
        folder = folder / self.version
        self._cache = TileCache(folder, cache_limit) if cache_limit else TileCache(folder)
        self._pool: ThreadPool | None = None
        self._waiting = 0
        self._rest_until = self._quiet_until = 0.0
        self._nothing = Tile(b := transparent(), _etag(b), whole=False)

    def tile(self, z: int, x: int, y: int) -> Tile:
        """The tile in WGS 84; an old one, or a transparent one, while the upstream is away."""
        if self._waiting >= QUEUE:
            return self._nothing
        self._waiting += 1
        try:
            return self._native(lambda: self._tile(z, x, y))
        finally:
            self._waiting -= 1

    def _tile(self, z: int, x: int, y: int) -> Tile:
        name = f"{z}/{x}/{y}.webp"
        kept = self._cache.get(name)
        if kept and kept[1]:
            return Tile(kept[0], _etag(kept[0]), whole=True)
        old = Tile(kept[0], _etag(kept[0]), whole=False) if kept else self._nothing
        if self._clock() < self._rest_until:
            return old
        try:
            data = self._fetched(z, x, y)
        except Away as away:
            self._failed(away)
            return old
        self._cache.put(name, data)
        return Tile(data, _etag(data), whole=True)

    def _fetched(self, z: int, x: int, y: int) -> bytes:
        needed = cut(z, x, y, self._datum)
        sources = [self._upstream.get(z, column, row) for _, _, column, row in needed.tiles]
        try:
            return compose(needed, sources)
        except Away:
            self._upstream.forget()
            raise

    def _failed(self, away: Away) -> None:
        now = self._clock()
        self._rest_until = now + REST_S
        if now >= self._quiet_until:
            self._quiet_until = now + QUIET_S
            _LOG.warning("online basemap: %s %s; the map goes on without it", self._upstream.host, away)

    def _native(self, work: Callable[[], T]) -> T:
        if not monkey.is_module_patched("threading"):
            return work()
        if self._pool is None:
            self._pool = ThreadPool(THREADS)
        result: T = self._pool.apply(work)
        return result


def _etag(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()

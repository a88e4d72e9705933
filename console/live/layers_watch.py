"""Tells every screen when a layer or its tiles changed, also by another process; sees to it that tiles get made."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import gevent

from console.live.herald import Emit, milliseconds
from console.native import native

if TYPE_CHECKING:
    from layers.store import LayerStore
    from layers.tiles import TileStore

log = logging.getLogger(__name__)

#: An import in another process is seen within this: two looks at the file system, 0.2 ms in a native thread.
LOOK_S = 1.0
#: Whether tiles are missing that nobody makes (their process died) is looked at this often.
TILES_S = 30.0

Versions = dict[str, str]


class LayersWatch:
    """``emit`` and ``rooms`` are the sockets'. The event ``layers`` carries all versions and the names of what changed:
    every imported layer by its content, and ``base`` for the vector tiles. ``refresh`` reads the changed store for
    those who ask this process where things are."""

    def __init__(
        self,
        store: LayerStore,
        tiles: TileStore,
        emit: Emit,
        rooms: Callable[[], list[str]],
        refresh: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._tiles, self._emit, self._rooms, self._refresh = store, tiles, emit, rooms, refresh
        self._stamp: tuple[int, str] | None = None
        self._versions: Versions | None = None
        self._looked_at = time.monotonic()  # the first look is not at the start, when everything else happens

    def start(self) -> gevent.Greenlet:
        return gevent.spawn(self._run)

    def _run(self) -> None:
        while True:
            try:
                self.step()
                native(self._refresh)
                if time.monotonic() - self._looked_at > TILES_S:
                    self.see_to_tiles()
            except Exception:  # a home that cannot be read for a moment; the next look tries again
                log.exception("layers could not be looked at")
            gevent.sleep(LOOK_S)

    def step(self) -> None:
        """One look, and a word to everybody when something is another than before; the first only learns."""
        versions, former = native(self._look), self._versions
        if versions is None:
            return
        self._versions = versions
        if former is None:
            return
        changed = sorted(name for name in versions.keys() | former if versions.get(name) != former.get(name))
        if changed:
            payload = {"at": milliseconds(), "versions": versions, "changed": changed}
            for room in self._rooms():
                self._emit("layers", payload, room)

    def _look(self) -> Versions | None:
        """The versions of everything; None while nothing happened."""
        base = self._tiles.layers().get("base")
        stamp = self._store.stamp(), base.version if base else ""
        if stamp == self._stamp:
            return None
        versions = {name: meta.version for name, meta in self._store.layers().items()}
        self._stamp = stamp
        return versions | ({"base": base.version} if base else {})

    def see_to_tiles(self) -> None:
        """Begin the making of tiles that are missing and that nobody is at. The child is started on the loop: gevent
        watches children there, and in a native thread it refuses to start one."""
        from layers import tiling

        self._looked_at = time.monotonic()
        if native(tiling.is_wanting, self._store):
            log.info("tiles are missing: making them")
            tiling.start(self._store.home)

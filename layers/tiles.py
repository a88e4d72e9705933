"""One vector tile at a time, out of the PMTiles made after import.

``base`` is all tilesets in one (layers/joining.py): one request a tile instead of thirteen. While new tiles are made
the former ``base`` is served whole; where there is none yet, its tiles are joined when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from layers.archive import Archive
from layers.feature import Box
from layers.joining import joined, newest, version_of
from layers.store import LayerStore
from layers.tilesets import BASE, MAX_ZOOM, TILESETS

LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Tile:
    """``data`` is gzip'd MVT (Content-Encoding: gzip); ``etag`` is quoted already."""

    data: bytes
    etag: str
    version: str


@dataclass(frozen=True, slots=True)
class TileMeta:
    """What a style needs to know of a tileset."""

    version: str
    min_zoom: int
    max_zoom: int
    bounds: Box
    attribution: str


class TileStore:
    """Reads the tiles as they stand; a tileset swapped by an import is seen within a second.

    Without locks, so that it may be asked from greenlets and native threads alike: what changes is replaced whole.
    """

    def __init__(self, store: LayerStore, clock: Callable[[], float] = monotonic) -> None:
        self._store, self._clock = store, clock
        self._looked_at = float("-inf")
        self._shelf = _Shelf("", {}, {})

    def layers(self) -> dict[str, TileMeta]:
        """Tileset → what a style needs, ``base`` among them when there is any."""
        return self._look().metas

    def get(self, layer: str, z: int, x: int, y: int) -> Tile | None:
        """A tile of a tileset or of ``base``; None where there is nothing (answer 204)."""
        shelf = self._look()
        meta = shelf.metas.get(layer)
        if meta is None or not 0 <= z <= MAX_ZOOM or not (0 <= x < 2**z and 0 <= y < 2**z):
            return None
        data = shelf.get(layer, z, x, y)
        # A version names the content, so the place in it names the tile: nothing to hash (0.3 ms for the largest).
        return Tile(data, f'"{meta.version}-{z}-{x}-{y}"', meta.version) if data else None

    def _look(self) -> _Shelf:
        now = self._clock()
        if now - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = now
            paths = newest(self._store.home)
            listing = "|".join(sorted(path.name for path in paths.values()))
            if listing != self._shelf.listing:
                self._shelf = self._open(listing, paths)
        return self._shelf

    def _open(self, listing: str, paths: Mapping[str, Path]) -> _Shelf:
        former = self._shelf.files
        files = {}
        for id in (id for id in (*TILESETS, BASE) if id in paths):
            held = former.get(id)
            files[id] = held if held and held.path == paths[id] else Archive(paths[id])
        credits = {name: meta.attribution for name, meta in self._store.layers().items()}
        metas = {id: _meta(file, credits.get(TILESETS[id].source, "")) for id, file in files.items() if id != BASE}
        return _Shelf(listing, files, metas | ({BASE: _together(metas, files)} if metas else {}))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All files as of one look."""

    listing: str
    files: dict[str, Archive]
    metas: dict[str, TileMeta]

    def get(self, layer: str, z: int, x: int, y: int) -> bytes | None:
        if layer != BASE or BASE in self.files:
            return self.files[layer].get(z, x, y)
        parts = [part for id in TILESETS if id in self.files and (part := self.files[id].get(z, x, y))]
        return joined(parts) if parts else None


def _meta(file: Archive, attribution: str) -> TileMeta:
    return TileMeta(file.version, *file.zooms, file.bounds, attribution)


def _together(metas: Mapping[str, TileMeta], files: Mapping[str, Archive]) -> TileMeta:
    several = list(metas.values())
    credit = " · ".join(dict.fromkeys(m.attribution for m in several if m.attribution))
    if BASE in files:
        return _meta(files[BASE], credit)
    west, south = min(m.bounds[0] for m in several), min(m.bounds[1] for m in several)
    east, north = max(m.bounds[2] for m in several), max(m.bounds[3] for m in several)
    version = version_of(files[id].path for id in metas)
    return TileMeta(version, min(m.min_zoom for m in several), MAX_ZOOM, (west, south, east, north), credit)

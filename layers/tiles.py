"""One vector tile at a time, out of the PMTiles made at import.

``base`` is all tilesets in one: a vector tile is a row of layers, so tiles are joined by writing one behind the
other. One request a tile instead of thirteen.
"""

from __future__ import annotations

import gzip
import hashlib
import mmap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from pmtiles.reader import Reader

from layers.feature import Box
from layers.store import LayerStore
from layers.tilesets import BASE, MAX_ZOOM, TILESETS

LOOK_EVERY_S = 1.0
#: Tiles kept in memory: 20 kB each, so 20 MB; a district at zoom 15 has 30.
KEPT = 1_000


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
        self._read = lru_cache(maxsize=KEPT)(self._join)

    def layers(self) -> dict[str, TileMeta]:
        """Tileset → what a style needs, ``base`` among them when there is any."""
        return self._look().metas

    def get(self, layer: str, z: int, x: int, y: int) -> Tile | None:
        """A tile of a tileset or of ``base``; None where there is nothing (answer 204)."""
        meta = self._look().metas.get(layer)
        if meta is None or not 0 <= z <= MAX_ZOOM or not (0 <= x < 2**z and 0 <= y < 2**z):
            return None
        return self._read(layer, meta.version, z, x, y)

    def _join(self, layer: str, version: str, z: int, x: int, y: int) -> Tile | None:
        files = self._shelf.files
        members = list(TILESETS) if layer == BASE else [layer]
        parts = [part for part in (files[id].get(z, x, y) for id in members if id in files) if part]
        if not parts:
            return None
        # One behind the other; gzip at level 5 costs 1 ms, and once per tile.
        data = parts[0] if len(parts) == 1 else gzip.compress(b"".join(map(gzip.decompress, parts)), 5, mtime=0)
        return Tile(data, f'"{hashlib.blake2b(data, digest_size=8).hexdigest()}"', version)

    def _look(self) -> _Shelf:
        now = self._clock()
        if now - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = now
            paths = sorted((self._store.home / "tiles").glob("*.pmtiles"), key=_changed_at)
            newest = {path.name.rsplit("-", 1)[0]: path for path in paths if ".part." not in path.name}
            listing = "|".join(sorted(path.name for path in newest.values()))
            if listing != self._shelf.listing:
                self._shelf = self._open(listing, newest)
        return self._shelf

    def _open(self, listing: str, paths: dict[str, Path]) -> _Shelf:
        former = self._shelf.files
        files = {}
        for id in (id for id in TILESETS if id in paths):
            held = former.get(id)
            files[id] = held if held and held.path == paths[id] else _File(paths[id])
        credits = {name: meta.attribution for name, meta in self._store.layers().items()}
        metas = {id: file.meta(credits.get(TILESETS[id].source, "")) for id, file in files.items()}
        return _Shelf(listing, files, metas | ({BASE: _together(metas)} if metas else {}))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All files as of one look."""

    listing: str
    files: dict[str, _File]
    metas: dict[str, TileMeta]


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # swept between listing and looking
        return 0


class _File:
    """One PMTiles file, mapped into memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        reader: Any = Reader
        self._reader = reader(lambda offset, length: self._map[offset : offset + length])
        self._header = self._reader.header()

    def get(self, z: int, x: int, y: int) -> bytes | None:
        if not self._header["min_zoom"] <= z <= self._header["max_zoom"]:
            return None
        data: bytes | None = self._reader.get(z, x, y)
        return data

    def meta(self, attribution: str) -> TileMeta:
        h = self._header
        bounds = tuple(h[key] / 1e7 for key in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"))
        version = self.path.stem.rsplit("-", 1)[1]
        return TileMeta(version, h["min_zoom"], h["max_zoom"], bounds, attribution)


def _together(metas: dict[str, TileMeta]) -> TileMeta:
    several = list(metas.values())
    version = hashlib.blake2b("|".join(f"{k}{m.version}" for k, m in sorted(metas.items())).encode(), digest_size=6)
    west, south = min(m.bounds[0] for m in several), min(m.bounds[1] for m in several)
    east, north = max(m.bounds[2] for m in several), max(m.bounds[3] for m in several)
    credit = " · ".join(dict.fromkeys(m.attribution for m in several if m.attribution))
    return TileMeta(version.hexdigest(), min(m.min_zoom for m in several), MAX_ZOOM, (west, south, east, north), credit)

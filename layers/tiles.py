"""One vector tile at a time, out of the PMTiles made at import.

``base`` is all tilesets in one: a vector tile is a row of layers, so tiles are joined by writing one behind the
other. One request a tile instead of thirteen.
"""

from __future__ import annotations

import gzip
import hashlib
import mmap
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from pmtiles.reader import Reader

from layers.feature import Box
from layers.store import LayerStore
from layers.tilesets import MAX_ZOOM, TILESETS

BASE = "base"
LOOK_EVERY_S = 1.0
#: Bytes of tiles kept in memory; a district's zoom 15 is 2 MB.
CACHE_BYTES = 16_000_000


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
    """Reads the tiles as they stand; a tileset swapped by an import is seen within a second. Safe from any thread."""

    def __init__(self, store: LayerStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._looked_at, self._listing = float("-inf"), ""
        self._files: dict[str, _File] = {}
        self._metas: dict[str, TileMeta] = {}
        self._kept: OrderedDict[tuple[str, str, int, int, int], Tile | None] = OrderedDict()
        self._kept_bytes = 0

    def layers(self) -> dict[str, TileMeta]:
        """Tileset → what a style needs, ``base`` among them when there is any."""
        with self._lock:
            self._look()
            return self._metas

    def get(self, layer: str, z: int, x: int, y: int) -> Tile | None:
        """A tile of a tileset or of ``base``; None where there is nothing (answer 204)."""
        with self._lock:
            self._look()
            meta = self._metas.get(layer)
            if meta is None or not 0 <= z <= MAX_ZOOM or not (0 <= x < 2**z and 0 <= y < 2**z):
                return None
            key = (layer, meta.version, z, x, y)
            if key not in self._kept:
                self._keep(key, self._read(layer, meta.version, z, x, y))
            self._kept.move_to_end(key)
            return self._kept[key]

    def _read(self, layer: str, version: str, z: int, x: int, y: int) -> Tile | None:
        members = list(TILESETS) if layer == BASE else [layer]
        found = [self._files[id].get(z, x, y) for id in members if id in self._files]
        parts = [part for part in found if part]
        if not parts:
            return None
        # One behind the other; gzip at level 5 costs 1 ms, and once per tile.
        data = parts[0] if len(parts) == 1 else gzip.compress(b"".join(map(gzip.decompress, parts)), 5, mtime=0)
        return Tile(data, f'"{hashlib.blake2b(data, digest_size=8).hexdigest()}"', version)

    def _keep(self, key: tuple[str, str, int, int, int], tile: Tile | None) -> None:
        self._kept[key] = tile
        self._kept_bytes += len(tile.data) if tile else 0
        while self._kept_bytes > CACHE_BYTES or len(self._kept) > 20_000:
            _, old = self._kept.popitem(last=False)
            self._kept_bytes -= len(old.data) if old else 0

    def _look(self) -> None:
        now = monotonic()
        if now - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = now
        paths = sorted((self._store.home / "tiles").glob("*.pmtiles"), key=lambda path: path.stat().st_mtime_ns)
        newest = {path.name.rsplit("-", 1)[0]: path for path in paths if ".part." not in path.name}
        listing = "|".join(sorted(path.name for path in newest.values()))
        if listing != self._listing:
            self._open(newest)
            self._listing = listing

    def _open(self, paths: dict[str, Path]) -> None:
        files = {id: self._files.get(id) for id in TILESETS if id in paths}
        self._files = {id: file if file and file.path == paths[id] else _File(paths[id]) for id, file in files.items()}
        credits = {name: meta.attribution for name, meta in self._store.layers().items()}
        self._metas = {id: file.meta(credits.get(TILESETS[id].source, "")) for id, file in self._files.items()}
        if self._metas:
            self._metas[BASE] = _together(self._metas)


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

"""One PMTiles file, mapped into memory. Directories are unpacked once; a tile costs 10 µs."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from pmtiles.tile import deserialize_directory, deserialize_header, find_tile, zxy_to_tileid

from layers.feature import Box

#: Directories may lie in one another this deep, by the format.
_DEPTH = 4


class Archive:
    """Read-only; whoever holds it may go on reading after the file was replaced or deleted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header: Any = deserialize_header(self._bytes(0, 127))
        self._header: dict[str, Any] = header
        self._directories: dict[int, list[Any]] = {}

    @property
    def version(self) -> str:
        """The part of the file's name behind the tileset's."""
        return self.path.stem.rsplit("-", 1)[1]

    @property
    def zooms(self) -> tuple[int, int]:
        return self._header["min_zoom"], self._header["max_zoom"]

    @cached_property
    def bounds(self) -> Box:
        h = self._header
        return h["min_lon_e7"] / 1e7, h["min_lat_e7"] / 1e7, h["max_lon_e7"] / 1e7, h["max_lat_e7"] / 1e7

    def get(self, z: int, x: int, y: int) -> bytes | None:
        """A tile as it is stored (gzip); None where there is none. ``x`` and ``y`` must be inside of zoom ``z``."""
        low, high = self.zooms
        return self.tile(zxy_to_tileid(z, x, y)) if low <= z <= high else None

    def tile(self, id: int) -> bytes | None:
        """The same by the tile's number on the format's curve."""
        offset, length = self._header["root_offset"], self._header["root_length"]
        for _ in range(_DEPTH):
            entry: Any = find_tile(self._directory(offset, length), id)
            if entry is None:
                return None
            if entry.run_length:
                return self._bytes(self._header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = self._header["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def ids(self) -> Iterator[int]:
        """The numbers of all tiles there are."""
        yield from self._ids(self._header["root_offset"], self._header["root_length"])

    def _ids(self, offset: int, length: int) -> Iterator[int]:
        for entry in self._directory(offset, length):
            if entry.run_length:
                yield from range(entry.tile_id, entry.tile_id + entry.run_length)
            else:
                yield from self._ids(self._header["leaf_directory_offset"] + entry.offset, entry.length)

    def _directory(self, offset: int, length: int) -> list[Any]:
        held = self._directories.get(offset)
        if held is None:
            held = self._directories[offset] = list(deserialize_directory(self._bytes(offset, length)))
        return held

    def _bytes(self, offset: int, length: int) -> bytes:
        return self._map[offset : offset + length]

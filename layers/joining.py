"""``base``: all tilesets in one file, so that a screen asks once a tile and the server only hands out bytes.

A vector tile is a row of layers, so tiles are joined by writing one behind the other. Done when tiles are made: packing
again costs 30 ms for the largest tile of a dense district, more than a server may take for one.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from layers.archive import Archive
from layers.tileset import BASE

#: 6 is 10 % smaller than 5 for twice the time, which nobody waits for here.
_LEVEL = 6


def newest(home: Path) -> dict[str, Path]:
    """Tileset → its newest whole file, ``base`` among them."""
    paths = sorted((home / "tiles").glob("*.pmtiles"), key=_changed_at)
    return {path.name.rsplit("-", 1)[0]: path for path in paths if ".part." not in path.name}


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # swept between listing and looking
        return 0


def version_of(members: Iterable[Path]) -> str:
    """What ``base`` of these files is called."""
    names = "|".join(sorted(path.name for path in members))
    return hashlib.blake2b(names.encode(), digest_size=6).hexdigest()


def joined(parts: list[bytes]) -> bytes:
    """One tile of several."""
    return parts[0] if len(parts) == 1 else gzip.compress(b"".join(map(gzip.decompress, parts)), _LEVEL, mtime=0)


def join(home: Path, order: Iterable[str]) -> Path | None:
    """Make ``base`` of what is there, layers in ``order``; nothing where it is made already, None without tiles."""
    there = newest(home)
    members = [there[id] for id in order if id in there]
    if not members:
        return None
    path = home / "tiles" / f"{BASE}-{version_of(members)}.pmtiles"
    if not path.exists():
        beside = path.with_name(f"{path.stem}.{os.getpid()}.part.pmtiles")
        _write(beside, [Archive(member) for member in members])
        beside.replace(path)
    return path


def _write(path: Path, archives: list[Archive]) -> None:
    holders: dict[int, list[Archive]] = {}
    for archive in archives:
        for id in archive.ids():
            holders.setdefault(id, []).append(archive)
    with path.open("wb") as file:
        make: Any = Writer  # pmtiles has no types
        writer = make(file)
        for id in sorted(holders):
            writer.write_tile(id, joined([part for archive in holders[id] if (part := archive.tile(id))]))
        writer.finalize(_header(archives), {})


def _header(archives: list[Archive]) -> Mapping[str, Any]:
    boxes = [archive.bounds for archive in archives]
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(west * 1e7),
        "min_lat_e7": round(south * 1e7),
        "max_lon_e7": round(east * 1e7),
        "max_lat_e7": round(north * 1e7),
        "center_zoom": 14,
        "center_lon_e7": round((west + east) * 5e6),
        "center_lat_e7": round((south + north) * 5e6),
    }

"""Tiles as files: which there are, which are missing, and the child process that makes them (layers/tiler.py).

GDAL (100 MB) never enters the process that asked. Former tiles are served until the new ones are whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from layers import tile_progress
from layers.joining import newest, version_of
from layers.store import LayerStore
from layers.tilesets import BASE, RECIPE, TILESETS

#: What GDAL has no use for here (reliability F11). It opens no file of a stranger; SQLite it needs to write PMTiles.
#: Its scratch database need not survive a crash.
GDAL = {
    "GDAL_SKIP": "OGR_VRT HTTP WFS CSW OAPIF OGCAPI GDALG GeoRSS",
    "OGR_SQLITE_SYNCHRONOUS": "OFF",
    "OGR_SQLITE_JOURNAL": "OFF",
    "GDAL_NUM_THREADS": "2",
}
TIMEOUT_S = 1_800
#: Children started here, to be taken leave of when they end.
_children: list[int] = []


class TilingFailed(Exception):
    """The child ended badly; its last words are the message. Former tiles are still there."""


def file_of(home: Path, tileset: str, version: str) -> Path:
    """Where a tileset of one version of its layer is kept."""
    return home / "tiles" / f"{tileset}-{version}r{RECIPE}.pmtiles"


def nothing_of(home: Path, tileset: str, version: str) -> Path:
    """Stands where that version has nothing to draw (roads without a name have no labels): it is not tried again."""
    return file_of(home, tileset, version).with_suffix(".nothing")


def is_made(home: Path, tileset: str, version: str) -> bool:
    return file_of(home, tileset, version).exists() or nothing_of(home, tileset, version).exists()


def missing(store: LayerStore) -> list[str]:
    """Tilesets whose layer is there in a version that was not tiled yet."""
    layers = store.layers()
    return [
        tileset.id
        for tileset in TILESETS.values()
        if (meta := layers.get(tileset.source)) and meta.count and not is_made(store.home, tileset.id, meta.version)
    ]


def todo(store: LayerStore) -> list[str]:
    """Those of the missing that did not fail in this version of their layer."""
    failed, layers = tile_progress.read(store.home).failed, store.layers()
    return [id for id in missing(store) if failed.get(id, ("",))[0] != layers[TILESETS[id].source].version]


def is_wanting(store: LayerStore) -> bool:
    """Whether tiles could be made and nobody is at it."""
    return not tile_progress.read(store.home).runs and bool(todo(store) or not is_joined(store.home))


def is_joined(home: Path) -> bool:
    """Whether ``base`` is of the tiles that are there."""
    there = newest(home)
    members = [path for id, path in there.items() if id in TILESETS]
    if not members or BASE not in there:
        return not members and BASE not in there
    return there[BASE].stem == f"{BASE}-{version_of(members)}"


def adopt(store: LayerStore, folder: Path) -> None:
    """Copy the tiles that fit the layers from a folder where they were made before."""
    metas = store.layers()
    fitting = [file_of(store.home, t.id, metas[t.source].version) for t in TILESETS.values() if t.source in metas]
    ready = [path for path in fitting if (folder / path.name).is_file()]
    for path in [*ready, store.home / "tiles" / f"{BASE}-{version_of(ready)}.pmtiles"]:
        if (folder / path.name).is_file() and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / path.name, path)


def tile(home: Path, tilesets: list[str]) -> None:
    """Make these tilesets, and ``base``, in a child process and wait for it."""
    if not tilesets and is_joined(home):
        return
    command = [sys.executable, "-m", "layers.tiler", str(home.resolve()), *tilesets]
    done = subprocess.run(command, env=_surroundings(), capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode:
        raise TilingFailed((done.stderr or done.stdout)[-600:].strip())


def start(home: Path) -> None:
    """Make whatever is missing in a child process of its own, which goes on when this one ends. Returns at once.

    Several started at once wait for one another, and the later ones find nothing left to do. Its words go to
    ``home/tiles/tiling.log``, how far it is to ``progress.json`` (layers/tile_progress.py).
    """
    _children[:] = [pid for pid in _children if not _ended(pid)]
    folder = home / "tiles"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "layers.tiler", str(home.resolve())]
    log = os.open(folder / "tiling.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        # Not subprocess: gevent's would want its loop, which a native thread does not have.
        to = [(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)]
        nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
        _children.append(
            os.posix_spawn(sys.executable, command, _surroundings(), file_actions=[nothing, *to], setsid=True)
        )
    finally:
        os.close(log)


def _surroundings() -> dict[str, str]:
    return {**os.environ, **GDAL, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}


def _ended(pid: int) -> bool:
    with suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    return True


def sweep(store: LayerStore) -> None:
    """Delete the tiles of former versions and of layers that are gone."""
    layers = store.layers()
    now = [(t.id, layers[t.source].version) for t in TILESETS.values() if t.source in layers]
    kept = {of(store.home, *one) for one in now for of in (file_of, nothing_of)}
    made = {id for id, version in now if is_made(store.home, id, version)}
    empty = {t.id for t in TILESETS.values() if t.source not in layers or not layers[t.source].count}
    for path in [*(store.home / "tiles").glob("*.pmtiles"), *(store.home / "tiles").glob("*.nothing")]:
        id = path.name.rsplit("-", 1)[0]
        if path not in kept and id != BASE and id in made | empty:
            path.unlink(missing_ok=True)


def sweep_base(home: Path) -> None:
    """Delete every ``base`` but the newest; all of them where no tiles are left."""
    there = newest(home)
    kept = there.get(BASE) if any(id in TILESETS for id in there) else None
    for path in (home / "tiles").glob(f"{BASE}-*.pmtiles"):
        if path != kept:
            path.unlink(missing_ok=True)

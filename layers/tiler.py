"""The child that makes tiles: ``python -m layers.tiler HOME [TILESET…]``; without names whatever is missing.

One works in a home at a time. A file is written beside its place and renamed, the former one deleted after that; who
has it open may go on reading. One tileset that fails does not hinder the others.
"""

from __future__ import annotations

import fcntl
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from layers import tile_progress
from layers.joining import join
from layers.store import LayerStore
from layers.tile_progress import TileProgress
from layers.tilesets import MAX_ZOOM, TILESETS, Tileset
from layers.tiling import file_of, nothing_of, sweep, sweep_base, todo

#: Lines and outlines are simplified by half a pixel (tiles are 4,096 units and 512 pixels wide), not at the last zoom,
#: which is magnified.
SIMPLIFIED = {"SIMPLIFICATION": "4", "SIMPLIFICATION_MAX_ZOOM": "0.5"}
#: GDAL drops features of tiles beyond 500 kB or 200,000 features and says nothing; 1,100 houses on a square kilometre
#: make 260 kB at zoom 13, so these hold a place twenty times as dense.
ROOM = {"MAX_SIZE": "5000000", "MAX_FEATURES": "1000000"}
#: What serves people goes first.
_NICENESS = 10


class Tiler:
    """Works off one home."""

    def __init__(self, home: Path) -> None:
        self.home, self.store = home, LayerStore(home)
        former = tile_progress.read(home)
        failed = dict(former.failed)
        if former.making and not former.runs:  # it took its process with it
            failed[former.making] = (former.version, "the process ended")
        self._tell(TileProgress(pid=os.getpid(), failed=failed))

    def make(self, wanted: list[str] | None) -> bool:
        """Until nothing is missing, or these; whether all went well. Imports may come while it works."""
        try:
            while some := wanted if wanted is not None else self._left():
                self._round(some)
                wanted = [] if wanted is not None else None
            join(self.home, TILESETS)
            sweep_base(self.home)
        finally:
            self._tell(TileProgress(failed=self.progress.failed))
        return not self.progress.failed

    def _left(self) -> list[str]:
        """What is to do but for what failed here: on a full disk that can be read nowhere."""
        failed = self.progress.failed
        return [id for id in todo(self.store) if failed.get(id, ("",))[0] != self._version(id)]

    def _version(self, id: str) -> str:
        meta = self.store.meta(TILESETS[id].source)
        return meta.version if meta else ""

    def _round(self, some: list[str]) -> None:
        self._note(wanted=(*self.progress.wanted, *some))
        for id in some:
            version = self._version(id)
            self._note(making=id, version=version)
            failed = {key: why for key, why in self.progress.failed.items() if key != id}
            try:
                write(self.store, TILESETS[id])
            except Exception as problem:
                traceback.print_exc()
                failed[id] = (version, str(problem)[:200])
            self._note(done=(*self.progress.done, id), failed=failed)
        sweep(self.store)

    def _note(self, **changed: Any) -> None:
        self._tell(replace(self.progress, **changed))

    def _tell(self, progress: TileProgress) -> None:
        self.progress = progress
        tile_progress.write(self.home, progress)


def write(store: LayerStore, tileset: Tileset) -> None:
    """One tileset as PMTiles; nothing where nothing is to be drawn."""
    import numpy as np
    import pyogrio.raw
    import shapely

    meta = store.meta(tileset.source)
    drawn = list(tileset.drawn(store.features(tileset.source)))
    if meta is None:
        return
    if not drawn:
        nothing_of(store.home, tileset.id, meta.version).touch()
        return
    fields = ["name", *(f for f in tileset.fields if f != "name")]
    path = file_of(store.home, tileset.id, meta.version)
    beside = path.with_name(f"{path.stem}.{os.getpid()}.part.pmtiles")
    zooms = {"MINZOOM": str(tileset.min_zoom), "MAXZOOM": str(MAX_ZOOM), "NAME": tileset.id}
    pyogrio.raw.write(
        str(beside),
        geometry=shapely.to_wkb(np.array([geometry for geometry, _ in drawn], dtype=object)),
        field_data=[_column([props.get(field) for _, props in drawn]) for field in fields],
        fields=fields,
        layer=tileset.id,
        driver="PMTiles",
        geometry_type="Unknown",
        crs="EPSG:4326",
        dataset_options={**zooms, **ROOM, **SIMPLIFIED},
    )
    beside.replace(path)


def _column(values: list[Any]) -> Any:
    import numpy as np

    if any(isinstance(value, (int, float)) for value in values):
        numbers = [float(value) if isinstance(value, (int, float)) else np.nan for value in values]
        return np.array(numbers, dtype=float)
    return np.array([None if value is None else str(value) for value in values], dtype=object)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Wait until nobody else makes tiles in this home."""
    folder = home / "tiles"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for left in folder.glob("*.part*"):  # of one that was killed
            left.unlink(missing_ok=True)
        yield


def main(arguments: list[str]) -> int:
    for unused in ("pandas", "geopandas", "pyarrow"):  # pyogrio would load them if it found them: 2 s and 60 MB
        sys.modules[unused] = None  # type: ignore[assignment]
    os.nice(_NICENESS)
    home, wanted = Path(arguments[0]), arguments[1:]
    unknown = [id for id in wanted if id not in TILESETS]
    if unknown:
        print(f"no tileset {', '.join(unknown)}", file=sys.stderr)
        return 2
    with alone(home):
        return 0 if Tiler(home).make(wanted or None) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

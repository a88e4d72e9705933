"""Writes tilesets as PMTiles in a child process: ``python -m layers.tiling HOME TILESET…``.

GDAL (100 MB) never enters the process that asked. A file is written beside its place and renamed, the former one of
the tileset deleted after that; who has it open may go on reading.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from layers.store import LayerStore
from layers.tilesets import MAX_ZOOM, RECIPE, TILESETS, Tileset

#: What GDAL has no use for here (reliability F11). It opens no file of a stranger; SQLite it needs to write PMTiles.
#: Its scratch database need not survive a crash.
GDAL = {
    "GDAL_SKIP": "OGR_VRT HTTP WFS CSW OAPIF OGCAPI GDALG GeoRSS",
    "OGR_SQLITE_SYNCHRONOUS": "OFF",
    "OGR_SQLITE_JOURNAL": "OFF",
    "GDAL_NUM_THREADS": "2",
}
TIMEOUT_S = 1_800


class TilingFailed(Exception):
    """The child ended badly; its last words are the message. Former tiles are still there."""


def file_of(home: Path, tileset: str, version: str) -> Path:
    """Where a tileset of one version of its layer is kept."""
    return home / "tiles" / f"{tileset}-{version}r{RECIPE}.pmtiles"


def missing(store: LayerStore) -> list[str]:
    """Tilesets whose layer is there in a version that was not tiled yet."""
    layers = store.layers()
    return [
        tileset.id
        for tileset in TILESETS.values()
        if (meta := layers.get(tileset.source))
        and meta.count
        and not file_of(store.home, tileset.id, meta.version).exists()
    ]


def tile(home: Path, tilesets: list[str]) -> None:
    """Make the tilesets in a child process and wait for it."""
    if not tilesets:
        return
    command = [sys.executable, "-m", "layers.tiling", str(home.resolve()), *tilesets]
    root = Path(__file__).resolve().parent.parent
    env = {**os.environ, **GDAL, "PYTHONPATH": str(root)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    if done.returncode:
        raise TilingFailed((done.stderr or done.stdout)[-600:].strip())


def sweep(store: LayerStore) -> None:
    """Delete the tiles of former versions and of layers that are gone."""
    layers = store.layers()
    kept = {file_of(store.home, t.id, layers[t.source].version) for t in TILESETS.values() if t.source in layers}
    newest = {path.name.rsplit("-", 1)[0] for path in kept if path.exists()}
    empty = {t.id for t in TILESETS.values() if t.source not in layers or not layers[t.source].count}
    for path in (store.home / "tiles").glob("*.pmtiles"):
        if path not in kept and path.name.rsplit("-", 1)[0] in newest | empty:
            path.unlink(missing_ok=True)


def _write(store: LayerStore, tileset: Tileset) -> None:
    import numpy as np
    import pyogrio.raw
    import shapely

    meta = store.meta(tileset.source)
    drawn = list(tileset.drawn(store.features(tileset.source)))
    if meta is None or not drawn:
        return
    fields = ["name", *(f for f in tileset.fields if f != "name")]
    path = file_of(store.home, tileset.id, meta.version)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.stem}.{os.getpid()}.part.pmtiles")
    pyogrio.raw.write(
        str(beside),
        geometry=shapely.to_wkb(np.array([geometry for geometry, _ in drawn], dtype=object)),
        field_data=[_column([props.get(field) for _, props in drawn]) for field in fields],
        fields=fields,
        layer=tileset.id,
        driver="PMTiles",
        geometry_type="Unknown",
        crs="EPSG:4326",
        dataset_options={"MINZOOM": str(tileset.min_zoom), "MAXZOOM": str(MAX_ZOOM), "NAME": tileset.id},
    )
    beside.replace(path)


def _column(values: list[Any]) -> Any:
    import numpy as np

    if any(isinstance(value, (int, float)) for value in values):
        numbers = [float(value) if isinstance(value, (int, float)) else np.nan for value in values]
        return np.array(numbers, dtype=float)
    return np.array([None if value is None else str(value) for value in values], dtype=object)


def main(arguments: list[str]) -> None:
    for unused in ("pandas", "geopandas", "pyarrow"):  # pyogrio would load them if it found them: 2 s and 60 MB
        sys.modules[unused] = None  # type: ignore[assignment]
    store = LayerStore(arguments[0])
    for tileset in arguments[1:]:
        _write(store, TILESETS[tileset])


if __name__ == "__main__":
    main(sys.argv[1:])

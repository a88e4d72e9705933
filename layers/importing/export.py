"""A layer as a file, which says its datum, so that taking it in again cannot convert it twice."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from layers import datum as datums
from layers.importing.report import ImportRefused
from layers.importing.writing import geojson, tables
from layers.importing.writing.sheet import Sheet
from layers.registry import IMPORTED
from layers.store import LayerStore

#: Written here, by name of the file; the others by GDAL or pyarrow in a process of their own.
_HERE: dict[str, Callable[[Sheet, Path], None]] = {
    ".geojson": geojson.write,
    ".json": geojson.write,
    ".csv": tables.write_csv,
    ".xlsx": tables.write_xlsx,
}
APART = (".gpkg", ".zip", ".kml", ".fgb", ".parquet")
FORMATS = (*_HERE, *APART)
_ROOT = Path(__file__).resolve().parents[2]
_LIMIT_S = 600


def export(layer: str, file: Path | str, home: Path | str, *, datum: str = "wgs84") -> int:
    """Write a layer to a file and say how many features it has; the format is that of the name.

    GeoJSON, CSV and XLSX (formulas escaped), GeoPackage, Shapefile (.zip), KML, FlatGeobuf, GeoParquet. The file is
    whole or not there. Raises ImportRefused ``kind_unknown``, ``format_unknown``, ``datum_unsupported``.
    """
    path, ending = Path(file), Path(file).suffix.lower()
    if layer not in IMPORTED:
        raise ImportRefused("kind_unknown", value=layer)
    if ending not in FORMATS:
        raise ImportRefused("format_unwritten", value=f"{path.name}: {', '.join(FORMATS)}")
    try:
        datum = datums.parse(datum)
    except ValueError as error:
        raise ImportRefused("datum_unsupported", value=f"{datum} ({error})") from error
    if ending == ".kml" and datum.startswith("EPSG:"):
        raise ImportRefused("format_unwritten", value=f"KML / {datum}; KML / wgs84, gcj02, bd09")
    with tempfile.TemporaryDirectory(prefix=".export-", dir=path.resolve().parent) as folder:
        part = Path(folder) / f"{layer}{ending}"
        if ending in _HERE:
            sheet = Sheet.of(LayerStore(home), layer, datum)
            _HERE[ending](sheet, part)
            count = len(sheet)
        else:
            count = _apart(layer, part, Path(home), datum)
        os.replace(part, path)
    return count


def _apart(layer: str, part: Path, home: Path, datum: str) -> int:
    command = [sys.executable, "-P", "-m", "layers.importing.writing", layer, str(part), str(home.resolve()), datum]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT_S, env=environment, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [str(done.returncode)]
        raise ImportRefused("not_written", value=last[0][:200])
    return int(done.stdout.split()[-1])

"""GeoPackage, Shapefile, KML and FlatGeobuf. Run in a process of its own."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.importing.reading.drivers import lean_pyogrio
from layers.importing.writing.sheet import Sheet, flat

_DRIVERS = {".gpkg": "GPKG", ".kml": "LIBKML", ".fgb": "FlatGeobuf"}
_CRS = {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490", "gcj02": None, "bd09": None}
#: A Shapefile holds one sort of geometry, column names of 10 bytes and texts of 254.
_SORTS = {"point": (0, 4), "line": (1, 5), "polygon": (3, 6)}
_TYPES = {"point": "Point", "line": "LineString", "polygon": "Polygon"}
_SHORT, _TEXT = 10, 254


def write(sheet: Sheet, path: Path) -> None:
    """The layer; ``.zip`` is a Shapefile, one for each sort of geometry, its texts in UTF-8 as its .cpg says."""
    pyogrio = lean_pyogrio()
    warnings.filterwarnings("ignore", "'crs' was not provided")  # the column ``datum`` says what they are
    if path.suffix == ".zip":
        _shapefiles(pyogrio.raw, sheet, path)
        return
    names, data, masks = _fields(sheet, np.arange(len(sheet)))
    pyogrio.raw.write(
        path, shapely.to_wkb(sheet.geometries), data, names, field_mask=masks, layer=sheet.layer,
        driver=_DRIVERS[path.suffix], geometry_type="Unknown", crs=_crs(sheet), encoding="UTF-8",
        promote_to_multi=False,
    )  # fmt: skip


def _crs(sheet: Sheet) -> str | None:
    return _CRS.get(sheet.datum, sheet.datum)


def _shapefiles(raw: Any, sheet: Sheet, path: Path) -> None:
    types = shapely.get_type_id(sheet.geometries)
    sorts = [sort for sort, ids in _SORTS.items() if np.isin(types, ids).any()] or ["point"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sort in sorts:
            which = np.flatnonzero(np.isin(types, _SORTS[sort]))
            stem = sheet.layer if len(sorts) == 1 else f"{sheet.layer}_{sort}"
            names, data, masks = _fields(sheet, which, short=True)
            raw.write(
                path.with_name(f"{stem}.shp"), shapely.to_wkb(sheet.geometries[which]), data, names, field_mask=masks,
                driver="ESRI Shapefile", geometry_type=_TYPES[sort], crs=_crs(sheet), encoding="UTF-8",
                promote_to_multi=False,
            )  # fmt: skip
            for part in sorted(path.parent.glob(f"{stem}.*")):
                if part != path:
                    archive.write(part, part.name)
                    part.unlink()


def _fields(sheet: Sheet, which: Any, short: bool = False) -> tuple[list[str], list[Any], list[Any]]:
    """(names, columns, masks): id, name, the datum, and the properties."""
    some = [sheet.features[i] for i in which.tolist()]
    columns: dict[str, list[Any]] = {
        "id": [feature.id for feature in some],
        "name": [feature.name for feature in some],
        "datum": [sheet.datum] * len(some),
    }
    for name in sheet.columns:
        columns[_unique(name, columns, short)] = [flat(feature.props.get(name)) for feature in some]
    typed = [_typed(values, short) for values in columns.values()]
    return list(columns), [values for values, _ in typed], [mask for _, mask in typed]


def _unique(name: str, taken: dict[str, Any], short: bool) -> str:
    made = _cut(name, _SHORT) if short else name
    number = 1
    while made.lower() in {other.lower() for other in taken}:
        number += 1
        made = f"{_cut(name, _SHORT - 3) if short else name}_{number}"
    return made


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def _typed(values: list[Any], short: bool) -> tuple[Any, Any]:
    there = [value for value in values if value is not None]
    mask = np.array([value is None for value in values], dtype=bool)
    numbers = there and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in there)
    if numbers and all(isinstance(value, int) and abs(value) < 2**53 for value in there):
        return np.array([value or 0 for value in values], dtype=np.int64), mask
    if numbers:
        return np.array([value or 0.0 for value in values], dtype=np.float64), mask
    texts = [None if value is None else str(value) for value in values]
    return np.array([t and _cut(t, _TEXT) if short else t for t in texts], dtype=object), mask

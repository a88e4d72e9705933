"""GeoParquet 1.1: WKB, and the coordinate system as the specification wants it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely

from layers.importing.writing.sheet import Sheet


def write(sheet: Sheet, path: Path) -> None:
    """One table with ``geometry``."""
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    columns: dict[str, Any] = {
        "id": [feature.id for feature in sheet.features],
        "name": [feature.name for feature in sheet.features],
        "datum": [sheet.datum] * len(sheet),
    }
    cells = [sheet.cells(feature) for feature in sheet.features]
    for index, name in enumerate(sheet.columns):
        values = [row[index] for row in cells]
        kinds = {type(value) for value in values if value is not None}
        alike = kinds <= {int} or kinds <= {int, float} or kinds <= {bool}
        columns[name] = values if alike else [None if value is None else str(value) for value in values]
    columns["geometry"] = list(shapely.to_wkb(sheet.geometries))
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": []}
    if sheet.datum != "wgs84":  # no crs is OGC:CRS84
        column["crs"] = _projjson(sheet.datum)
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
    pq.write_table(table, path, compression="zstd")


def _projjson(datum: str) -> Any:
    if datum in ("gcj02", "bd09"):
        return None  # no register knows them; the column ``datum`` says what they are
    from pyproj import CRS

    return CRS.from_user_input({"cgcs2000": "EPSG:4490"}.get(datum, datum)).to_json_dict()

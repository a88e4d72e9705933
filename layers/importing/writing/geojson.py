"""GeoJSON. The member ``datum`` says what the coordinates are; import refuses to be told otherwise."""

from __future__ import annotations

import json
from pathlib import Path

from shapely.geometry import mapping

from layers.importing.writing.sheet import Sheet


def write(sheet: Sheet, path: Path) -> None:
    """A FeatureCollection, one feature a line."""
    head: dict[str, object] = {"type": "FeatureCollection", "name": sheet.layer, "datum": sheet.datum}
    if sheet.datum.startswith("EPSG:"):
        name = f"urn:ogc:def:crs:EPSG::{sheet.datum[5:]}"
        head["crs"] = {"type": "name", "properties": {"name": name}}
    with path.open("w", encoding="utf-8") as out:
        out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [')
        for number, (feature, geometry) in enumerate(zip(sheet.features, sheet.geometries, strict=True)):
            one = {**feature.geojson(), "geometry": mapping(geometry)}
            out.write(",\n" if number else "\n")
            out.write(json.dumps(one, ensure_ascii=False))
        out.write("\n]}\n")

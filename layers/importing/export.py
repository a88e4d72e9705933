"""A layer as a file: GeoJSON, or CSV with lon and lat."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import shapely

from layers.importing.report import ImportRefused
from layers.registry import IMPORTED
from layers.safe_cells import escape
from layers.store import LayerStore


def export(layer: str, file: Path | str, home: Path | str) -> int:
    """Write a layer to FILE.geojson or FILE.csv (formulas escaped) and say how many features it has. WGS 84."""
    path, store = Path(file), LayerStore(home)
    if layer not in IMPORTED:
        raise ImportRefused("kind_unknown", value=layer)
    if path.suffix.lower() == ".csv":
        return _csv(store, layer, path)
    if path.suffix.lower() not in (".geojson", ".json"):
        raise ImportRefused("format_unknown", value=path.name)
    collection = store.geojson(layer)
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return len(collection["features"])


def _csv(store: LayerStore, layer: str, path: Path) -> int:
    features = list(store.features(layer))
    columns = list({name: None for feature in features for name in feature.props})
    wkt = IMPORTED[layer].shape != "point"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "name", "lon", "lat", *map(escape, columns), *(["wkt"] if wkt else [])])
        for feature in features:
            point = feature.geometry if not wkt else feature.geometry.representative_point()
            cells: list[object] = [feature.id, feature.name, f"{point.x:.7f}", f"{point.y:.7f}"]
            cells += [feature.props.get(column) for column in columns]
            cells += [shapely.to_wkt(feature.geometry, rounding_precision=7)] if wkt else []
            writer.writerow([escape(cell) for cell in cells])
    return len(features)

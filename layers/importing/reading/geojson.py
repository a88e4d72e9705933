"""GeoJSON, feature by feature: a file of 500 MB is never whole in memory, and GDAL is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from layers.importing.frames import Batch
from layers.importing.limits import MAX_FEATURE_MB
from layers.importing.reading.source import BATCH, Head, Source
from layers.importing.reading.window import Oversize, Window
from layers.importing.report import ImportRefused

#: The reserved member by which an export says its datum.
DATUM = "datum"
_Row = tuple[dict[str, Any], BaseGeometry | None, tuple[str, str, str] | None]


def read(path: Path) -> Source:
    """The features of a collection, one feature alone, or features one after the other (GeoJSONSeq)."""
    head = Head("geojson", crs="wgs84")
    window = Window(path)
    rows = _rows(window, head)
    first = next(rows, None)  # what stands before the features is known from here on

    return Source(head, _batches(chain([first] if first else [], rows)))


def _batches(rows: Iterator[_Row]) -> Iterator[Batch]:
    start = 0
    while some := list(islice(rows, BATCH)):
        batch = Batch(list(range(start + 1, start + 1 + len(some))), [props for props, _, _ in some])
        batch.geometries = np.empty(len(some), dtype=object)
        batch.geometries[:] = [geometry for _, geometry, _ in some]
        batch.problems = {index: problem for index, (_, _, problem) in enumerate(some) if problem}
        start += len(some)
        yield batch


def _rows(window: Window, head: Head) -> Iterator[_Row]:
    window.expect("{\x1e")
    member: dict[str, Any] = {}
    kind = ""
    more = window.peek() != "}"
    while more:
        name = window.value()
        window.expect(":")
        if name == "features" and window.peek() == "[":
            _describe(member, head)
            yield from _items(window)
            kind = "FeatureCollection"
        else:
            try:
                member[name] = window.value()
            except Oversize as error:
                raise ImportRefused("feature_too_large", limit=MAX_FEATURE_MB) from error
        more = window.expect(",}") == ","
    _describe(member, head)
    if kind:
        return
    if member.get("type") == "FeatureCollection":
        raise ImportRefused("not_json", value="features")
    if "features" in member or member.get("type") in ("Topology", None):
        raise ImportRefused("not_json", value="no FeatureCollection")
    yield _row(member)
    while window.peek():
        yield _row(window.value())


def _items(window: Window) -> Iterator[_Row]:
    window.expect("[")
    if window.peek() == "]":
        window.expect("]")
        return
    while True:
        try:
            yield _row(window.value())
        except Oversize:
            window.skip_object()
            yield {}, None, ("geometry", "feature_too_large", "")
        if window.expect(",]") == "]":
            return


def _describe(member: dict[str, Any], head: Head) -> None:
    """The members of the collection: a coordinate system, and the mark of our own export."""
    crs = member.get("crs")
    name = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) else ""
    if name:
        head.crs = str(name)[:200]
    marker = member.get(DATUM)
    if isinstance(marker, str):
        head.marker = marker[:40]


def _row(item: Any) -> _Row:
    if not isinstance(item, dict) or item.get("type") != "Feature":
        return {}, None, ("feature", "not_an_object", "")
    props = item.get("properties")
    columns = {str(k): v for k, v in props.items()} if isinstance(props, dict) else {}
    if item.get("id") is not None:
        columns.setdefault("id", item["id"])
    if not item.get("geometry"):
        return columns, None, ("geometry", "empty_geometry", "")
    try:
        return columns, shape(item["geometry"]), None
    except Exception:  # shapely raises whatever numpy or GEOS raised; the row is named in the report
        return columns, None, ("geometry", "bad_geometry", "")

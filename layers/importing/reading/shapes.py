"""Geometries put right, a batch at a time: too large, not finite, crossing themselves, of another type."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.base import Shape
from layers.importing.frames import Batch
from layers.importing.limits import MAX_VERTICES

_KINDS: dict[Shape, tuple[str, ...]] = {
    "point": ("Point",),
    "line": ("LineString", "MultiLineString"),
    "polygon": ("Polygon", "MultiPolygon"),
    "any": ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
}
#: GEOS numbers of geometry types.
_NUMBERS = {"Point": 0, "LineString": 1, "Polygon": 3, "MultiLineString": 5, "MultiPolygon": 6}


def put_right(batch: Batch, shape: Shape) -> None:
    """Name what cannot be used, repair what crosses itself, and cut the rest to what the layer holds."""
    if batch.geometries is None:
        return
    geometries = shapely.force_2d(batch.geometries)
    counts = shapely.get_num_coordinates(geometries)
    bounds = shapely.bounds(geometries)
    there = ~shapely.is_missing(geometries)
    _name(batch, there & (counts == 0), "empty_geometry")
    _name(batch, there & (counts > MAX_VERTICES), "too_many_vertices")
    _name(batch, there & (counts > 0) & ~_finite(geometries, bounds), "not_a_number")
    for index in batch.problems:
        geometries[index] = None
    _repair(batch, geometries)
    wanted = [_NUMBERS[name] for name in _KINDS[shape]]
    for index in np.flatnonzero(~np.isin(shapely.get_type_id(geometries), [*wanted, -1])).tolist():
        geometries[index] = fit(geometries[index], shape)
        if geometries[index] is None:
            batch.problems.setdefault(index, ("geometry", "wrong_geometry", ""))
    # One way round for all: a Shapefile turns rings, and what was only turned did not change.
    batch.geometries = shapely.orient_polygons(geometries)


def _finite(geometries: Any, bounds: Any) -> Any:
    good = np.isfinite(bounds).all(axis=1)
    points, owners = shapely.get_coordinates(geometries, return_index=True)
    good[owners[~np.isfinite(points).all(axis=1)]] = False  # bounds pass over a single NaN
    return good


def _name(batch: Batch, which: Any, code: str) -> None:
    for index in np.flatnonzero(which).tolist():
        batch.problems.setdefault(index, ("geometry", code, ""))


def _repair(batch: Batch, geometries: Any) -> None:
    for index in np.flatnonzero(~shapely.is_valid(geometries) & ~shapely.is_missing(geometries)).tolist():
        batch.repaired[index] = str(shapely.is_valid_reason(geometries[index]))
        try:
            geometries[index] = shapely.make_valid(geometries[index], method="structure", keep_collapsed=False)
        except (shapely.errors.GEOSException, MemoryError):  # 30,000 vertices at random cross 10⁸ times
            batch.problems[index], geometries[index] = ("geometry", "beyond_repair", ""), None


def fit(geometry: BaseGeometry | None, shape: Shape) -> BaseGeometry | None:
    """The part of a geometry that a layer of this shape can hold; None when there is none."""
    if geometry is None or geometry.is_empty:
        return None
    kind = geometry.geom_type
    if kind in _KINDS[shape]:
        return geometry
    if kind == "MultiPoint" and len(geometry.geoms) == 1:
        return fit(geometry.geoms[0], shape)
    if kind == "GeometryCollection":
        parts = [part for part in geometry.geoms if part.geom_type in _KINDS[shape] and not part.is_empty]
        return shapely.union_all(parts) if parts else None
    if kind == "LineString" and shape == "polygon" and geometry.is_closed and len(geometry.coords) > 3:
        outline = shapely.Polygon(geometry.coords)  # a drawing knows outlines, not areas
        return fit(outline if outline.is_valid else shapely.make_valid(outline), shape)
    if shape == "point" and kind in _KINDS["polygon"]:
        return geometry.representative_point()
    return None

"""Raw rows become features, or rejects with a reason. Nothing here writes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from layers import datum as datums
from layers.base import Shape
from layers.feature import Feature
from layers.importing.columns import NUMBERS
from layers.importing.report import Reject
from layers.importing.rows import RawRow

#: More than this in one feature would stall tiling and every browser; the largest real outline here has 3,000.
MAX_VERTICES = 200_000
#: Texts are cut at this many characters.
MAX_TEXT = 2_000
_KINDS: dict[Shape, tuple[str, ...]] = {
    "point": ("Point",),
    "line": ("LineString", "MultiLineString"),
    "polygon": ("Polygon", "MultiPolygon"),
    "any": ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(slots=True)
class Cleaner:
    """One layer's rows, one by one; remembers the ids it saw, the rejects and the repairs."""

    layer: str
    shape: Shape
    datum: str
    mapping: Mapping[str, str]
    rejects: list[Reject] = field(default_factory=list)
    repaired: dict[int | str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def features(self, rows: Iterable[RawRow]) -> list[Feature]:
        """The usable rows as features in WGS 84."""
        made = (self._feature(row) for row in rows)
        return [feature for feature in made if feature is not None]

    def _feature(self, row: RawRow) -> Feature | None:
        if row.problem:
            self._reject(row, *row.problem)
            return None
        geometry = self._geometry(row)
        if geometry is None:
            return None
        props = self._props(row.columns)
        id = str(props.pop("id", None) or (props.get("code") if self.layer == "grids" else None) or f"row-{row.number}")
        if id in self._seen:
            self._reject(row, self.mapping.get("id", "id"), "duplicate_id", id)
            return None
        self._seen.add(id)
        return Feature(id=id, name=str(props.pop("name", "")), geometry=geometry, props=props)

    def _reject(self, row: RawRow, field: str, code: str, value: object = "", **detail: object) -> None:
        detail.setdefault("limit", MAX_VERTICES)
        self.rejects.append(Reject(row.number, field, code, str(value)[:200], detail))

    # --- geometry

    def _geometry(self, row: RawRow) -> BaseGeometry | None:
        geometry = row.geometry if row.geometry is not None else self._point(row)
        if geometry is None or not self._on_earth(row, geometry):
            return None
        geometry = self._valid(row, shapely.force_2d(geometry))
        geometry = fit(geometry, self.shape)
        if geometry is None:
            self._reject(row, "geometry", "wrong_geometry")
            return None
        return _to_wgs84(geometry, self.datum)

    def _point(self, row: RawRow) -> BaseGeometry | None:
        lon_column, lat_column = self.mapping["lon"], self.mapping["lat"]
        numbers = []
        for column in (lon_column, lat_column):
            text = str(row.columns.get(column) or "").strip()
            if not text:
                self._reject(row, column, "missing_position")
                return None
            try:
                numbers.append(float(text.rstrip("°")))
            except ValueError:
                self._reject(row, column, "not_a_number", text)
                return None
        if not all(map(math.isfinite, numbers)):
            self._reject(row, lon_column, "not_a_number")
            return None
        return Point(*numbers)

    def _on_earth(self, row: RawRow, geometry: BaseGeometry) -> bool:
        field = "geometry" if row.geometry is not None else self.mapping["lat"]
        if geometry.is_empty:
            self._reject(row, field, "empty_geometry")
            return False
        if shapely.get_num_coordinates(geometry) > MAX_VERTICES:
            self._reject(row, field, "too_many_vertices")
            return False
        points = shapely.get_coordinates(geometry)
        code = _off_earth(points)
        if code:
            self._reject(row, field, code, ", ".join(f"{value:.6g}" for value in points[0]))
        return not code

    def _valid(self, row: RawRow, geometry: BaseGeometry) -> BaseGeometry:
        if geometry.is_valid:
            return geometry
        self.repaired[row.number] = str(shapely.is_valid_reason(geometry))
        return shapely.make_valid(geometry, method="structure", keep_collapsed=False)

    # --- properties

    def _props(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        taken = set(self.mapping.values())
        props = {ours: columns.get(theirs) for ours, theirs in self.mapping.items() if ours not in ("lon", "lat")}
        props |= {name: value for name, value in columns.items() if name and name not in taken and name not in props}
        cleaned = {str(name)[:80]: _value(str(name), value) for name, value in props.items()}
        return {name: value for name, value in cleaned.items() if value not in (None, "")}


def fit(geometry: BaseGeometry, shape: Shape) -> BaseGeometry | None:
    """The part of a geometry that a layer of this shape can hold; None when there is none."""
    if geometry.is_empty:
        return None
    if geometry.geom_type in _KINDS[shape]:
        return geometry
    if geometry.geom_type == "MultiPoint" and len(geometry.geoms) == 1:
        return fit(geometry.geoms[0], shape)
    if geometry.geom_type == "GeometryCollection":
        parts = [part for part in geometry.geoms if part.geom_type in _KINDS[shape] and not part.is_empty]
        return shapely.union_all(parts) if parts else None
    if shape == "point" and geometry.geom_type in _KINDS["polygon"]:
        return geometry.representative_point()
    return None


def _off_earth(points: np.ndarray[Any, np.dtype[np.float64]]) -> str:
    if not np.isfinite(points).all():
        return "not_a_number"
    lon, lat = np.abs(points[:, 0]), np.abs(points[:, 1])
    if lat.max() > 90 >= lon.max() and lat.max() <= 180:
        return "swapped_axes"
    if lon.max() > 180 or lat.max() > 90:
        return "off_earth"
    return "zero_zero" if (np.maximum(lon, lat) < 1e-9).any() else ""


def _to_wgs84(geometry: BaseGeometry, datum: str) -> BaseGeometry:
    if datum in ("wgs84", "cgcs2000"):
        return geometry
    return shapely.transform(geometry, lambda xy: np.column_stack(datums.to_wgs84(xy[:, 0], xy[:, 1], datum)))


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str):
        text = _CONTROLS.sub("", value).strip()[:MAX_TEXT]
        return _number(text) if name in NUMBERS else text
    if isinstance(value, (bool, int, float)) or value is None:
        return value if not isinstance(value, float) or math.isfinite(value) else None
    return value if len(str(value)) <= MAX_TEXT else None


def _number(text: str) -> float | int | str:
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() else number

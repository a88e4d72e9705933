"""One thing on the map, and what is known of a whole layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

#: (west, south, east, north) in degrees, WGS 84.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Feature:
    """``id`` is unique within its layer and is the key everywhere; ``name`` repeats. Geometry is WGS 84."""

    id: str
    name: str
    geometry: BaseGeometry
    props: Mapping[str, Any] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """A property as text, empty when it is absent."""
        value = self.props.get(key)
        return "" if value is None else str(value)

    def geojson(self) -> dict[str, Any]:
        """As a GeoJSON Feature, the id and name among its properties too (vector tiles keep only those)."""
        return {
            "type": "Feature",
            "id": self.id,
            "properties": {**self.props, "id": self.id, "name": self.name},
            "geometry": shapely.geometry.mapping(self.geometry),
        }


@dataclass(frozen=True, slots=True)
class LayerMeta:
    """What is known of a layer as a whole. ``version`` is a hash of the content: same content, same version."""

    name: str
    count: int
    version: str
    datum: str
    source: str
    imported_at: str
    attribution: str
    bounds: Box | None

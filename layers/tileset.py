"""What goes into vector tiles: which features, as what geometry, with which properties, at which zooms.

Labels are points of their own: a polygon's name would be drawn once in each tile it touches. Everything stops at
zoom 15, where a tile's grid is 0.2 m; the map magnifies it beyond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from layers.feature import Feature

MAX_ZOOM = 15
#: All tilesets in one, as screens ask for them.
BASE = "base"
#: Raised when the making of tiles changes, so that files made before are made anew.
RECIPE = 4

Drawn = tuple[BaseGeometry, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Tileset:
    """``source`` is a layer of the store; ``fields`` are copied, ``name`` always."""

    id: str
    source: str
    fields: tuple[str, ...] = ()
    min_zoom: int = 12
    draw: Callable[[Iterable[Feature]], Iterator[Drawn]] | None = None

    def drawn(self, features: Iterable[Feature]) -> Iterator[Drawn]:
        """Geometries with their properties."""
        return self.draw(features) if self.draw else _as_they_are(features)


def _as_they_are(features: Iterable[Feature]) -> Iterator[Drawn]:
    for feature in features:
        yield feature.geometry, {**feature.props, "id": feature.id, "name": feature.name}


def label_points(features: Iterable[Feature]) -> Iterator[Drawn]:
    """A point inside each named polygon; ``size`` (square metres, roughly) decides who gives way."""
    for feature in features:
        if feature.name:
            inside = shapely.point_on_surface(feature.geometry)
            size = round(feature.geometry.area * 111_000**2 * 0.8)
            yield inside, {"id": feature.id, "name": feature.name, "size": size}


def on_their_own(features: Iterable[Feature]) -> Iterator[Drawn]:
    """Points that are not the point of a building."""
    return _as_they_are(f for f in features if f.text("of") != "building")


def middles(features: Iterable[Feature]) -> Iterator[Drawn]:
    """As ``label_points``, in the middle where that is inside: names of buildings stand still and straight."""
    for feature in features:
        if feature.name:
            middle = feature.geometry.centroid
            size = round(feature.geometry.area * 111_000**2 * 0.8)
            at = middle if feature.geometry.contains(middle) else shapely.point_on_surface(feature.geometry)
            yield at, {"id": feature.id, "name": feature.name, "size": size}


def named_lines(features: Iterable[Feature]) -> Iterator[Drawn]:
    """Pieces of one name and class joined, so that the name has room along the line."""
    streets: dict[tuple[str, str], list[BaseGeometry]] = {}
    for feature in features:
        if feature.name:
            streets.setdefault((feature.name, feature.text("class")), []).append(feature.geometry)
    for (name, of_class), lines in streets.items():
        yield shapely.line_merge(shapely.union_all(lines)), {"name": name, "class": of_class}


def borders(features: Iterable[Feature]) -> Iterator[Drawn]:
    """Each border once: two dashed lines on one another look like a solid one."""
    outlines = [feature.geometry.boundary for feature in features]
    yield shapely.line_merge(shapely.union_all(outlines)), {}

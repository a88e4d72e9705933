"""Polygons with a name: which of them lie around a point."""

from __future__ import annotations

from collections.abc import Iterable

import shapely
from shapely.geometry.base import BaseGeometry

from layers.feature import Feature


class Named:
    """Polygons with a name, to be asked which of them lie around a point."""

    def __init__(self, features: Iterable[Feature]) -> None:
        named = sorted((f for f in features if f.name), key=lambda f: -f.geometry.area)
        self._names = [f.name for f in named]
        self._tree = shapely.STRtree([f.geometry for f in named])

    def around(self, point: BaseGeometry, most: int) -> str:
        """The names of the ``most`` smallest around it, the larger one first: 民治街道 新牛社区."""
        found: list[int] = sorted(self._tree.query(point, predicate="intersects").tolist())
        return " ".join(dict.fromkeys(self._names[i] for i in found[-most:]))

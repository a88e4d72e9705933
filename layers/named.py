"""Features with a name: which of them lie around a point, which is beside it."""

from __future__ import annotations

from collections.abc import Iterable

import shapely
from shapely.geometry.base import BaseGeometry

from layers.feature import Feature


class Named:
    """Features with a name, to be asked which of them lie around a point or beside it."""

    def __init__(self, features: Iterable[Feature]) -> None:
        named = sorted((f for f in features if f.name), key=lambda f: -f.geometry.area)
        self._names = [f.name for f in named]
        self._tree = shapely.STRtree([f.geometry for f in named])

    def around(self, point: BaseGeometry, most: int) -> str:
        """The names of the ``most`` smallest around it, the larger one first: 民治街道 新牛社区."""
        found: list[int] = sorted(self._tree.query(point, predicate="intersects").tolist())
        return " ".join(dict.fromkeys(self._names[i] for i in found[-most:]))

    def beside(self, point: BaseGeometry, degrees: float) -> str:
        """The name of the nearest one within so many degrees; empty when there is none."""
        near: list[int] = self._tree.query_nearest(point, max_distance=degrees, all_matches=False).tolist()
        return self._names[near[0]] if near else ""

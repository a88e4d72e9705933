"""Places laid on edges: on the mainland before islands, and on the side of the wall where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from dispatch.travel import SNAP_M
from dispatch.travel.graph import Floats, Ints
from dispatch.travel.walls import Bools, Walls

#: An island (a path behind a locked gate) is left for the mainland when that is this near.
MAINLAND_M = 60.0


@dataclass(frozen=True, slots=True)
class Snapped:
    """Places laid on edges: edge (-1 = none), share along it, metres off it, where that is, and whether the way there
    goes over a wall because there is no other."""

    edge: Ints
    share: Floats
    off_m: Floats
    lon: Floats
    lat: Floats
    over: Bools

    def some(self, chosen: Ints) -> Snapped:
        """Those of them."""
        return Snapped(*(getattr(self, name)[chosen] for name in self.__slots__))


class Index:
    """The edges by place. ``x, y`` are nodes in metres. Safe from any thread."""

    def __init__(self, u: Ints, v: Ints, x: Floats, y: Floats, mainland: Bools, walls: Walls) -> None:
        self.u, self.v, self.x, self.y, self.mainland, self.walls = u, v, x, y, mainland, walls
        ends = np.stack([np.column_stack([x[i], y[i]]) for i in (u, v)], axis=1)
        self._numbers = np.flatnonzero(mainland), np.flatnonzero(~mainland)
        self._trees = tuple(
            shapely.STRtree(shapely.linestrings(ends[some])) if len(some) else None for some in self._numbers
        )

    def nearest(self, points: NDArray[np.object_]) -> Ints:
        """The edge of each place: of the mainland within 60 m, else any within 300 m, else -1."""
        edge, metres = self._nearest(0, points)
        far = np.flatnonzero(metres > MAINLAND_M)
        island, island_m = self._nearest(1, points[far])
        nearer = island_m < metres[far]
        edge[far[nearer]], metres[far[nearer]] = island[nearer], island_m[nearer]
        edge[metres > SNAP_M] = -1
        return edge

    def within(self, mainland: bool, points: NDArray[np.object_], metres: float) -> tuple[Ints, Ints]:
        """(place, edge) of all edges within so many metres, of the mainland or of islands."""
        tree, numbers = self._trees[0 if mainland else 1], self._numbers[0 if mainland else 1]
        if tree is None or not len(points):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        place, found = tree.query(points, predicate="dwithin", distance=metres)
        return place, numbers[found]

    def along(self, edge: Ints, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """The share along each edge that is nearest to its place, and how far off."""
        e = np.maximum(edge, 0)
        u, v = self.u[e], self.v[e]
        dx, dy = self.x[v] - self.x[u], self.y[v] - self.y[u]
        along = ((x - self.x[u]) * dx + (y - self.y[u]) * dy) / np.maximum(dx * dx + dy * dy, 1e-12)
        share = np.clip(along, 0.0, 1.0)
        return share, np.hypot(self.x[u] + share * dx - x, self.y[u] + share * dy - y)

    def _nearest(self, which: int, points: NDArray[np.object_]) -> tuple[Ints, Floats]:
        tree, numbers = self._trees[which], self._numbers[which]
        edge, metres = np.full(len(points), -1, dtype=np.int64), np.full(len(points), np.inf)
        if tree is not None and len(points):
            # Asked without max_distance: that is twice as slow (4.7 against 2.5 ms for 300 places).
            (at, found), off = tree.query_nearest(points, all_matches=False, return_distance=True)
            edge[at], metres[at] = numbers[found], off
        return edge, metres

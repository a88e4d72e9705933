"""Places laid on edges: on the mainland before islands, and on the side of the wall where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from dispatch.travel.graph import Floats, Ints

#: Farther than this from any road a place is not on the network.
SNAP_M = 300.0
#: An island (a path behind a locked gate) is left for the mainland when that is this near.
MAINLAND_M = 60.0
#: For a road on the right side of a wall one looks this far; nearer to a wall than ``DOUBT_M`` a side is not known
#: (a GPS fix is no better, and shops in an outer wall open to the street).
RIGHT_SIDE_M, DOUBT_M = 150.0, 5.0
#: Edges that are tried for a place behind a wall.
TRIED = 48


@dataclass(frozen=True, slots=True)
class Snapped:
    """Places laid on their nearest edges: edge (-1 = none), share along it, metres off it, and where that is."""

    edge: Ints
    share: Floats
    off_m: Floats
    lon: Floats
    lat: Floats


class Index:
    """The edges by place. ``x, y`` are nodes in metres, ``walls`` segments in metres (n, 4). Safe from any thread."""

    def __init__(self, u: Ints, v: Ints, x: Floats, y: Floats, mainland: NDArray[np.bool_], walls: Floats) -> None:
        self._u, self._v, self._x, self._y = u, v, x, y
        ends = np.stack([np.column_stack([x[i], y[i]]) for i in (u, v)], axis=1)
        self._numbers = np.flatnonzero(mainland), np.flatnonzero(~mainland)
        self._trees = tuple(
            shapely.STRtree(shapely.linestrings(ends[some])) if len(some) else None for some in self._numbers
        )
        self._walls = shapely.STRtree(shapely.linestrings(walls.reshape(-1, 2, 2))) if len(walls) else None

    def edges(self, x: Floats, y: Floats) -> Ints:
        """The edge of each place: of the mainland within 60 m, else any within 300 m, else -1."""
        points = shapely.points(x, y)
        edge, metres = self._nearest(0, points)
        far = np.flatnonzero(metres > MAINLAND_M)
        island, island_m = self._nearest(1, points[far])
        nearer = island_m < metres[far]
        edge[far[nearer]], metres[far[nearer]] = island[nearer], island_m[nearer]
        edge[metres > SNAP_M] = -1
        return edge if self._walls is None else self._right_side(edge, x, y, points)

    def along(self, edge: Ints, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """The share along each edge that is nearest to its place, and how far off."""
        e = np.maximum(edge, 0)
        u, v = self._u[e], self._v[e]
        dx, dy = self._x[v] - self._x[u], self._y[v] - self._y[u]
        along = ((x - self._x[u]) * dx + (y - self._y[u]) * dy) / np.maximum(dx * dx + dy * dy, 1e-12)
        share = np.clip(along, 0.0, 1.0)
        return share, np.hypot(self._x[u] + share * dx - x, self._y[u] + share * dy - y)

    def walled(self, x1: Floats, y1: Floats, x2: Floats, y2: Floats) -> NDArray[np.bool_]:
        """Whether a wall stands between two places."""
        found = np.zeros(len(x1), dtype=bool)
        if self._walls is not None and len(x1):
            lines = shapely.linestrings(np.stack([np.column_stack([x1, y1]), np.column_stack([x2, y2])], axis=1))
            found[np.unique(self._walls.query(lines, predicate="intersects")[0])] = True
        return found

    def _nearest(self, which: int, points: NDArray[np.object_]) -> tuple[Ints, Floats]:
        tree, numbers = self._trees[which], self._numbers[which]
        edge, metres = np.full(len(points), -1, dtype=np.int64), np.full(len(points), np.inf)
        if tree is not None and len(points):
            # Asked without max_distance: that is twice as slow (4.7 against 2.5 ms for 300 places).
            (at, found), off = tree.query_nearest(points, all_matches=False, return_distance=True)
            edge[at], metres[at] = numbers[found], off
        return edge, metres

    def _right_side(self, edge: Ints, x: Floats, y: Floats, points: NDArray[np.object_]) -> Ints:
        on = np.flatnonzero(edge >= 0)
        behind = on[self._behind(edge[on], x[on], y[on])]
        if len(behind) and self._walls is not None:
            _, near = self._walls.query_nearest(points[behind], all_matches=False, return_distance=True)
            behind = behind[near > DOUBT_M]
        for i in behind.tolist():
            edge[i] = self._same_side(int(edge[i]), float(x[i]), float(y[i]), points[i])
        return edge

    def _behind(self, edge: Ints, x: Floats, y: Floats) -> NDArray[np.bool_]:
        share, _ = self.along(edge, x, y)
        u, v = self._u[edge], self._v[edge]
        at_x = self._x[u] + share * (self._x[v] - self._x[u])
        at_y = self._y[u] + share * (self._y[v] - self._y[u])
        return self.walled(x, y, at_x, at_y)

    def _same_side(self, former: int, x: float, y: float, point: shapely.Point) -> int:
        """The nearest edge with no wall before it, of the mainland first; the former one where there is none."""
        for tree, numbers in zip(self._trees, self._numbers, strict=True):
            if tree is None:
                continue
            near = numbers[tree.query(point, predicate="dwithin", distance=RIGHT_SIDE_M)]
            here_x, here_y = np.full(len(near), x), np.full(len(near), y)
            near = near[np.argsort(self.along(near, here_x, here_y)[1], kind="stable")][:TRIED]
            free = near[~self._behind(near, here_x[: len(near)], here_y[: len(near)])]
            if len(free):
                return int(free[0])
        return former

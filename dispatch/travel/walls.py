"""What nobody walks through, as segments of a plane in metres."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from dispatch.travel.graph import Floats, Graph, plane

Bools = NDArray[np.bool_]

#: Nearer to a wall than this a side is not known: a fix is no better, and the outline of a compound is no wall to the
#: metre (shops in it open to the street). A mapped wall and a place on the map are (``EXACT_M``).
DOUBT_M, EXACT_M = 5.0, 1.0


class Walls:
    """``segments`` are (n, 4): x, y, x, y; ``mapped`` says which are walls on the map, the others are outlines. 100,000
    are 60 MB and 0.2 s. Read-only: safe from any thread."""

    def __init__(self, segments: Floats, mapped: Bools) -> None:
        lines = shapely.linestrings(segments.reshape(-1, 2, 2))
        self._tree = shapely.STRtree(lines) if len(segments) else None
        self._mapped = mapped

    @classmethod
    def of(cls, graph: Graph) -> Walls:
        """Of a network; what an older file does not say is an outline."""
        middle, walls = graph.middle(), graph.walls
        ends = [np.column_stack(plane(walls[:, axis], walls[:, axis + 1], middle)) for axis in (0, 2)]
        mapped = graph.walls_mapped if len(graph.walls_mapped) == len(walls) else np.zeros(len(walls), dtype=bool)
        return cls(np.concatenate(ends, axis=1), mapped)

    @classmethod
    def none(cls) -> Walls:
        return cls(np.zeros((0, 4)), np.zeros(0, dtype=bool))

    def __bool__(self) -> bool:
        return self._tree is not None

    def between(self, x1: Floats, y1: Floats, x2: Floats, y2: Floats) -> Bools:
        """Whether a wall stands between two places."""
        found = np.zeros(len(x1), dtype=bool)
        if self._tree is not None and len(x1):
            lines = shapely.linestrings(np.stack([np.column_stack([x1, y1]), np.column_stack([x2, y2])], axis=1))
            found[np.unique(self._tree.query(lines, predicate="intersects")[0])] = True
        return found

    def leave_doubt(self, points: NDArray[np.object_], *, exact: bool) -> Bools:
        """Whether each place is so near to its nearest wall that its side is not known; ``exact`` places are on the
        map, others are fixes."""
        if self._tree is None or not len(points):
            return np.zeros(len(points), dtype=bool)
        (_, wall), off = self._tree.query_nearest(points, all_matches=False, return_distance=True)
        found: Bools = off <= (np.where(self._mapped[wall], EXACT_M, DOUBT_M) if exact else DOUBT_M)
        return found

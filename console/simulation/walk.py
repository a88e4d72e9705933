"""Walking along a line at a pace."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from dispatch.position import Position


class Walk:
    """A way from its first point to its last; ``go(metres)`` moves on and says where one is then."""

    def __init__(self, path: Sequence[Position]) -> None:
        self._path = list(path)
        self._ends = [0.0]
        for here, there in pairwise(self._path):
            self._ends.append(self._ends[-1] + here.metres_to(there))
        self._gone = 0.0

    @property
    def is_done(self) -> bool:
        return self._gone >= self._ends[-1]

    @property
    def metres_left(self) -> float:
        return max(0.0, self._ends[-1] - self._gone)

    def go(self, metres: float) -> Position:
        self._gone = min(self._gone + metres, self._ends[-1])
        return self.position

    @property
    def position(self) -> Position:
        n = min(bisect_right(self._ends, self._gone), len(self._ends) - 1)
        if n == 0:
            return self._path[0]
        before, after = self._path[n - 1], self._path[n]
        length = self._ends[n] - self._ends[n - 1]
        share = (self._gone - self._ends[n - 1]) / length if length else 1.0
        return Position(
            lon=before.lon + (after.lon - before.lon) * share, lat=before.lat + (after.lat - before.lat) * share
        )

"""The edges of places asked for before: workers stand still more often than they move."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import numpy as np

from dispatch.travel.graph import Floats
from dispatch.travel.snapping import Snapped

Key = tuple[float, float]

#: Places that are kept, 64 bytes each.
MOST = 50_000


class Kept:
    """Rows of a table, found by lon and lat. Rows are claimed one by one, written, and only then found: safe from any
    thread without locks. A full one is replaced by a new one."""

    def __init__(self, least: int = 0) -> None:
        self._rows = np.empty((MOST + 2 * least, 8))
        self._row_of: dict[Key, int] = {}
        self._next = count()

    def is_full(self, more: int) -> bool:
        """Whether ``more`` places may not fit (threads that put at once are allowed for)."""
        return len(self._row_of) + 2 * more > len(self._rows)

    def missing(self, keys: Sequence[Key]) -> list[Key]:
        known = self._row_of
        return list(dict.fromkeys(key for key in keys if key not in known))

    def put(self, keys: Sequence[Key], lon: Floats, lat: Floats, on: Snapped) -> None:
        rows = [next(self._next) for _ in keys]
        self._rows[rows] = np.column_stack([lon, lat, on.edge, on.share, on.off_m, on.lon, on.lat, on.over])
        self._row_of.update(zip(keys, rows, strict=True))

    def get(self, keys: Sequence[Key]) -> tuple[Floats, Floats, Snapped]:
        """lon, lat and the edge of places that were put."""
        rows = np.fromiter(map(self._row_of.__getitem__, keys), dtype=np.int64, count=len(keys))
        lon, lat, edge, share, off_m, on_lon, on_lat, over = self._rows[rows].T
        return lon, lat, Snapped(edge.astype(np.int64), share, off_m, on_lon, on_lat, over.astype(bool))

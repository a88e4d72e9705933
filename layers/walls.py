"""The outer walls of buildings as arrays: what stops a view. Made once, asked for each camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from dispatch.position import EARTH_RADIUS_M
from layers.feature import Feature

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Metres in a degree of latitude.
DEGREE_M = float(np.radians(1.0) * EARTH_RADIUS_M)


@dataclass(frozen=True, slots=True)
class Near:
    """Walls around a point in metres east and north of it: edge i goes from ``start[i]`` to ``end[i]``, with the
    outside on its right; ``number`` is its number in ``Walls``."""

    start: Floats
    end: Floats
    number: Ints


class Walls:
    """Buildings by number with their edges. Where two buildings overlap their edges are cut at the crossings, so that
    no edge lies partly in front of another. Read-only after it is made: safe from any thread."""

    def __init__(self, buildings: Sequence[Feature]) -> None:
        self.buildings = tuple(b for b in buildings if b.geometry.geom_type in ("Polygon", "MultiPolygon"))
        outlines = shapely.orient_polygons(shapely.make_valid(np.array([b.geometry for b in self.buildings], object)))
        self.outlines = outlines
        self._tree = shapely.STRtree(outlines)
        start, end, owner = _edges(outlines)
        self.start, self.end, self.owner = _cut(self._tree, outlines, start, end, owner)
        self._first = np.searchsorted(self.owner, np.arange(len(outlines) + 1))

    def around(self, lon: float, lat: float, metres: float) -> Near:
        """The edges of all buildings whose boxes come within so many metres."""
        scale = scale_at(lat)
        reach = metres / scale
        box = shapely.box(lon - reach[0], lat - reach[1], lon + reach[0], lat + reach[1])
        number = self._of(np.sort(self._tree.query(box)))
        here = np.array([lon, lat])
        return Near((self.start[number] - here) * scale, (self.end[number] - here) * scale, number)

    def inside(self, lon: float, lat: float) -> Ints:
        """The buildings a point is in."""
        found: Ints = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return found

    def _of(self, buildings: Ints) -> Ints:
        first, count = self._first[buildings], self._first[buildings + 1] - self._first[buildings]
        return np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())


def scale_at(lat: float) -> Floats:
    """Metres in a degree east and in one north."""
    return np.array([DEGREE_M * max(np.cos(np.radians(lat)), 1e-6), DEGREE_M])


def _edges(outlines: NDArray[np.object_]) -> tuple[Floats, Floats, Ints]:
    parts, of_part = shapely.get_parts(outlines, return_index=True)
    areal = shapely.get_dimensions(parts) == 2  # a repaired outline may leave a line behind
    rings, of_ring = shapely.get_rings(parts[areal], return_index=True)
    points, of_point = shapely.get_coordinates(rings, return_index=True)
    same = np.flatnonzero((of_point[1:] == of_point[:-1]) & (points[1:] != points[:-1]).any(axis=1))
    return points[same], points[same + 1], of_part[areal][of_ring][of_point[same]]


def _cut(
    tree: shapely.STRtree, outlines: NDArray[np.object_], start: Floats, end: Floats, owner: Ints
) -> tuple[Floats, Floats, Ints]:
    left, right = tree.query(outlines, predicate="overlaps")
    torn = np.flatnonzero(np.isin(owner, np.concatenate([left, right])))
    if not len(torn):
        return start, end, owner
    lines = shapely.linestrings(np.stack([start[torn], end[torn]], axis=1))
    a, b = shapely.STRtree(lines).query(lines, predicate="intersects")
    differ = owner[torn[a]] != owner[torn[b]]
    edge, cuts = _crossings(torn[a[differ]], torn[b[differ]], start, end)
    whole = np.arange(len(start))
    at = np.concatenate([np.zeros(len(start)), cuts, np.ones(len(start))])
    number = np.concatenate([whole, edge, whole])
    order = np.lexsort((at, number))
    at, number = at[order], number[order]
    step = np.flatnonzero((number[1:] == number[:-1]) & (at[1:] > at[:-1]))
    of, run = number[step], (end - start)[number[step]]
    return start[of] + at[step, None] * run, start[of] + at[step + 1, None] * run, owner[of]


def _crossings(a: Ints, b: Ints, start: Floats, end: Floats) -> tuple[Ints, Floats]:
    """Of pairs of edges the share along ``a`` where ``b`` crosses it."""
    along, other, between = (end - start)[a], (end - start)[b], start[b] - start[a]
    turn = along[:, 0] * other[:, 1] - along[:, 1] * other[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (between[:, 0] * other[:, 1] - between[:, 1] * other[:, 0]) / turn
    proper = np.isfinite(share) & (share > 1e-9) & (share < 1 - 1e-9)
    return a[proper], share[proper]

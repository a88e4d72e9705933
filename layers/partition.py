"""Balanced parts of a place: buildings bisected by weight, and the ground between them shared out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: A cut may stray this share of the weight from the even one to run through a wider gap (a street, a wall).
SLACK = 0.12
#: Outlines are sampled this densely (metres), so that borders run midway between buildings and through none.
SAMPLE_M = 8.0
#: Corners of borders smaller than the square of this are straightened, on both sides alike.
SMOOTH_M = 5.0


def bisect(xy: Floats, weights: Floats, parts: int) -> Ints:
    """The part (0 … parts-1) of each point: recursive cuts across the longer side, even by weight."""
    labels = np.zeros(len(xy), dtype=np.int64)
    _cut(xy, weights, np.arange(len(xy)), parts, 0, labels)
    return labels


def _cut(xy: Floats, weights: Floats, members: Ints, parts: int, first: int, labels: Ints) -> None:
    if parts < 2 or len(members) < 2:
        labels[members] = first
        return
    spread = np.ptp(xy[members], axis=0)
    axis = int(np.argmax(spread))
    order = members[np.argsort(xy[members, axis], kind="stable")]
    left = parts // 2
    at = _best_place(xy[order, axis], weights[order], left / parts, SLACK / parts)
    _cut(xy, weights, order[:at], left, first, labels)
    _cut(xy, weights, order[at:], parts - left, first + left, labels)


def _best_place(along: Floats, weights: Floats, share: float, slack: float) -> int:
    """Where to cut a row: at the widest gap among the places that are nearly even."""
    total = weights.sum() or 1.0
    reached = np.cumsum(weights)[:-1] / total
    off = np.abs(reached - share)
    near = np.flatnonzero(off <= max(slack, float(off.min())))
    return int(near[np.argmax(np.diff(along)[near])]) + 1


def share_out(buildings: Sequence[BaseGeometry], labels: Ints, area: BaseGeometry) -> list[BaseGeometry]:
    """``area`` divided among the parts, each point to the part whose building is nearest. Planar metres.

    The pieces cover the area and overlap nowhere; a part without buildings gets nothing.
    """
    outlines = shapely.segmentize(np.array(buildings, dtype=object), SAMPLE_M)
    points, owner = shapely.get_coordinates(outlines, return_index=True)
    # Neighbours that share a wall share points: the first one has them. On a grid of 10 cm, so that equal is equal.
    points, kept = np.unique(np.round(points, 1), axis=0, return_index=True)
    owner = owner[kept]
    # Blocks built to a raster have four corners on one circle, at which GEOS leaves cells that do not fit together.
    points = points + np.random.default_rng(0).uniform(-0.03, 0.03, points.shape)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=area, ordered=True))
    of_part = labels[owner]
    pieces = [shapely.coverage_union_all(cells[of_part == part]) for part in range(int(labels.max()) + 1)]
    shared = [shapely.intersection(piece, area) for piece in pieces]
    simple: list[BaseGeometry] = list(shapely.coverage_simplify(shared, SMOOTH_M, simplify_boundary=False))
    return simple

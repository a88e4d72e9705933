"""The side of a wall: where the nearest road is behind one, the nearest place on a road that is not."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from dispatch.travel.graph import Floats, Ints
from dispatch.travel.snapping import Index
from dispatch.travel.walls import Bools

#: For a road on the right side of a wall one looks this far.
RIGHT_SIDE_M = 150.0
#: A hedge hides a stretch of a path, not all of it: looked at are the nearest place and some before and behind it.
STRETCHES_M = np.array([0.0, -10.0, 10.0, -25.0, 25.0, -50.0, 50.0])
#: So many places on roads are looked at for each place behind a wall, at first and at most.
FIRST, MOST = 12, 96
#: A wall that a road meets at its end has its gate there: one looks this far along the road.
IN_M = 0.5


def lay(index: Index, x: Floats, y: Floats, *, exact: bool) -> tuple[Ints, Floats, Floats, Bools]:
    """Edge (-1 = none), share along it, metres off it, and whether a wall is between and no other road is to be had."""
    points = shapely.points(x, y)
    edge = index.nearest(points)
    share, off = index.along(edge, x, y)
    over = np.zeros(len(x), dtype=bool)
    if index.walls:
        on = np.flatnonzero(edge >= 0)
        behind = on[_hidden(index, edge[on], share[on], x[on], y[on])]
        behind = behind[~index.walls.leave_doubt(points[behind], exact=exact)]
        found, edge[behind], share[behind], off[behind] = _same_side(
            index, points[behind], x[behind], y[behind], edge[behind], share[behind], off[behind]
        )
        over[behind[~found]] = True
    return edge, share, off, over


def _hidden(index: Index, edge: Ints, share: Floats, x: Floats, y: Floats) -> Bools:
    """Whether a wall stands before these places on edges."""
    u, v = index.u[edge], index.v[edge]
    dx, dy = index.x[v] - index.x[u], index.y[v] - index.y[u]
    inwards = np.minimum(IN_M / np.maximum(np.hypot(dx, dy), 1e-9), 0.5)
    share = np.clip(share, inwards, 1 - inwards)
    return index.walls.between(x, y, index.x[u] + share * dx, index.y[u] + share * dy)


def _same_side(
    index: Index, points: NDArray[np.object_], x: Floats, y: Floats, edge: Ints, share: Floats, off: Floats
) -> tuple[Bools, Ints, Floats, Floats]:
    """Which were found, and their edges, shares and metres: of the mainland first; as they were for the others. Nobody
    is laid on an island for a wall: over it he is an estimate, there he could not be reached at all."""
    found = np.zeros(len(x), dtype=bool)
    for mainland in (True, False):
        left = np.flatnonzero(~found & (mainland | ~index.mainland[edge]))
        place, near, at, metres = _stretches(index, mainland, points[left], x[left], y[left])
        rank = np.arange(len(place)) - np.searchsorted(place, place)
        for low, high in ((0, FIRST), (FIRST, MOST)):
            tried = np.flatnonzero((rank >= low) & (rank < high) & ~found[left][place])
            tried = tried[~_hidden(index, near[tried], at[tried], x[left[place[tried]]], y[left[place[tried]]])]
            # Each place's candidates are in the order of their metres: the first free one is its.
            place_found, first = np.unique(place[tried], return_index=True)
            to, best = left[place_found], tried[first]
            found[to], edge[to], share[to], off[to] = True, near[best], at[best], metres[best]
    return found, edge, share, off


def _stretches(
    index: Index, mainland: bool, points: NDArray[np.object_], x: Floats, y: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """(place, edge, share, metres) of places on the roads around, by place and by how far off they are."""
    place, edge = index.within(mainland, points, RIGHT_SIDE_M)
    nearest, _ = index.along(edge, x[place], y[place])
    u, v = index.u[edge], index.v[edge]
    dx, dy = index.x[v] - index.x[u], index.y[v] - index.y[u]
    step = STRETCHES_M / np.maximum(np.hypot(dx, dy), 1e-9)[:, None]
    share = np.clip(nearest[:, None] + step, 0.0, 1.0)
    metres = np.hypot(
        (index.x[u] - x[place])[:, None] + share * dx[:, None], (index.y[u] - y[place])[:, None] + share * dy[:, None]
    )
    many = len(STRETCHES_M)
    place, edge = np.repeat(place, many), np.repeat(edge, many)
    share, metres = share.ravel(), metres.ravel()
    order = np.lexsort((metres, place))
    return place[order], edge[order], share[order], metres[order]

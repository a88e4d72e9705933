"""Walking between any two places of a day, fast enough to ask at every event: seconds, and where somebody is who set
out a while ago.

Places that people are sent to are few (the tickets'), so each is searched once, backwards through the network, and
kept: 1 ms a place of 2,773 nodes, then 5 µs for somebody who stands anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from dispatch.position import Position
from dispatch.travel.crow_flies import DETOUR
from dispatch.travel.graph import haversine
from dispatch.travel.net import Net, part
from dispatch.travel.profiles import WALK_M_S

Floats = NDArray[np.float64]

#: places remembered on the network; a day of 500 tickets asks for some 10,000
MOST_LAID = 50_000
#: no way on the map: the guess of dispatch.matching, so that nobody is lost in a courtyard without a gate
NO_WAY_DETOUR = 1.5


class Ways(Protocol):
    """True walking times. ``name`` as of Travel."""

    name: str

    def seconds(self, starts: Sequence[Position], goals: Sequence[Position]) -> Floats:
        """starts × goals; always finite."""
        ...

    def along(self, start: Position, goal: Position, walked_s: float) -> Position:
        """Where somebody is who set out from ``start`` that long ago."""
        ...


def straight_m(starts: Sequence[Position], goals: Sequence[Position]) -> Floats:
    """Great-circle metres, starts × goals."""
    (a, b), (c, d) = _degrees(starts), _degrees(goals)
    return haversine(a[:, None], b[:, None], c[None, :], d[None, :])


def _degrees(places: Sequence[Position]) -> tuple[Floats, Floats]:
    return np.array([p.lon for p in places], dtype=float), np.array([p.lat for p in places], dtype=float)


class Laid(NamedTuple):
    """Places on their nearest edges (-1: on none), as ``Net.snap`` lays them."""

    edge: NDArray[np.int64]
    share: Floats
    off_m: Floats


class CrowWays:
    """Where no network is known: the straight line and the usual detour."""

    name = "crow_flies"

    def seconds(self, starts: Sequence[Position], goals: Sequence[Position]) -> Floats:
        out: Floats = straight_m(starts, goals) * DETOUR / WALK_M_S
        return out

    def along(self, start: Position, goal: Position, walked_s: float) -> Position:
        whole = start.metres_to(goal) * DETOUR / WALK_M_S
        return between(start, goal, walked_s / whole if whole else 1.0)


class RoadWays:
    """Along a network on foot, as ``dispatch.travel.roads.Roads`` walks it, gates as they are at noon."""

    name = "roads"

    def __init__(self, net: Net) -> None:
        self._net = net
        self._back = net.forward().T.tocsr()  # from a node to those from which it is reached
        self._laid: dict[Position, tuple[int, float, float]] = {}
        self._rows: dict[Position, int] = {}
        self._seconds: list[NDArray[np.float32]] = []
        self._goals: list[tuple[int, float, float]] = []
        self._searches: dict[int, NDArray[np.int32]] = {}

    def seconds(self, starts: Sequence[Position], goals: Sequence[Position]) -> Floats:
        if not starts or not goals:
            return np.zeros((len(starts), len(goals)))
        net, rows = self._net, [self._row(goal) for goal in goals]
        at = self._snap(starts)
        e = np.maximum(at.edge, 0)
        table = np.stack([self._seconds[row] for row in rows])
        by_u = part(at.share, net.back_s[e])[None, :] + table[:, net.u[e]]
        by_v = part(1 - at.share, net.ahead_s[e])[None, :] + table[:, net.v[e]]
        edge, share, off = (np.array(one)[:, None] for one in zip(*(self._goals[row] for row in rows), strict=True))
        ahead = share - at.share[None, :]
        direct = np.abs(ahead) * np.where(ahead >= 0, net.ahead_s[e], net.back_s[e])
        walk = np.minimum(np.minimum(by_u, by_v), np.where(edge == at.edge[None, :], direct, np.inf))
        off = off + at.off_m[None, :]
        straight = straight_m(starts, goals).T
        walk = np.where(straight <= off, straight / WALK_M_S, walk + off / WALK_M_S)
        lost = ~np.isfinite(walk) | (at.edge[None, :] < 0) | (edge < 0)
        out: Floats = np.where(lost, straight * NO_WAY_DETOUR / WALK_M_S, walk).T
        return out

    def along(self, start: Position, goal: Position, walked_s: float) -> Position:
        """On a node's stretch of the network, between its ends in proportion."""
        whole = float(self.seconds([start], [goal])[0, 0])
        if walked_s >= whole:
            return goal
        row, net = self._row(goal), self._net
        at = self._snap([start])
        left, e = whole - walked_s, int(at.edge[0])
        if e < 0 or self._goals[row][0] in (-1, e):
            return between(start, goal, walked_s / whole)
        seconds, ahead = self._seconds[row], self._ahead(row)
        by_u = float(part(float(at.share[0]), float(net.back_s[e]))) + seconds[net.u[e]]
        by_v = float(part(1 - float(at.share[0]), float(net.ahead_s[e]))) + seconds[net.v[e]]
        node = int(net.u[e] if by_u <= by_v else net.v[e])
        before, before_s = start, whole
        while 0 <= node < len(net.lon) and seconds[node] > left:
            before, before_s = self._place(node), float(seconds[node])
            node = int(ahead[node])
        after, after_s = (self._place(node), float(seconds[node])) if 0 <= node < len(net.lon) else (goal, 0.0)
        return between(before, after, (before_s - left) / (before_s - after_s) if before_s > after_s else 1.0)

    def _place(self, node: int) -> Position:
        return Position(float(self._net.lon[node]), float(self._net.lat[node]))

    def _snap(self, places: Sequence[Position]) -> Laid:
        """Each place is laid on the network once: the same workers stand at the same places for many questions."""
        fresh = [place for place in places if place not in self._laid]
        if fresh:
            at = self._net.snap(*_degrees(fresh))
            if len(self._laid) > MOST_LAID:
                self._laid.clear()
                return self._snap(places)
            rows = zip(at.edge.tolist(), at.share.tolist(), at.off_m.tolist(), strict=True)
            self._laid.update(zip(fresh, rows, strict=True))
        edge, share, off_m = zip(*(self._laid[place] for place in places), strict=True)
        return Laid(np.array(edge, dtype=np.int64), np.array(share), np.array(off_m))

    def _row(self, goal: Position) -> int:
        if goal not in self._rows:
            at = self._snap([goal])
            edge, share = int(at.edge[0]), float(at.share[0])
            self._rows[goal] = len(self._seconds)
            self._goals.append((edge, share, float(at.off_m[0])))
            self._seconds.append(self._search(edge, share)[0] if edge >= 0 else self._far())
        return self._rows[goal]

    def _far(self) -> NDArray[np.float32]:
        return np.full(len(self._net.lon), np.inf, dtype=np.float32)

    def _search(self, edge: int, share: float) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Seconds from every node to a place on an edge, and the next node on the way (negative: the place itself)."""
        net = self._net
        ends = [int(net.u[edge]), int(net.v[edge])]
        last = [float(part(share, net.ahead_s[edge])), float(part(1 - share, net.back_s[edge]))]
        seconds, ahead = dijkstra(self._back, indices=ends, return_predecessors=True)
        seconds += np.array(last)[:, None]
        by_v = seconds[1] < seconds[0]
        return np.where(by_v, seconds[1], seconds[0]).astype(np.float32), np.where(by_v, ahead[1], ahead[0])

    def _ahead(self, row: int) -> NDArray[np.int32]:
        """Kept only where somebody was called back on the way there."""
        if row not in self._searches:
            edge, share, _ = self._goals[row]
            self._searches[row] = self._search(edge, share)[1]
        return self._searches[row]


def between(start: Position, goal: Position, share: float) -> Position:
    share = min(1.0, max(0.0, share))
    return Position(start.lon + (goal.lon - start.lon) * share, start.lat + (goal.lat - start.lat) * share)


__all__ = ["CrowWays", "RoadWays", "Ways", "between", "straight_m"]

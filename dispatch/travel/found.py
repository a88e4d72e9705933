"""The ways from some starts to goals, put together from where they lie on edges and the search between crossings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dispatch.position import Position
from dispatch.travel import Leg
from dispatch.travel.graph import Floats, Ints, haversine
from dispatch.travel.net import Net, Snapped
from dispatch.travel.profiles import STEPS_M_S, WALK_M_S
from dispatch.travel.trunk import Search, times

Bools = NDArray[np.bool_]


class Starts:
    """Places on their edges, with the way on to both ends of their chains: row 0 goes ahead, row 1 back."""

    def __init__(self, net: Net, places: Sequence[Position]) -> None:
        self.places, c = places, net.chains
        self.lon, self.lat, self.on = net.snap_places(places)
        edge = np.maximum(self.on.edge, 0)
        self.darts = np.stack([2 * edge, 2 * edge + 1])
        rest = np.stack([1 - self.on.share, self.on.share])
        self.seconds = times(rest, c.cost_s[self.darts]) + c.after_s[self.darts]
        self.metres = rest * c.cost_m[self.darts] + c.after_m[self.darts]
        self.end, self.last = c.end[self.darts], c.last[self.darts]


class Found:
    """The ways from all starts to goal number ``g`` of a search."""

    def __init__(self, net: Net, starts: Starts, search: Search, g: int, goal: Position, goal_on: Snapped) -> None:
        self.net, self.starts, self.search, self.g, self.goal_on = net, starts, search, g, goal_on
        seconds_on, metres_on = search.at(g, starts.end)
        via = starts.seconds + seconds_on
        #: which way each start goes first: 0 ahead, 1 back
        self.side = np.where(via[0] <= via[1], 0, 1)
        each = np.arange(len(starts.places))
        seconds = via[self.side, each]
        metres = (starts.metres + metres_on)[self.side, each]
        seconds, metres, self.direct = self._same_chain(seconds, metres)
        off = starts.on.off_m + goal_on.off_m[g]
        self.seconds, self.metres = seconds + off / WALK_M_S, metres + off
        self.across = self._across(goal, off)
        #: the way to the road or from it goes over a wall, because there is no road on this side
        self.over = (starts.on.over | goal_on.over[g]) & ~self.across
        self.reached = (starts.on.edge >= 0) & np.isfinite(self.seconds)

    def _same_chain(self, seconds: Floats, metres: Floats) -> tuple[Floats, Floats, Ints]:
        """Where start and goal are on one stretch the way between them may be the quickest. The third: its side, -1
        where it is not."""
        c, goals, direct = self.net.chains, self.search.goals, np.full(len(seconds), -1)
        for goal_side in (0, 1):
            dart = 2 * int(goals.edge[self.g]) + goal_side
            share = float(goals.share[self.g]) if goal_side == 0 else 1 - float(goals.share[self.g])
            rest_s = times(1 - share, c.cost_s[dart]) + c.after_s[dart]
            rest_m = (1 - share) * c.cost_m[dart] + c.after_m[dart]
            if not np.isfinite(rest_s):
                continue
            for side in (0, 1):
                ahead_m = self.starts.metres[side] - rest_m
                there = (self.starts.last[side] == c.last[dart]) & (ahead_m >= -1e-9)
                between = np.where(there, self.starts.seconds[side] - rest_s, np.inf)
                shorter = between <= seconds
                seconds = np.where(shorter, np.maximum(between, 0.0), seconds)
                metres = np.where(shorter, np.maximum(ahead_m, 0.0), metres)
                direct = np.where(shorter & np.isfinite(between), side, direct)
        return seconds, metres, direct

    def _across(self, goal: Position, off: Floats) -> Bools:
        """Two places beside each other in a yard: going out to the road and back would be longer than across."""
        starts, here = self.starts, (np.array([goal.lon]), np.array([goal.lat]))
        straight = haversine(starts.lon, starts.lat, *here)
        across = straight <= off
        near = np.flatnonzero(across)
        if len(near):
            lon, lat = (np.full(len(near), axis[0]) for axis in here)
            across[near] = ~self.net.walled(starts.lon[near], starts.lat[near], lon, lat)
        self.metres[across] = straight[across]
        self.seconds[across] = straight[across] / WALK_M_S
        return across

    def legs(self, limit_m: float) -> list[Leg | None]:
        """In the order of the starts; None where no road leads there or it is beyond the limit."""
        legs: list[Leg | None] = list(map(Leg, self.seconds.tolist(), self.metres.tolist()))
        for i in np.flatnonzero(self.over).tolist():
            legs[i] = Leg(float(self.seconds[i]), float(self.metres[i]), over_wall=True)
        for i in np.flatnonzero(~(self.reached & (self.metres <= limit_m))).tolist():
            legs[i] = None
        return legs

    def line(self, goal: Position) -> tuple[Position, ...]:
        """The line of the first start."""
        start, on, net = self.starts.places[0], self.starts.on, self.net
        if self.across[0]:
            return (start, goal)
        edge = int(self.search.goals.edge[self.g])
        side = int(self.direct[0]) if self.direct[0] >= 0 else int(self.side[0])
        dart, nodes = int(self.starts.darts[side, 0]), []
        if self.direct[0] >= 0:
            nodes = list(net.chains.along(dart, edge))
        else:
            nodes = list(net.chains.along(dart)) + net.trunk.way(self.search, self.g, int(self.starts.end[side, 0]))
        points = [start, Position(float(on.lon[0]), float(on.lat[0]))]
        points += [Position(float(net.lon[node]), float(net.lat[node])) for node in nodes]
        points += [Position(float(self.goal_on.lon[self.g]), float(self.goal_on.lat[self.g])), goal]
        return tuple(p for p, before in zip(points, [None, *points[:-1]], strict=True) if p != before)


def one(net: Net, goal: Position, places: Sequence[Position], limit_m: float, *, ways: bool = False) -> Found | None:
    """The ways to one goal; None when the goal itself is on no road."""
    if not len(net.u):
        return None
    goal_on = net.snap_places([goal], exact=True)[2]
    if goal_on.edge[0] < 0:
        return None
    search = net.trunk.search(net.trunk.goals(goal_on.edge, goal_on.share), limit_m / STEPS_M_S, ways=ways)
    return Found(net, Starts(net, places), search, 0, goal, goal_on)

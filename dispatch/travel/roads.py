"""Travel along the road network: from many workers to one ticket in one search, backwards from the ticket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from dispatch.position import Position
from dispatch.travel import Leg, Matrix
from dispatch.travel.graph import Floats, Graph, haversine
from dispatch.travel.hours import is_open
from dispatch.travel.net import Net, Search, Snapped, part
from dispatch.travel.profiles import PROFILES, STEPS_M_S, WALK_M_S

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def _now() -> datetime:
    return datetime.now(UTC)


class Roads:
    """Distances are haversine metres along the network plus the straight way to it and from it (≤ 300 m each)."""

    name = "roads"

    def __init__(self, graph: Graph, clock: Callable[[], datetime] = _now, zone: ZoneInfo = _SHANGHAI) -> None:
        self._graph, self._clock, self._zone = graph, clock, zone
        self._timed = [(i, str(hours)) for i, hours in enumerate(graph.gate_hours) if hours]
        # One network for each set of gates closed by the hour; a day has few.
        self._nets = lru_cache(maxsize=12)(self._make)

    @classmethod
    def load(cls, path: Path | str, clock: Callable[[], datetime] = _now, zone: ZoneInfo = _SHANGHAI) -> Roads:
        """Read a network that was built at import (``roads.npz``)."""
        return cls(Graph.load(Path(path)), clock, zone)

    def to(
        self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None, profile: str = "walk"
    ) -> list[Leg | None]:
        """For each start the leg to ``goal`` (no line), None where no road leads there or it is beyond the limit."""
        if not starts:
            return []
        net = self.net(profile)
        found = _Found.between(net, goal, starts, limit_m)
        return [found.leg(i) for i in range(len(starts))] if found else [None] * len(starts)

    def matrix(
        self,
        goals: Sequence[Position],
        starts: Sequence[Position],
        *,
        limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:
        """From every start to every goal, one search a goal."""
        seconds = np.full((len(starts), len(goals)), np.inf)
        metres = seconds.copy()
        net = self.net(profile)
        for column, goal in enumerate(goals if starts else ()):
            found = _Found.between(net, goal, starts, limit_m)
            if found:
                seconds[:, column] = np.where(found.reached, found.seconds, np.inf)
                metres[:, column] = np.where(found.reached, found.metres, np.inf)
        return Matrix(seconds, metres)

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """The leg with its line, from the start itself to the goal itself."""
        net = self.net(profile)
        found = _Found.between(net, goal, [start], None)
        leg = found.leg(0) if found else None
        return Leg(leg.eta_s, leg.distance_m, found.line(start, goal)) if found and leg else None

    def net(self, profile: str) -> Net:
        """The network as it is open at this hour; the same object while no gate opens or closes."""
        local = self._clock().astimezone(self._zone)
        shut = () if profile == "reference" else tuple(i for i, hours in self._timed if not is_open(hours, local))
        return self._nets(profile, shut)

    def _make(self, profile: str, shut: tuple[int, ...]) -> Net:
        closed = ~self._graph.gate_open[list(PROFILES).index(profile)]
        closed[list(shut)] = True
        return Net(self._graph, profile, closed)


class _Found:
    """The ways from some starts to one goal."""

    def __init__(
        self, net: Net, search: Search, goal: Snapped, starts: Snapped, straight: Floats, limit: float
    ) -> None:
        self.net, self.search, self.goal, self.starts = net, search, goal, starts
        e = np.maximum(starts.edge, 0)
        n_share = 1 - starts.share
        by_u, by_v = part(starts.share, net.back_s[e]), part(n_share, net.ahead_s[e])
        via_u, via_v = by_u + search.seconds[net.u[e]], by_v + search.seconds[net.v[e]]
        self.by_u = via_u <= via_v
        seconds = np.minimum(via_u, via_v)
        metres = np.where(
            self.by_u,
            starts.share * net.metres[e] + search.metres[net.u[e]],
            n_share * net.metres[e] + search.metres[net.v[e]],
        )
        seconds, metres, self.on_edge = self._same_edge(seconds, metres)
        off = starts.off_m + goal.off_m[0]
        self.seconds, self.metres = seconds + off / WALK_M_S, metres + off
        # Two places beside each other in a yard: going out to the road and back would be longer than across.
        self.across = straight <= off
        self.metres[self.across] = straight[self.across]
        self.seconds[self.across] = straight[self.across] / WALK_M_S
        self.reached = (starts.edge >= 0) & np.isfinite(self.seconds) & (self.metres <= limit)

    @classmethod
    def between(cls, net: Net, goal: Position, starts: Sequence[Position], limit_m: float | None) -> _Found | None:
        """None when the goal itself is on no road."""
        if not len(net.u):
            return None
        lon, lat = np.array([p.lon for p in starts]), np.array([p.lat for p in starts])
        goal_lon, goal_lat = np.array([goal.lon]), np.array([goal.lat])
        end = net.snap(goal_lon, goal_lat)
        if end.edge[0] < 0:
            return None
        limit = np.inf if limit_m is None else limit_m
        search = net.search(int(end.edge[0]), float(end.share[0]), limit / STEPS_M_S)
        straight = haversine(lon, lat, goal_lon, goal_lat)
        return cls(net, search, end, net.snap(lon, lat), straight, limit)

    def _same_edge(self, seconds: Floats, metres: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        net, edge = self.net, int(self.goal.edge[0])
        ahead = self.goal.share[0] - self.starts.share
        direct = part(np.abs(ahead), np.where(ahead >= 0, net.ahead_s[edge], net.back_s[edge]))
        shorter = (self.starts.edge == edge) & (direct <= seconds)
        along = np.abs(ahead) * net.metres[edge]
        return np.where(shorter, direct, seconds), np.where(shorter, along, metres), shorter

    def leg(self, i: int) -> Leg | None:
        return Leg(float(self.seconds[i]), float(self.metres[i])) if self.reached[i] else None

    def line(self, start: Position, goal: Position) -> tuple[Position, ...]:
        """The line of the first start."""
        if self.across[0]:
            return (start, goal)
        points = [start, Position(float(self.starts.lon[0]), float(self.starts.lat[0]))]
        if not self.on_edge[0]:
            ends = self.net.u if self.by_u[0] else self.net.v
            node = int(ends[self.starts.edge[0]])
            while node < len(self.net.lon) and node >= 0:  # the goal is the node behind the last
                points.append(Position(float(self.net.lon[node]), float(self.net.lat[node])))
                node = int(self.search.next_node[node])
        points += [Position(float(self.goal.lon[0]), float(self.goal.lat[0])), goal]
        return tuple(p for p, before in zip(points, [None, *points[:-1]], strict=True) if p != before)

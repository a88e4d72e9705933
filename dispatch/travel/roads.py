"""Travel along the road network: from many workers to one ticket in one search, backwards from the ticket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from dispatch.position import Position
from dispatch.travel import Leg, Matrix
from dispatch.travel.found import one
from dispatch.travel.graph import Graph
from dispatch.travel.hours import is_open
from dispatch.travel.many import between
from dispatch.travel.net import Net
from dispatch.travel.profiles import PROFILES
from dispatch.travel.walls import Walls

#: Edges from which on few networks are kept at once.
LARGE = 300_000

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def _now() -> datetime:
    return datetime.now(UTC)


class Roads:
    """Distances are haversine metres along the network plus the straight way to it and from it (≤ 300 m each)."""

    name = "roads"

    def __init__(self, graph: Graph, clock: Callable[[], datetime] = _now, zone: ZoneInfo = _SHANGHAI) -> None:
        self._graph, self._clock, self._zone = graph, clock, zone
        self._timed = [(i, str(hours)) for i, hours in enumerate(graph.gate_hours) if hours]
        self._shut: tuple[int, ...] | None = None
        self._walls = Walls.of(graph)
        # One network for each set of gates closed by the hour; a day has few. A million edges are 0.8 GB and 5 s.
        self._nets = lru_cache(maxsize=12 if len(graph.u) < LARGE else 2)(self._make)

    @classmethod
    def load(cls, path: Path | str, clock: Callable[[], datetime] = _now, zone: ZoneInfo = _SHANGHAI) -> Roads:
        """Read a network that was built at import (``roads.npz``)."""
        return cls(Graph.load(Path(path)), clock, zone)

    def during(self, moments: Sequence[datetime]) -> Roads:
        """The same roads whatever the clock says: a gate is as it is at most of the moments, open where it is both
        equally often. Networks are shared."""
        local = [moment.astimezone(self._zone) for moment in moments]
        opens = {hours: 2 * sum(is_open(hours, at) for at in local) >= len(local) for _, hours in self._timed}
        then = copy(self)
        then._shut = tuple(i for i, hours in self._timed if not opens[hours])
        return then

    def to(
        self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None, profile: str = "walk"
    ) -> list[Leg | None]:
        """For each start the leg to ``goal`` (no line), None where no road leads there or it is beyond the limit."""
        if not starts:
            return []
        limit = np.inf if limit_m is None else limit_m
        found = one(self.net(profile), goal, starts, limit)
        return found.legs(limit) if found else [None] * len(starts)

    def matrix(
        self,
        goals: Sequence[Position],
        starts: Sequence[Position],
        *,
        limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:
        """From every start to every goal: one search a goal (2 ms on the 82,891 nodes of Wuhan)."""
        return between(self.net(profile), goals, starts, np.inf if limit_m is None else limit_m)

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """The leg with its line, from the start itself to the goal itself."""
        found = one(self.net(profile), goal, [start], np.inf, ways=True)
        leg = found.legs(np.inf)[0] if found else None
        return leg._replace(path=found.line(goal)) if found and leg else None

    def net(self, profile: str) -> Net:
        """The network as it is open at this hour (or ``during``); the same object while no gate opens or closes."""
        return self._nets(profile, () if profile == "reference" else self._shut_gates())

    def _shut_gates(self) -> tuple[int, ...]:
        if self._shut is not None:
            return self._shut
        local = self._clock().astimezone(self._zone)
        return tuple(i for i, hours in self._timed if not is_open(hours, local))

    def _make(self, profile: str, shut: tuple[int, ...]) -> Net:
        closed = ~self._graph.gate_open[list(PROFILES).index(profile)]
        closed[list(shut)] = True
        return Net(self._graph, profile, closed, self._walls)

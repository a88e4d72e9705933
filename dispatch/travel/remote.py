"""A routing server in front of our own roads: asked first, and gone without whenever it does not answer well."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Protocol, TypeVar

from dispatch.position import Position
from dispatch.travel import Leg, Matrix, Travel
from dispatch.travel.http_json import Breaker, RouterAway, Server, Unsure
from dispatch.travel.osrm import Osrm
from dispatch.travel.valhalla import Valhalla

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Parts of a table are asked for no longer than this.
TABLE_S = 1.5


class Router(Protocol):
    """A server's API. Every method raises RouterAway where the answer cannot be used."""

    name: str
    profiles: frozenset[str]

    def most(self, goals: int) -> tuple[int, int]:
        """Starts and goals that one table may have, where so many goals are to be asked."""
        ...

    def table(
        self, goals: Sequence[Position], starts: Sequence[Position], profile: str
    ) -> tuple[list[list[float]], list[list[float]]]:
        """Seconds and metres, a row for each start; inf where there is no way."""
        ...

    def route(self, start: Position, goal: Position, profile: str) -> Leg | None:
        """The leg with its line, None where there is no way."""
        ...


KINDS: dict[str, Callable[[Server], Router]] = {"osrm": Osrm, "valhalla": Valhalla}


def router(url: str) -> Router:
    """``osrm+http://host:5000`` or ``valhalla+https://host/path``. Raises ValueError."""
    kind, _, base = url.partition("+")
    if kind not in KINDS:
        raise ValueError(f"no router {kind!r}: one of {', '.join(KINDS)}")
    return KINDS[kind](Server(base))


class RemoteTravel:
    """``name`` says who gave the last answer: the server, or our own roads where it did not answer, could not be
    understood, or does not know the profile. Blocks up to 3 s: for native threads."""

    def __init__(self, router: Router, own: Travel, clock: Callable[[], float] = monotonic) -> None:
        self._router, self.own, self._clock = router, own, clock
        self._breaker, self._answered = Breaker(clock), True

    @property
    def name(self) -> str:
        return self._router.name if self._answered else self.own.name

    def warm(self) -> None:
        """Load what our own roads need, now."""
        getattr(self.own, "warm", lambda: None)()

    def now(self) -> Travel:
        """Our own roads at present: reach and coverage are computed on them."""
        present: Travel = getattr(self.own, "now", lambda: self.own)()
        return present

    def to(
        self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None, profile: str = "walk"
    ) -> list[Leg | None]:
        """As Travel.to."""
        found = self._asked(profile, lambda: self._table([goal], starts, profile))
        if found is None:
            return self.own.to(goal, starts, limit_m=limit_m, profile=profile)
        limit = math.inf if limit_m is None else limit_m
        pairs = zip(*((row[0] for row in rows) for rows in found), strict=True)
        return [Leg(s, m) if math.isfinite(s) and m <= limit else None for s, m in pairs]

    def matrix(
        self,
        goals: Sequence[Position],
        starts: Sequence[Position],
        *,
        limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:
        """As Travel.matrix."""
        found = self._asked(profile, lambda: self._table(goals, starts, profile))
        if found is None:
            return self.own.matrix(goals, starts, limit_m=limit_m, profile=profile)
        import numpy as np

        seconds, metres = (np.array(rows, dtype=float).reshape(len(starts), len(goals)) for rows in found)
        there = np.isfinite(seconds) & (metres <= (np.inf if limit_m is None else limit_m))
        return Matrix(np.where(there, seconds, np.inf), np.where(there, metres, np.inf))

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """As Travel.path."""
        found = self._asked(profile, lambda: (self._router.route(start, goal, profile),))
        return self.own.path(start, goal, profile) if found is None else found[0]

    def _table(
        self, goals: Sequence[Position], starts: Sequence[Position], profile: str
    ) -> tuple[list[list[float]], list[list[float]]]:
        seconds: list[list[float]] = [[] for _ in starts]
        metres: list[list[float]] = [[] for _ in starts]
        begin = self._clock()
        height, width = self._router.most(len(goals))
        for top in range(0, len(starts), height):
            for left in range(0, len(goals), width):
                if self._clock() - begin > TABLE_S:
                    raise RouterAway("too slow for so many places")
                part = self._router.table(goals[left : left + width], starts[top : top + height], profile)
                for whole, rows in zip((seconds, metres), part, strict=True):
                    for i, row in enumerate(rows, top):
                        whole[i] += row
        return seconds, metres

    def _asked(self, profile: str, ask: Callable[[], T]) -> T | None:
        """What the server says; None where our own roads have to answer."""
        if profile not in self._router.profiles or self._breaker.is_open:
            self._answered = False
            return None
        try:
            found = ask()
        except RouterAway as away:
            if not isinstance(away, Unsure):
                self._breaker.failed()
            if self._answered:
                log.warning("%s %s: going on with %s", self._router.name, away, self.own.name)
            self._answered = False
            return None
        self._breaker.succeeded()
        self._answered = True
        return found

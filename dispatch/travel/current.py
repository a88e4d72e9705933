"""The travel of now: the network file as it stands, or the crow's while there is none."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from zipfile import BadZipFile
from zoneinfo import ZoneInfo

from dispatch.position import Position
from dispatch.travel import Leg, Matrix, Travel
from dispatch.travel.crow_flies import CrowFlies

log = logging.getLogger(__name__)

_SHANGHAI = ZoneInfo("Asia/Shanghai")

#: The file is looked at this often; an import is seen without a restart.
LOOK_EVERY_S = 1.0


def _roads(path: Path, zone: ZoneInfo) -> Travel:
    from dispatch.travel.roads import Roads  # scipy, 0.7 s of a start that does not need it yet

    return Roads.load(path, zone=zone)


class CurrentTravel:
    """Follows ``path``: a new network is taken when the file changes, a missing one is flown over.

    Without locks, so that it may be asked from greenlets and native threads alike; while one loads a new network the
    others go on with the former.
    """

    def __init__(
        self,
        path: Path | str,
        load: Callable[[Path], Travel] | None = None,
        clock: Callable[[], float] = monotonic,
        zone: ZoneInfo = _SHANGHAI,
    ) -> None:
        self._path, self._load, self._clock = Path(path), load or partial(_roads, zone=zone), clock
        self._stamp: int | None = None
        self._travel: Travel = CrowFlies()
        self._looked_at = float("-inf")

    def warm(self) -> None:
        """Load the network now, on a thread that may wait: a start need not (scipy and the file take a second)."""
        self._present()

    @property
    def name(self) -> str:
        return self._travel.name

    def to(
        self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None, profile: str = "walk"
    ) -> list[Leg | None]:
        """As Travel.to."""
        return self._present().to(goal, starts, limit_m=limit_m, profile=profile)

    def matrix(
        self,
        goals: Sequence[Position],
        starts: Sequence[Position],
        *,
        limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:
        """As Travel.matrix."""
        return self._present().matrix(goals, starts, limit_m=limit_m, profile=profile)

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """As Travel.path."""
        return self._present().path(start, goal, profile)

    def now(self) -> Travel:
        """What answers at present: ``Roads``, or ``CrowFlies`` while there is no network."""
        return self._present()

    def during(self, moments: Sequence[datetime]) -> Travel:
        """What answers at present, its gates as in ``Roads.during``; what knows none, as it is."""
        present = self._present()
        during: Callable[[Sequence[datetime]], Travel] = getattr(present, "during", lambda _: present)
        return during(moments)

    def _present(self) -> Travel:
        now = self._clock()
        if now - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = now
            stamp = self._path.stat().st_mtime_ns if self._path.exists() else None
            if stamp != self._stamp:
                self._stamp = stamp
                self._take(stamp is not None)
        return self._travel

    def _take(self, there: bool) -> None:
        try:
            self._travel = self._load(self._path) if there else CrowFlies()
        except (OSError, ValueError, KeyError, BadZipFile):
            log.exception("the road network %s cannot be read: going on with the former one", self._path)

"""The travel of now: the network file as it stands, or the crow's while there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from dispatch.position import Position
from dispatch.travel import Leg, Travel
from dispatch.travel.crow_flies import CrowFlies
from dispatch.travel.roads import Roads

#: The file is looked at this often; an import is seen without a restart.
LOOK_EVERY_S = 1.0


class CurrentTravel:
    """Follows ``path``: a new network is taken when the file changes, a missing one is flown over."""

    def __init__(self, path: Path | str, load: Callable[[Path], Travel] = Roads.load) -> None:
        self._path, self._load = Path(path), load
        self._stamp: int | None = None
        self._looked_at = float("-inf")
        self._travel: Travel = CrowFlies()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._present().name

    def to(self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None) -> list[Leg | None]:
        """As Travel.to."""
        return self._present().to(goal, starts, limit_m=limit_m)

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """As Travel.path."""
        return self._present().path(start, goal, profile)

    def _present(self) -> Travel:
        now = monotonic()
        if now - self._looked_at < LOOK_EVERY_S:
            return self._travel
        with self._lock:
            self._looked_at = now
            stamp = self._path.stat().st_mtime_ns if self._path.exists() else None
            if stamp != self._stamp:
                self._travel = self._load(self._path) if stamp is not None else CrowFlies()
                self._stamp = stamp
            return self._travel

"""Simulated time: things happen in the order of their seconds, and of their asking where those are equal."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

#: 08:00 in the console's one time zone; any Monday would do
BEGIN = datetime(2026, 1, 5, 0, 0, tzinfo=UTC)


class Clockwork:
    """``now`` is what the core's clock says; ``at`` asks for something later."""

    def __init__(self, begin: datetime = BEGIN) -> None:
        self.begin, self.t = begin, 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._asked = 0

    def now(self) -> datetime:
        return self.begin + timedelta(seconds=self.t)

    def seconds(self, moment: datetime) -> float:
        """Since the day's beginning."""
        return (moment - self.begin).total_seconds()

    def after(self, seconds: float, work: Callable[[], None]) -> None:
        self.at(self.t + max(0.0, seconds), work)

    def at(self, t: float, work: Callable[[], None]) -> None:
        self._asked += 1
        heapq.heappush(self._due, (max(t, self.t), self._asked, work))

    def step(self) -> bool:
        """Do what is next, and all else of the same second; False when nothing is left."""
        if not self._due:
            return False
        self.t = self._due[0][0]
        while self._due and self._due[0][0] == self.t:
            heapq.heappop(self._due)[2]()
        return True

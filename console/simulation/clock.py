"""Scenario time: fast motion, with long empty stretches passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from console.simulation.script import DAY_S, Line

#: A process that slept (a debugger, a laptop lid) goes on from where it was.
LONGEST_STEP_S = 3.0
#: At night few are on duty: gaps stay so many times longer than by day.
NIGHT_GAPS, DAWN_S, DUSK_S = 3, 6 * 3600, 22 * 3600


class ScriptClock:
    """``total_s`` runs on over midnights; ``due`` gives the lines that the last step passed.

    ``begin`` is the second of the day to start at. Lines up to ``backlog_s`` before it come first, one every
    ``backlog_every_s`` real seconds, so that the day begins with work under way. No gap between two lines takes
    longer than ``max_gap_s`` real seconds. With ``day`` (first and last second of a day) the evening is followed by
    the next morning, and the lines of the night are not told.
    """

    def __init__(
        self, lines: Sequence[Line], *, speed: float, begin: float, backlog_s: float = 900.0,
        backlog_every_s: float = 2.5, max_gap_s: float = 30.0, repeat: bool = True,
        day: tuple[float, float] | None = None,
    ) -> None:  # fmt: skip
        self.speed, self.total_s, self.repeat = speed, begin, repeat
        self._lines, self._max_gap_s, self._day = lines, max_gap_s, day
        self._next = sum(line.t < begin for line in lines)
        self._backlog = [line for line in lines[: self._next] if line.t >= begin - backlog_s]
        self._every_s, self._waited_s = backlog_every_s, 0.0
        self._last: datetime | None = None

    @property
    def second_of_day(self) -> float:
        return self.total_s % DAY_S

    @property
    def is_over(self) -> bool:
        """All lines were told, and the day does not begin anew."""
        return not self.repeat and self._next >= len(self._lines) and not self._backlog

    def due(self, now: datetime) -> list[Line]:
        """Move on to ``now`` and say which lines were passed."""
        passed = min((now - self._last).total_seconds(), LONGEST_STEP_S) if self._last else 0.0
        self._last = now
        self.total_s += max(passed, 0.0) * self.speed
        self._pass_over_night()
        out = self._from_backlog(passed)
        while (wait_s := self._until_next()) is not None and wait_s <= 0:
            out.append(self._lines[self._next % len(self._lines)])
            self._next += 1
        longest_s = self._max_gap_s * self.speed * (NIGHT_GAPS if self._is_night() else 1)
        if wait_s is not None and wait_s > longest_s:
            self.total_s += wait_s - longest_s
        return out

    def _pass_over_night(self) -> None:
        if self._day is None or self._day[0] <= self.second_of_day < self._day[1]:
            return
        days = self.total_s // DAY_S + (self.second_of_day >= self._day[1])
        self.total_s = days * DAY_S + self._day[0]
        while (wait_s := self._until_next()) is not None and wait_s < 0:
            self._next += 1

    def _is_night(self) -> bool:
        return not DAWN_S <= self.second_of_day < DUSK_S

    def _from_backlog(self, passed: float) -> list[Line]:
        self._waited_s += passed
        if not self._backlog or self._waited_s < self._every_s:
            return []
        self._waited_s = 0.0
        return [self._backlog.pop(0)]

    def _until_next(self) -> float | None:
        """Scenario seconds to the next line; None when there is none."""
        lap, number = divmod(self._next, len(self._lines))
        if lap and not self.repeat:
            return None
        return lap * DAY_S + self._lines[number].t - self.total_s

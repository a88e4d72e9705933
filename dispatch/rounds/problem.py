"""What is to be walked: places that take their time and have their hours, and the days of those who walk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: (from, to) in seconds after local midnight
Span = tuple[float, float]

#: More at once than anybody plans in one piece: 1,000 places are 19 working days of 25 minutes each.
MOST_PLACES = 1000
MOST_WALKERS = 60
MOST_DAYS = 31
#: Longer than any walk, those that end after midnight too.
ALWAYS: tuple[Span, ...] = ((0.0, 10 * 86400.0),)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to be seen once. A visit begins and ends within one of its ``hours`` (none given: always open)."""

    id: str
    service_s: float
    hours: tuple[Span, ...] = ()
    days: frozenset[int] | None = None  # indices of days on which it is open at all; None: all
    #: hours that differ by day: a line for each, empty where it is shut; stands above ``hours``
    by_day: tuple[tuple[Span, ...], ...] = ()

    def openings(self, day: int) -> tuple[Span, ...]:
        """When a visit may be, in order; empty where it is shut all that day."""
        if self.days is not None and day not in self.days:
            return ()
        return self.by_day[day] if self.by_day else self.hours or ALWAYS

    @property
    def has_hours(self) -> bool:
        return bool(self.hours or self.by_day)


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody who walks. ``days`` has a line for each day: when the walk may begin and must end, None: not there."""

    id: str
    days: tuple[Span | None, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """``seconds[a, b]``: walk from a to b, inf = no way. First the stops in order, then the walkers' starts in order.

    ``returns``: whether the way back to the start counts. Raises ValueError for a wrong shape, NaN or a repeated id.
    """

    stops: tuple[Stop, ...]
    walkers: tuple[Walker, ...]
    seconds: Floats
    returns: bool = False

    def __post_init__(self) -> None:
        size = len(self.stops) + len(self.walkers)
        if self.seconds.shape != (size, size):
            raise ValueError(f"seconds has shape {self.seconds.shape}, not {(size, size)}")
        if np.isnan(self.seconds).any() or (self.seconds < 0).any():
            raise ValueError("seconds must be 0 or more, inf for no way")
        for named in (self.stops, self.walkers):
            if len({one.id for one in named}) != len(named):
                raise ValueError("an id stands twice")
        if len({len(walker.days) for walker in self.walkers}) > 1:
            raise ValueError("every walker has a line for each day")
        if any(stop.by_day and len(stop.by_day) != self.days for stop in self.stops) and self.walkers:
            raise ValueError("hours by day have a line for each day")

    @property
    def days(self) -> int:
        return len(self.walkers[0].days) if self.walkers else 0

    @property
    def turns(self) -> list[tuple[int, int]]:
        """(walker, day) of everybody who is there, by day."""
        return [(w, d) for d in range(self.days) for w, one in enumerate(self.walkers) if one.days[d] is not None]

    def span(self, turn: tuple[int, int]) -> Span:
        found = self.walkers[turn[0]].days[turn[1]]
        assert found is not None
        return found

"""The roster (排班): when somebody is meant to be on duty. Local times of a day; a night shift ends the day after.

Being on duty is a worker's own word (``Worker.duty``); the roster says until when one may count on it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from dispatch import events as e
from dispatch.errors import InvalidField
from dispatch.events import Folds, Recorded

if TYPE_CHECKING:
    from dispatch.board import Board

#: The console is used in one time zone, UTC+8, without summer time.
LOCAL = timezone(timedelta(hours=8))
#: Stands for every day that has no line of its own.
EVERY_DAY = ""
#: Days that are over leave the Board after this long; a night shift of yesterday still counts.
KEPT_FOR = timedelta(days=2)
DAY_MIN = 24 * 60

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?|(24):(00)(?::00)?")
Span = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Roster:
    """One worker's duty times: day (``2026-11-23``, or every day) → spans of local time, empty for a day off."""

    days: Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Shift:
    """One span on one day, as moments."""

    begins: datetime
    ends: datetime


def minutes(text: str) -> int:
    """Minutes after midnight of ``8:00``, ``08:00``, ``08:00:00`` or ``24:00``. ValueError for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no time of the day")
    hour, minute = (part for part in found.groups() if part is not None)
    return int(hour) * 60 + int(minute)


def spans_of(said: Iterable[Sequence[str]]) -> tuple[Span, ...]:
    """Pairs of times as (HH:MM, HH:MM), sorted. InvalidField where one is none. 08:00 to 08:00 are 24 hours."""
    return tuple(sorted({_span(one) for one in said}))


def _span(said: Sequence[str]) -> Span:
    if len(said) != 2:
        raise InvalidField("days", "pairs of from and to")
    try:
        return _clock(minutes(said[0])), _clock(minutes(said[1]))
    except ValueError as error:
        raise InvalidField("days", str(error)) from None


def day_of(text: str) -> str:
    """``2026-11-23``, or empty for every day. InvalidField for anything else."""
    try:
        return date.fromisoformat(text).isoformat() if text else EVERY_DAY
    except ValueError:
        raise InvalidField("days", f"{text!r} is no date such as 2026-11-23") from None


def shift_of(board: Board, worker_id: str, now: datetime) -> Shift | None:
    """The shift somebody is in at ``now``, or has outstayed since signing on; None: the roster sets no end.

    Who signs on after the end of a shift, or on a day off, came on purpose: no end is known then.
    """
    return Shifts(board, now).of(worker_id)


class Shifts:
    """Everybody's shift at one moment; kept for one question to some thousand workers (0.5 µs each)."""

    def __init__(self, board: Board, now: datetime) -> None:
        self._rosters, self._workers, self._now = board.rosters, board.workers, now
        self._today = now.astimezone(LOCAL).date()
        self._days = tuple(self._today + timedelta(days=n) for n in (-1, 0, 1))
        self._keys = tuple(day.isoformat() for day in self._days)
        self._left: dict[datetime, float] = {}
        self._known: dict[tuple[tuple[Span, ...], ...], tuple[Shift | None, Shift | None]] = {}

    def left_s(self, worker_id: str) -> float:
        """Seconds until the shift ends, below zero when it is over; infinite where no end is known."""
        shift = self.of(worker_id)
        if shift is None:
            return math.inf
        left = self._left.get(shift.ends)
        if left is None:
            left = self._left[shift.ends] = (shift.ends - self._now).total_seconds()
        return left

    def of(self, worker_id: str) -> Shift | None:
        """As ``shift_of``."""
        roster = self._rosters.get(worker_id)
        if roster is None:
            return None
        days = roster.days
        always = days.get(EVERY_DAY, ())
        spans = tuple(days.get(key, always) for key in self._keys)
        found = self._known.get(spans)
        if found is None:
            found = self._known[spans] = self._search(spans)
        present, over = found
        if present is not None or over is None:
            return present
        worker = self._workers.get(worker_id)
        since = worker.duty_since if worker is not None else None
        return over if since is not None and since < over.ends else None

    def _search(self, spans: tuple[tuple[Span, ...], ...]) -> tuple[Shift | None, Shift | None]:
        """(the shift of now, the last one that is over). Who has another right after one goes on: they are one."""
        shifts = (_shift(day, span) for day, of_day in zip(self._days, spans, strict=True) for span in of_day)
        over: Shift | None = None
        present: Shift | None = None
        for shift in sorted(shifts, key=lambda one: one.begins):
            if shift.begins <= self._now < shift.ends or (present is not None and shift.begins <= present.ends):
                begins = present.begins if present is not None else shift.begins
                present = Shift(begins, max(shift.ends, present.ends) if present is not None else shift.ends)
            elif shift.ends <= self._now and (over is None or shift.ends > over.ends):
                over = shift
        return present, None if present is not None else over


@lru_cache(maxsize=4096)
def _shift(day: date, span: Span) -> Shift:
    """Some thousand people share a few spans."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    first, last = minutes(span[0]), minutes(span[1])
    return Shift(
        midnight + timedelta(minutes=first), midnight + timedelta(minutes=last if last > first else last + DAY_MIN)
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _set(board: Board, r: Recorded, ev: e.RosterSet) -> None:
    held = board.rosters.get(ev.worker_id)
    oldest = (r.at - KEPT_FOR).astimezone(LOCAL).date().isoformat()
    days = {day: spans for day, spans in (held.days if held else {}).items() if day == EVERY_DAY or day >= oldest}
    for day, spans in ev.days.items():
        days.pop(day, None)
        if spans is not None:
            days[day] = spans
    if days:
        board.rosters[ev.worker_id] = Roster(days)
    else:
        board.rosters.pop(ev.worker_id, None)


FOLDS: Folds = {e.RosterSet: _set}

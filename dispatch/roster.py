"""The roster (排班): when somebody is meant to be on duty. Local times of a day; a night shift ends the day after.

Being on duty is a worker's own word (``Worker.duty``); the roster says until when one may count on it.
"""

from __future__ import annotations

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

    def on(self, day: date) -> tuple[Span, ...] | None:
        """The spans that begin on this day; None when the roster says nothing about it."""
        return self.days.get(day.isoformat(), self.days.get(EVERY_DAY))


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
    """Pairs of times as (HH:MM, HH:MM), sorted. InvalidField where one is none, or where nothing lies between them."""
    return tuple(sorted({_span(one) for one in said}))


def _span(said: Sequence[str]) -> Span:
    if len(said) != 2:
        raise InvalidField("spans", "pairs of from and to")
    try:
        first, last = minutes(said[0]), minutes(said[1])
    except ValueError as error:
        raise InvalidField("spans", str(error)) from None
    if first in (last, DAY_MIN):
        raise InvalidField("spans", f"{said[0]} to {said[1]} is no time on duty")
    return _clock(first), _clock(last)


def day_of(text: str) -> str:
    """``2026-11-23``, or empty for every day. InvalidField for anything else."""
    try:
        return date.fromisoformat(text).isoformat() if text else EVERY_DAY
    except ValueError:
        raise InvalidField("date", f"{text!r} is no date such as 2026-11-23") from None


def shift_of(board: Board, worker_id: str, now: datetime) -> Shift | None:
    """The shift somebody is in at ``now``, or has outstayed since signing on; None: the roster sets no end.

    Who signs on after the end of a shift, or on a day off, came on purpose: no end is known then.
    """
    roster = board.rosters.get(worker_id)
    if roster is None:
        return None
    latest: Shift | None = None
    today = now.astimezone(LOCAL).date()
    for day in (today - timedelta(days=1), today):
        for span in roster.on(day) or ():
            shift = _shift(day, span)
            if shift.begins <= now < shift.ends:
                return shift
            if shift.ends <= now and (latest is None or shift.ends > latest.ends):
                latest = shift
    since = board.workers[worker_id].duty_since if worker_id in board.workers else None
    return latest if latest is not None and since is not None and since < latest.ends else None


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
    days.pop(ev.date, None)
    if ev.spans is not None:
        days[ev.date] = ev.spans
    if days:
        board.rosters[ev.worker_id] = Roster(days)
    else:
        board.rosters.pop(ev.worker_id, None)


FOLDS: Folds = {e.RosterSet: _set}

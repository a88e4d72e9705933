"""Whether a fix can be true, seen from the one before it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from dispatch.position import Position

#: Nobody in a district moves faster: 144 km/h.
MOST_M_S = 40.0
#: A fix that may be this far off says nothing a ranking could use (a cell tower's guess is 1 to 2 km).
WORST_M = 3_000.0
#: Older than this a fix is no news, whatever was known before.
OLDEST = timedelta(hours=24)
#: After so many jumps to one and the same region the former place is what was wrong.
AGREEING = 3
#: A check-in stands for this long against fixes that cannot tell another place from it.
CHECKIN_HOLDS = timedelta(minutes=15)
#: A phone's clock that is farther from ours than this while it sends is wrong: a slow network takes 10 s (its page then
#: gives up), and a clock that the network sets is within a second or two.
CLOCK_OFF = timedelta(seconds=60)


class Fix(Protocol):
    """What a plausibility is judged by."""

    @property
    def position(self) -> Position: ...
    @property
    def at(self) -> datetime: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def accuracy_m(self) -> float | None: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a fix is not taken: a code and its numbers. ``impossible_jump`` (metres, seconds) · ``inaccurate``
    (accuracy_m) · ``too_old`` (hours) · ``older_than_known`` · ``checked_in`` (metres): no fault, but no news."""

    code: str
    numbers: tuple[tuple[str, float], ...] = ()

    @property
    def is_fault(self) -> bool:
        return self.code not in ("older_than_known", "checked_in")


def doubt(fix: Fix, former: Fix | None) -> Doubt | None:
    """Why ``fix`` cannot be taken after ``former`` (None: nothing is known); None when it can. A check-in is somebody's
    word and only has to be newer."""
    if former is not None and fix.at < former.at:
        return Doubt("older_than_known")
    if fix.source != "gps":
        return None
    if fix.accuracy_m is not None and fix.accuracy_m > WORST_M:
        return Doubt("inaccurate", (("accuracy_m", fix.accuracy_m),))
    age = fix.received_at - fix.at
    if age > OLDEST:
        return Doubt("too_old", (("hours", age / timedelta(hours=1)),))
    return _against(fix, former) if former is not None else None


def clock_off(sent_at: datetime, received_at: datetime) -> timedelta:
    """How far a phone's clock is behind ours, by the time it read off it while sending; nothing within a minute."""
    behind = received_at - sent_at
    return behind if abs(behind) > CLOCK_OFF else timedelta(0)


def taken_at(at: datetime, behind: timedelta, received_at: datetime) -> datetime:
    """When a fix was taken, on our clock. A receiver may stamp it with the satellites' time while the phone's clock is
    wrong: of the stamp as it is and as it is moved the later one that is not of the future; ``received_at`` where both
    are."""
    if not behind:
        return at
    possible = [one for one in (at, moved_by(at, behind)) if one <= received_at + CLOCK_OFF]
    return min(max(possible, default=received_at), received_at)


def moved_by(at: datetime, behind: timedelta) -> datetime:
    """A stamp on our clock; one at the end of all time stays there."""
    try:
        return at + behind
    except OverflowError:
        return at


def is_jump(fix: Fix, former: Fix) -> bool:
    """Whether nobody gets from one to the other in the time between, both circles allowed for."""
    metres, seconds = _between(fix, former)
    return metres > MOST_M_S * max(seconds, 1.0)


def _against(fix: Fix, former: Fix) -> Doubt | None:
    if is_jump(fix, former):
        metres, seconds = _between(fix, former)
        return Doubt("impossible_jump", (("metres", metres), ("seconds", seconds)))
    metres = fix.position.metres_to(former.position)
    held = former.source != "gps" and fix.at - former.at <= CHECKIN_HOLDS
    if held and metres <= (fix.accuracy_m or 0.0):
        return Doubt("checked_in", (("metres", metres),))
    return None


def _between(fix: Fix, former: Fix) -> tuple[float, float]:
    apart = fix.position.metres_to(former.position) - (fix.accuracy_m or 0.0) - (former.accuracy_m or 0.0)
    return max(0.0, apart), (fix.at - former.at).total_seconds()

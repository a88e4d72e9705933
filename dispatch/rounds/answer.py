"""Who walks where in which order, and what could not be put anywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """``begins_s``: when the visit begins, seconds after local midnight."""

    stop_id: str
    begins_s: float


@dataclass(frozen=True, slots=True)
class Walk:
    """One walker's round on one day. ``begins_s`` is as late as it may be without ending later."""

    worker_id: str
    day: int
    visits: tuple[Visit, ...]
    begins_s: float
    ends_s: float
    walk_s: float
    service_s: float

    @property
    def total_s(self) -> float:
        """Waiting at doors included."""
        return self.ends_s - self.begins_s


@dataclass(frozen=True, slots=True)
class Left:
    """A place in no walk. ``unreachable``: no way to it; ``closed``: not open long enough while anybody is there;
    ``no_time``: it fits into nobody's day any more."""

    stop_id: str
    code: str


@dataclass(frozen=True, slots=True)
class Rounds:
    """``by``: ``routes`` (PyVRP) or ``insertion``. Walks without a place are not named."""

    walks: tuple[Walk, ...]
    left: tuple[Left, ...]
    by: str
    turns: int  # working days there were to fill

    @property
    def walk_s(self) -> float:
        return sum(walk.walk_s for walk in self.walks)

    @property
    def spread_s(self) -> float:
        """Longest less shortest working day; a day nobody is needed on counts as 0."""
        totals = [walk.total_s for walk in self.walks] + [0.0] * (self.turns - len(self.walks))
        return max(totals, default=0.0) - min(totals, default=0.0)

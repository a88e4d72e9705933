"""One worker for one ticket: how soon, at what cost, and why, or why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from dispatch.position import Position

#: (code, seconds): what the expected cost is made of
Costs = tuple[tuple[str, float], ...]
#: Somebody who is busy with that may be given one more to go to afterwards.
STACKABLE = frozenset({"worker_busy", "would_delay"})


class Fix(Protocol):
    """A worker's last known place. ``accuracy_m`` is read where there is one."""

    @property
    def position(self) -> Position: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """``reasons`` and ``why_not`` are codes with parameters in ``why``; the edge makes sentences of them.

    ``eta_s`` is the expected time until somebody stands at the door: present work, the way, gate and floors; None where
    the way is not known. ``eta_spread_s`` is the half width of what is likely. ``cost_s`` is the sum of ``costs``, and
    what those of one standing are sorted by. ``start`` (lon, lat) is where the way to this ticket begins: the last fix,
    or the place of ``after_ticket_id``, the ticket somebody busy would come from.
    """

    worker_id: str
    name: str
    available: bool
    eta_s: float | None = None
    distance_m: float | None = None
    straight_m: float | None = None
    fix_age_s: float | None = None
    rank: int = 0
    reasons: tuple[str, ...] = ()
    why_not: str | None = None
    why: Mapping[str, Any] = field(default_factory=dict)
    path: tuple[tuple[float, float], ...] = ()
    travel: str = ""
    cost_s: float = 0.0
    costs: Costs = ()
    eta_spread_s: float | None = None
    after_ticket_id: str | None = None
    start: tuple[float, float] | None = None

    @property
    def stackable(self) -> bool:
        """Busy, but may be given this one as well."""
        return self.why_not in STACKABLE


#: what a decider is handed: candidates of one ticket, ranked before the lock was taken
Ranking = Sequence[Candidate]
Ranker = Callable[[str], Ranking]


def find(ranking: Ranking, worker_id: str) -> Candidate | None:
    """The candidate of that id."""
    of = getattr(ranking, "of", None)  # a long ranking knows it without looking at everybody
    return of(worker_id) if of else next((row for row in ranking if row.worker_id == worker_id), None)

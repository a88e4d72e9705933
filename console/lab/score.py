"""What a day came to, read from its events."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from console.lab.day import Day
from console.lab.hand import Hand
from dispatch import events as e
from dispatch.assignment import REPLANNED
from dispatch.events import Recorded
from dispatch.severity import SEVERITIES


@dataclass(slots=True)
class Lived:
    """One ticket's day, in seconds from its opening."""

    severity: str
    opened: float
    arrive_in: float | None
    finish_in: float | None
    arrived: float | None = None
    resolved: float | None = None

    @property
    def late_arriving(self) -> bool:
        return self.arrive_in is not None and (self.arrived is None or self.arrived > self.arrive_in)

    @property
    def late(self) -> bool:
        """Past one of its own limits."""
        too_long = self.finish_in is not None and (self.resolved is None or self.resolved > self.finish_in)
        return self.late_arriving or too_long


@dataclass(frozen=True, slots=True)
class Score:
    """One day under one policy. Seconds, unless a name says otherwise; ``responses`` from opened to on scene."""

    policy: str
    seed: int
    tickets: int
    late: int
    late_by: dict[str, int]
    tickets_by: dict[str, int]
    responses: dict[str, list[float]]
    walk_s: list[float]
    worked_s: list[float]
    jobs_each: list[int]
    changes: int
    offers: int
    declined: int
    ended_s: float
    #: seconds after the limit to arrive, all tickets together
    lateness_s: float
    length_s: float
    #: processor time of playing it
    took_s: float = 0.0

    @property
    def changes_per_ticket(self) -> float:
        return self.changes / self.tickets


def score(
    policy: str, day: Day, events: Iterable[Recorded], hands: Sequence[Hand], begin: float, took_s: float = 0.0
) -> Score:
    """``begin`` is the day's first second as a timestamp. A change is a recall of somebody who had been told, other
    than because the ticket ended."""
    lived: dict[str, Lived] = {}
    jobs: dict[str, int] = {hand.id: 0 for hand in hands}
    told: dict[str, set[str]] = {"changes": set(), "offers": set(), "declined": set()}
    for r in events:
        _take(r, lived, jobs, told, begin)
    rows = list(lived.values())
    by = {one: [row for row in rows if row.severity == one] for one in SEVERITIES}
    return Score(
        policy=policy,
        seed=day.seed,
        tickets=len(rows),
        late=sum(row.late for row in rows),
        late_by={one: sum(row.late for row in of) for one, of in by.items() if of},
        tickets_by={one: len(of) for one, of in by.items() if of},
        responses={one: [row.arrived for row in of if row.arrived is not None] for one, of in by.items() if of},
        walk_s=[hand.walked_s for hand in hands],
        worked_s=[hand.worked_s for hand in hands],
        jobs_each=[jobs[hand.id] for hand in hands],
        ended_s=max((row.opened + (row.resolved or 0.0) for row in rows), default=0.0),
        lateness_s=sum(max(0.0, (row.arrived or 0.0) - row.arrive_in) for row in rows if row.arrive_in is not None),
        length_s=day.length_s,
        took_s=took_s,
        **{name: len(ids) for name, ids in told.items()},
    )


def _take(r: Recorded, lived: dict[str, Lived], jobs: dict[str, int], told: dict[str, set[str]], begin: float) -> None:
    event = r.event
    if isinstance(event, e.TicketOpened):
        at = event.opened_at
        limits = [(limit - at).total_seconds() if limit else None for limit in (event.arrive_by, event.finish_by)]
        lived[event.ticket_id] = Lived(event.severity, at.timestamp() - begin, *limits)
    elif isinstance(event, e.AssignmentOffered):
        told["offers"].add(event.assignment_id)
    elif isinstance(event, e.AssignmentMoved) and event.stage == "on_scene":
        row = lived[event.ticket_id]
        jobs[event.worker_id] += 1
        if row.arrived is None:
            row.arrived = r.at.timestamp() - begin - row.opened
    elif isinstance(event, e.AssignmentEnded) and event.stage in ("declined", "expired"):
        told["declined"].add(event.assignment_id)
    elif isinstance(event, e.AssignmentEnded | e.AssignmentRecalling) and event.reason == REPLANNED:
        told["changes"].add(event.assignment_id)  # recalled, then confirmed: one change
    elif isinstance(event, e.TicketResolved):
        row = lived[event.ticket_id]
        row.resolved = r.at.timestamp() - begin - row.opened


def spread(values: Sequence[float]) -> float:
    """Standard deviation over mean: 0 where all had the same."""
    mean = statistics.fmean(values) if values else 0.0
    return statistics.pstdev(values) / mean if mean else 0.0


def p95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95)) if len(values) else 0.0

"""What a busy worker still has before him: in which order, until when, and what one more would delay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.assignment import Assignment
from dispatch.board import Board
from dispatch.events import Place
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.severity import rank as rank_of
from dispatch.ticket import Ticket

#: Walking where only the straight line is known: metres walked per metre, and metres a second.
DETOUR, WALK_M_S = 1.5, 1.25
#: Work that has taken longer than expected goes on for this long more, as far as one can say.
REST_S = 120.0
#: A way of which nothing is known.
SOME_WAY_S = 300.0


@dataclass(frozen=True, slots=True)
class Job:
    """One ticket in a worker's day: when he will arrive and when he will be done, as far as one can say."""

    held: Assignment
    ticket: Ticket
    arrives: datetime
    done: datetime
    place: Position | None

    @property
    def due(self) -> datetime | None:
        """The clock that runs until he arrives."""
        return self.ticket.arrive_by if self.ticket.arrived_at is None else None


def free_at(
    board: Board, worker_id: str, now: datetime, *, policy: Policy | None = None, here: Position | None = None
) -> tuple[datetime, Position | None]:
    """When a worker is free of all he has, and where he will be then: (now, ``here``) for who has nothing.

    ``here`` is his last fix, if there is one. An estimate: the eta of each offer and the expected work of its kind.
    """
    jobs = jobs_of(board, worker_id, now, policy=policy, here=here)
    return (jobs[-1].done, jobs[-1].place or here) if jobs else (now, here)


def jobs_of(
    board: Board, worker_id: str, now: datetime, *, policy: Policy | None = None, here: Position | None = None
) -> list[Job]:
    """A worker's live assignments in the order he will serve them; one being recalled is none."""
    held = [(a, board.tickets[a.ticket_id]) for a in board.work_of(worker_id) if a.stage != "recalling"]
    held.sort(key=lambda pair: _turn(*pair))
    policy, jobs, place, at = policy or Policy(), [], here, now
    for first, (assignment, ticket) in enumerate(held):
        goal = position_of(ticket.where)
        service = timedelta(seconds=policy.service_of(ticket.kind))
        if assignment.stage == "on_scene":
            arrives, done = assignment.since, max(now + timedelta(seconds=REST_S), assignment.since + service)
        else:
            way = _first_way(assignment, place, goal, now) if first == 0 else guessed_s(place, goal)
            arrives = at + timedelta(seconds=SOME_WAY_S if way is None else way)
            done = arrives + service
        jobs.append(Job(assignment, ticket, arrives, done, goal))
        at, place = max(at, done), goal or place
    return jobs


def _turn(held: Assignment, ticket: Ticket) -> tuple[bool, int, bool, datetime]:
    """Who is on the scene stays there; then the worst, then what he has set out to, then the oldest."""
    return held.stage != "on_scene", rank_of(ticket.severity), held.stage != "en_route", held.offered_at


def _first_way(held: Assignment, here: Position | None, goal: Position | None, now: datetime) -> float | None:
    """Seconds still to go to his first ticket: the offer's estimate less what he has walked of it."""
    if held.eta_s is None or held.stacked:  # the estimate of a stacked one holds what he did before
        return guessed_s(here, goal)
    walked = (now - held.since).total_seconds() if held.stage == "en_route" else 0.0
    return max(0.0, held.eta_s - walked)


def guessed_s(start: Position | None, goal: Position | None) -> float | None:
    """Seconds on foot, from the straight line; None where an end is not known."""
    return None if start is None or goal is None else DETOUR * start.metres_to(goal) / WALK_M_S


def position_of(where: Place) -> Position | None:
    return Position(lon=where.lon, lat=where.lat) if where.lon is not None and where.lat is not None else None


def turn_of(jobs: list[Job], severity: str) -> int:
    """How many of his jobs somebody does before a new ticket of this severity: those not less severe, and where he is
    on the scene."""
    mine = rank_of(severity)
    return sum(job.held.stage == "on_scene" or rank_of(job.ticket.severity) <= mine for job in jobs)


def delayed(later: list[Job], added_s: float) -> tuple[Ticket, int] | None:
    """Of the jobs that would wait ``added_s`` longer, the one that would be late because of it and by most; minutes."""
    worst: tuple[Ticket, int] | None = None
    for job in later:
        if job.due is None:
            continue
        late_s = (job.arrives - job.due).total_seconds() + added_s
        minutes = -int(-min(late_s, added_s) // 60)
        if minutes > 0 and (worst is None or minutes > worst[1]):
            worst = job.ticket, minutes
    return worst

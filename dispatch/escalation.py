"""Who must hear of a ticket that nobody takes, and when: a ladder of levels above the worker, one after the other.

The minutes are data on the log (data/escalation.csv at first). A level is due so many minutes after the ticket began to
wait, or after its limit passed; none comes sooner after the one below than the table says, so that an engine that was
away does not call everybody at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dispatch import events as e
from dispatch.changed import changed
from dispatch.events import Folds, Recorded
from dispatch.ticket import OPEN, Ticket

if TYPE_CHECKING:
    from dispatch.board import Board

#: above the worker (the first of the five): 网格长, 社区, 街道, 区
LEVELS = ("grid", "community", "street", "district")
#: a year: a longer limit is a slip of the hand, and dates end somewhere
LONGEST_MIN = 525_600
Ladder = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Climb:
    """The next step up: to whom, from when on, because nobody took it or because it is late."""

    level: str
    due: datetime
    reason: str  # not_taken | late
    since: datetime


def above(level: str) -> str:
    """The level over this one ("" is the worker's own); the last is its own."""
    n = LEVELS.index(level) + 1 if level else 0
    return LEVELS[min(n, len(LEVELS) - 1)]


def next_climb(ladder: Ladder, ticket: Ticket) -> Climb | None:
    """None: nothing is waited for, somebody is on it, the top is reached, or no ladder is set for this severity."""
    minutes = ladder.get(ticket.severity, ())
    n = LEVELS.index(ticket.level) + 1 if ticket.level else 0
    since, reason = _since(ticket)
    if ticket.state not in OPEN or ticket.taken_up_by or since is None or n >= len(minutes):
        return None
    due = since + timedelta(minutes=minutes[n])
    if n and ticket.raised_at is not None:
        due = max(due, ticket.raised_at + timedelta(minutes=minutes[n] - minutes[n - 1]))
    return Climb(LEVELS[n], due, reason, since)


def _since(ticket: Ticket) -> tuple[datetime | None, str]:
    if ticket.waiting_since is not None:
        return ticket.waiting_since, "not_taken"
    if ticket.is_overdue:
        return (ticket.finish_by if "finish" in ticket.breached else ticket.arrive_by), "late"
    return None, ""


def _raised(board: Board, r: Recorded, ev: e.EscalationRaised) -> None:
    ticket = board.tickets[ev.ticket_id]
    told = (*ticket.escalations, ev.reason)
    if not ev.level:
        board.tickets[ticket.id] = changed(ticket, escalations=told)
        return
    board.tickets[ticket.id] = changed(
        ticket, escalations=told, level=ev.level, raised_at=r.at, raised_for=ev.reason, taken_up_by=""
    )


def _taken(board: Board, r: Recorded, ev: e.EscalationTaken) -> None:
    board.tickets[ev.ticket_id] = changed(board.tickets[ev.ticket_id], taken_up_by=ev.by, taken_up_at=r.at)


def _ladder(board: Board, r: Recorded, ev: e.LadderSet) -> None:
    for severity in [one for one in board.ladder if one not in ev.minutes]:
        del board.ladder[severity]
    for severity, minutes in ev.minutes.items():
        board.ladder[severity] = minutes


FOLDS: Folds = {e.EscalationRaised: _raised, e.EscalationTaken: _taken, e.LadderSet: _ladder}

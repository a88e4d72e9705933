"""What forbids sending somebody now, whatever it would cost. The ranking tells it, the decider checks it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from dispatch.board import Board
from dispatch.kind import Kind
from dispatch.roster import LOCAL
from dispatch.skills import lacking
from dispatch.ticket import OPEN, Ticket
from dispatch.worker import Worker

Why = tuple[str, dict[str, Any]]
#: Those who are sent by rank and by plan; others are asked for the steps of their role.
SENT = frozenset({"grid_worker"})


def obstacle(board: Board, worker: Worker, kind: Kind | None, now: datetime | None = None) -> Why | None:
    """Why this worker cannot be sent now, as a refusal code with its details; None when nothing is in the way.

    A certificate counts as expired by the local day of ``now``; without ``now`` none does.
    """
    if worker.duty != "available":
        return ("worker_on_break" if worker.duty == "on_break" else "worker_off_duty"), {}
    day = now.astimezone(LOCAL).date() if now else date.min
    return in_need(board, worker) or skill_missing(worker, kind, day) or busy(board, worker)


def in_need(board: Board, worker: Worker) -> Why | None:
    """Who called for help is sent nowhere, least of all to his own call, of which he is the nearest."""
    if not worker.sos:
        return None
    for ticket_id, who in board.sos.items():
        if who == worker.id and board.tickets[ticket_id].state in OPEN:
            return "worker_in_need", {"ticket_id": ticket_id, "number": board.tickets[ticket_id].number}
    return None


def other_role(worker: Worker, kind: Kind | None, roles: Collection[str] = SENT) -> bool:
    """Whether somebody is not one of those who are sent. Where a kind asks for a certificate, who has it is, whatever
    his role: nobody but a lift maintainer mends lifts."""
    return worker.role not in roles and not (kind is not None and kind.skills)


def skill_missing(worker: Worker, kind: Kind | None, day: date) -> Why | None:
    """The skills of the kind that this worker does not have on that day, those expired named apart."""
    if kind is None or not kind.skills:
        return None
    missing, expired = lacking(worker.skills, kind.skills, day)
    return ("worker_lacks_skill", {"skills": list(missing), "expired": list(expired)}) if missing else None


def busy(board: Board, worker: Worker) -> Why | None:
    """The ticket a worker is on, and how many."""
    work = board.work_of(worker.id)
    if not work:
        return None
    first = board.tickets[work[0].ticket_id]
    return "worker_busy", {"ticket_id": first.id, "number": first.number, "load": len(work)}


def two_extreme(board: Board, worker_id: str, severity: str, ticket: Ticket | None) -> Why | None:
    """Nobody is given a second extreme ticket: both would wait for one pair of hands."""
    if severity != "extreme":
        return None
    for held in board.work_of(worker_id):
        other = board.tickets[held.ticket_id]
        if other.severity == "extreme" and held.stage != "recalling" and (ticket is None or other.id != ticket.id):
            return "worker_on_extreme", {"ticket_id": other.id, "number": other.number}
    return None

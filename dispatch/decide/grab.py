"""An offer to several at once: whom it reaches, and what becomes of it when one of them says yes."""

from __future__ import annotations

from collections.abc import Iterable

from dispatch import events as e
from dispatch.assignment import Assignment
from dispatch.board import Board
from dispatch.matching import Candidate

#: One call to everybody is a call to nobody: the nearest so many are asked.
MOST_ASKED = 30


def near(candidates: Iterable[Candidate], seconds: float) -> list[Candidate]:
    """Those who can be there in time, the nearest first; who has no known way is not near."""
    within = [row for row in candidates if row.eta_s is not None and row.eta_s <= seconds]
    return within[:MOST_ASKED]


def taken_from_others(board: Board, held: Assignment) -> list[e.Event]:
    """Who was asked together with this one and has not answered is told who was quicker."""
    if held.role:
        return []
    others = (a for a in board.assignments_of(held.ticket_id) if a.id != held.id and a.broadcast)
    return [
        e.AssignmentEnded(a.id, a.ticket_id, a.worker_id, "recalled", "taken", by=held.worker_id)
        for a in others
        if a.stage == "offered"
    ]

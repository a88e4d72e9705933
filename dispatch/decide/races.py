"""Who was quicker: what the loser of a race is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dispatch.assignment import Assignment
from dispatch.board import Board
from dispatch.codec import format_time
from dispatch.errors import Conflict


def winner(board: Board, held: Assignment, now: datetime) -> dict[str, Any]:
    """Whom ``by`` (an actor) sent, to which ticket, and how long ago."""
    ticket, worker = board.tickets.get(held.ticket_id), board.workers.get(held.worker_id)
    return {
        "by": held.by,
        "worker_id": held.worker_id,
        "name": worker.name if worker is not None else held.worker_id,
        "ticket_id": held.ticket_id,
        "number": ticket.number if ticket is not None else "",
        "at": format_time(held.offered_at),
        "ago_s": max(0, round((now - held.offered_at).total_seconds())),
    }


def sent_elsewhere(board: Board, worker_id: str, now: datetime) -> dict[str, Any]:
    """Of somebody who is busy: the last work he was given."""
    work = board.work_of(worker_id)
    return winner(board, work[-1], now) if work else {}


def assigned_already(board: Board, held: Assignment, now: datetime, *, call: str = "one") -> Conflict:
    """``call``: ``one`` may be sent beside him if one asks again, ``all`` may not be called."""
    told = {**winner(board, held, now), "call": call}
    return Conflict("already_assigned", f"{told['name']} was sent already", stage=held.stage, **told)


def quicker(board: Board, held: Assignment) -> dict[str, str]:
    """Of an offer to several: who took it."""
    worker = board.workers.get(held.taken_by)
    if not held.taken_by:
        return {}
    return {"taken_by": held.taken_by, "name": worker.name if worker is not None else held.taken_by}

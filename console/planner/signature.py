"""Whether the board has changed since it was planned."""

from __future__ import annotations

from dispatch.board import Board
from dispatch.modes import mode_of
from dispatch.ticket import OPEN


def signature(board: Board) -> int:
    """Another number when something changed that a plan depends on."""
    tickets = tuple(
        (
            t.id,
            t.severity,
            t.arrive_by,
            mode_of(board, t),
            tuple((a.worker_id, a.stage) for a in board.assignments_of(t.id)),
        )
        for t in board.tickets.values()
        if t.state in OPEN
    )
    return hash((board.auto_dispatch, tickets, tuple((w.id, w.duty) for w in board.workers.values())))

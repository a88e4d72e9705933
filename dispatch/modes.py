"""How a ticket finds its worker: by the mode of its kind, or by what its severity wants whatever the kind says.

The district's own switch (``auto_dispatch``) stands above: off, nothing is offered before a person has sent somebody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import events as e
from dispatch.events import Folds, Recorded
from dispatch.kind import BY_ITSELF

if TYPE_CHECKING:
    from dispatch.board import Board
    from dispatch.ticket import Ticket


def mode_for(board: Board, kind_id: str, severity: str) -> str:
    """One of ``kind.MODES``; ``suggest`` for a kind that the catalogue does not know."""
    kind = board.kinds.get(kind_id)
    return str(board.modes.get(severity) or (kind.mode if kind is not None else "suggest"))


def mode_of(board: Board, ticket: Ticket) -> str:
    return mode_for(board, ticket.kind, ticket.severity)


def asks_by_itself(board: Board, kind_id: str, severity: str) -> bool:
    """Whether the engine offers such a ticket without being told to."""
    return board.auto_dispatch and mode_for(board, kind_id, severity) in BY_ITSELF


def broadcast_s(board: Board, ticket: Ticket) -> float:
    """Whoever can be there within so many seconds is asked."""
    kind = board.kinds.get(ticket.kind)
    return 60.0 * (kind.broadcast_min if kind is not None else 10)


def _set(board: Board, r: Recorded, ev: e.ModesSet) -> None:
    for severity in [one for one in board.modes if one not in ev.by_severity]:
        del board.modes[severity]
    for severity, mode in ev.by_severity.items():
        board.modes[severity] = mode


FOLDS: Folds = {e.ModesSet: _set}

"""Steps of playbooks in a played day: what is next for whom, and how long people take for it."""

from __future__ import annotations

from dispatch.board import Board
from dispatch.playbook import Step, in_the_way, open_steps
from dispatch.steps import playbook_of
from dispatch.ticket import Ticket

#: Real seconds for one step: on the spot, and at the desk, where a minute's limit is missed now and then.
STEP_S, DESK_STEP_S = (6.0, 25.0), (8.0, 70.0)


def next_of(board: Board, ticket: Ticket, role: str) -> Step | None:
    """The first open step of this role."""
    playbook = playbook_of(board, ticket)
    steps = open_steps(playbook, ticket.steps) if playbook is not None else ()
    return next((step for step, _ in steps if step.role == role), None)


def left_over(board: Board, ticket: Ticket) -> list[Step]:
    """What stands in the way of closing."""
    playbook = playbook_of(board, ticket)
    return in_the_way(playbook, ticket.steps) if playbook is not None else []

"""decide(board, command, context) → events, or a refusal with its reason. Pure: it changes nothing.

To add a command: its dataclass in ``commands``, its decider in the file of its noun, one line in that file's
``DECIDERS``, its events in ``events``, how they fold in the noun's file above, and tests that say the sentence.
"""

from __future__ import annotations

from dispatch.board import Board
from dispatch.commands import Command
from dispatch.decide import (
    alerts,
    assignments,
    broadcast,
    clock,
    escalation,
    kinds,
    offering,
    playbooks,
    recalling,
    rounds,
    steps,
    tickets,
    workers,
)
from dispatch.decide.context import Context, Deciders
from dispatch.events import Event

DECIDERS: Deciders = {
    **alerts.DECIDERS,
    **tickets.DECIDERS,
    **offering.DECIDERS,
    **assignments.DECIDERS,
    **recalling.DECIDERS,
    **workers.DECIDERS,
    **kinds.DECIDERS,
    **clock.DECIDERS,
    **playbooks.DECIDERS,
    **steps.DECIDERS,
    **rounds.DECIDERS,
    **broadcast.DECIDERS,
    **escalation.DECIDERS,
}


def decide(board: Board, command: Command, context: Context) -> list[Event]:
    """The events that follow from this command now. Raises ``Refused`` and leaves everything as it was."""
    return DECIDERS[type(command)](board, command, context)


__all__ = ["DECIDERS", "Context", "decide"]

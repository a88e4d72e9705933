"""What a command is answered, and answered again when it is resent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dispatch import events as e
from dispatch.actor import Actor
from dispatch.board import Board
from dispatch.codec import format_time, to_data
from dispatch.commands import Command, RaiseAlert
from dispatch.decide.alerts import alert_id, fingerprint
from dispatch.events import Recorded

Answered = dict[str, Any]


def described(r: Recorded) -> Answered:
    """An event as the API shows it."""
    return {
        "seq": r.seq,
        "at": format_time(r.at),
        "actor": r.actor,
        "type": type(r.event).__name__,
        "data": to_data(r.event),
    }


def answer(actor: Actor, command: Command, board: Board, events: Sequence[Recorded]) -> Answered:
    """``board`` is the one after the events."""
    if isinstance(command, RaiseAlert):
        return _alert_answer(actor, command, board, events)
    return {"seq": board.seq, "events": [described(r) for r in events]}


def _alert_answer(actor: Actor, command: RaiseAlert, board: Board, events: Sequence[Recorded]) -> Answered:
    """A repeat is answered with the alert it repeats; a resolved with the alert it ends, if that is known."""
    kinds = {type(r.event) for r in events}
    held = board.alerts.get(board.by_fingerprint.get(fingerprint(actor.id, command), ""))
    return {
        "alert_id": held.id if held is not None else alert_id(actor.id, command.report_id),
        "seq": board.seq,
        "duplicate": False,
        "repeat": e.AlertRepeated in kinds,
        "ticket_id": held.ticket_id if held is not None else None,
    }

"""What an answer says besides the events, decided inside the transaction and remembered with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dispatch import events as e
from dispatch.board import Board
from dispatch.commands import OpenTicket, RaiseAlert
from dispatch.dispatcher import Request
from dispatch.events import Recorded


def describe(request: Request, board: Board, events: Sequence[Recorded]) -> dict[str, Any]:
    """contracts.md §4: an alert's answer names the alert and its ticket; a new ticket's its id and number."""
    if isinstance(request.command, RaiseAlert):
        return _alert(request.actor.id, request.command, board, events)
    if isinstance(request.command, OpenTicket):
        opened = next(r.event for r in events if isinstance(r.event, e.TicketOpened))
        return {"ticket_id": opened.ticket_id, "number": opened.number}
    return {}


def _alert(source: str, command: RaiseAlert, board: Board, events: Sequence[Recorded]) -> dict[str, Any]:
    first = next((r.event for r in reversed(events) if isinstance(r.event, e.AlertRaised)), events[0].event)
    alert_id = getattr(first, "alert_id", f"{source}:{command.report_id}")
    alert = board.alerts.get(alert_id)
    return {
        "alert_id": alert_id,
        "repeat": isinstance(first, e.AlertRepeated),
        "ticket_id": alert.ticket_id if alert else None,
    }

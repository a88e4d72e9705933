"""What happened to a ticket, in order, kept beside it while it is on the board (older ones: the history projection)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dispatch import events as e
from dispatch.events import Event, Recorded

if TYPE_CHECKING:
    from dispatch.board import Board


@dataclass(frozen=True, slots=True)
class Entry:
    seq: int
    at: datetime
    actor: str
    type: str
    data: dict[str, Any]


#: What a line of the timeline needs of an event; the others keep the default fields.
_FIELDS = (
    "worker_id", "stage", "reason", "via", "text", "ok", "note", "disposition", "severity", "limit", "into", "org",
    "alert_id", "kind", "automatic", "lead", "by_hand", "photos", "eta_s", "said_at", "report_id", "by",
    "playbook_id", "playbook_version", "step_id", "zh", "en", "trigger", "role",
    "level", "broadcast",
)  # fmt: skip


#: event type → those of ``_FIELDS`` that it has
_TOLD = {cls: tuple(field for field in _FIELDS if field in {f.name for f in fields(cls)}) for cls in e.EVENTS.values()}


def entry(r: Recorded) -> Entry:
    """One line of the timeline. Personal data (caller, place texts) stays in the ticket itself."""
    told = ((name, getattr(r.event, name)) for name in _TOLD[type(r.event)])
    data = {name: value for name, value in told if value not in (None, "", ())}
    return Entry(r.seq, r.at, r.actor, type(r.event).__name__, data)


def tickets_of(board: Board, event: Event) -> tuple[str, ...]:
    """The tickets whose timeline this event belongs to."""
    if isinstance(event, e.TicketMerged):
        return (event.ticket_id, event.into)
    ticket_id = getattr(event, "ticket_id", None)
    if ticket_id is None:
        alert = board.alerts.get(getattr(event, "alert_id", ""))
        ticket_id = alert.ticket_id if alert is not None else None
    return (ticket_id,) if ticket_id else ()


def note(board: Board, r: Recorded) -> None:
    """Append the event to the timelines it belongs to."""
    for ticket_id in tickets_of(board, r.event):
        if ticket_id in board.tickets:
            board.timelines[ticket_id] = (*board.timelines.get(ticket_id, ()), entry(r))

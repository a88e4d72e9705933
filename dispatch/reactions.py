"""What follows by itself from an event, in the same append: commands of the system, decided like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.commands import Command
from dispatch.decide.assignments import wants_offer
from dispatch.events import Event

#: Every fifth ticket of a kind whose checks are sampled is checked; the others close themselves.
SAMPLE_EVERY = 5


def _ticket_for_alert(board: Board, ev: e.AlertRaised) -> list[Command]:
    kind = board.kinds[ev.kind]
    return [c.OpenForAlert(alert_id=ev.alert_id)] if ev.ticket_id is None and kind.opens == "yes" else []


def _offer(board: Board, ticket_id: str) -> list[Command]:
    ticket = board.tickets.get(ticket_id)
    return [c.OfferNext(ticket_id=ticket_id)] if ticket is not None and wants_offer(board, ticket) else []


def _close_unchecked(board: Board, ev: e.TicketResolved) -> list[Command]:
    ticket = board.tickets[ev.ticket_id]
    check = board.kinds[ticket.kind].check
    sampled = check == "sampled" and int(ticket.number.rpartition("-")[2]) % SAMPLE_EVERY == 0
    return [] if check == "yes" or sampled else [c.CloseTicket(ticket_id=ticket.id)]


REACTIONS: dict[type[Event], Callable[[Board, Any], list[Command]]] = {
    e.AlertRaised: _ticket_for_alert,
    e.TicketOpened: lambda board, ev: _offer(board, ev.ticket_id),
    e.AssignmentEnded: lambda board, ev: _offer(board, ev.ticket_id) if ev.stage in ("declined", "expired") else [],
    e.TicketChecked: lambda board, ev: [] if ev.ok else _offer(board, ev.ticket_id),
    e.TicketResolved: _close_unchecked,
}


def reactions(board: Board, event: Event) -> list[Command]:
    """Commands that follow from ``event``, given the board after it."""
    react = REACTIONS.get(type(event))
    return react(board, event) if react else []

"""What a decider may know besides the board: the time, who asks, and what was computed before the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dispatch.actor import Actor
from dispatch.board import Board
from dispatch.commands import Command
from dispatch.errors import Conflict, InvalidField, NotFound
from dispatch.events import Event
from dispatch.kind import Kind
from dispatch.matching import Ranking
from dispatch.ticket import OPEN, Ticket
from dispatch.worker import Worker


@dataclass(frozen=True, slots=True)
class Context:
    now: datetime
    actor: Actor
    new_id: Callable[[], str]
    #: None: nobody ranked, so nothing is offered now and the engine does it at its next tick
    ranking: Ranking | None = None


Decider = Callable[[Board, Any, Context], list[Event]]
Deciders = dict[type[Command], Decider]


def ticket_of(board: Board, ticket_id: str) -> Ticket:
    ticket: Ticket | None = board.tickets.get(ticket_id)
    if ticket is None:
        raise NotFound(f"no ticket {ticket_id}", what="ticket", id=ticket_id)
    return ticket


def open_ticket(board: Board, ticket_id: str) -> Ticket:
    """The ticket, if work on it may go on."""
    ticket = ticket_of(board, ticket_id)
    if ticket.state not in OPEN:
        raise Conflict("ticket_not_open", f"ticket {ticket.number} is {ticket.state}", state=ticket.state)
    return ticket


def worker_of(board: Board, worker_id: str) -> Worker:
    worker: Worker | None = board.workers.get(worker_id)
    if worker is None:
        raise NotFound(f"no worker {worker_id}", what="worker", id=worker_id)
    return worker


def kind_of(board: Board, kind_id: str) -> Kind:
    kind: Kind | None = board.kinds.get(kind_id)
    if kind is None:
        raise InvalidField("kind", f"unknown kind {kind_id!r}; see GET /api/v1/kinds")
    return kind


def after(now: datetime, minutes: int | None) -> datetime | None:
    """The limit that many minutes from now, if there is one."""
    return None if minutes is None else now + timedelta(minutes=minutes)

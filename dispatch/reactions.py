"""What follows by itself from an event, in the same append: commands of the system, decided like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.commands import Command
from dispatch.decide.steps import triggered
from dispatch.events import Event
from dispatch.first_offer import wants_offer
from dispatch.playbook import in_the_way
from dispatch.steps import for_kind, playbook_of
from dispatch.ticket import Ticket

#: Every fifth ticket of a kind whose checks are sampled is checked; the others close themselves.
SAMPLE_EVERY = 5


def _ticket_for_alert(board: Board, ev: e.AlertRaised) -> list[Command]:
    kind = board.kinds[ev.kind]
    return [c.OpenForAlert(alert_id=ev.alert_id)] if ev.ticket_id is None and kind.opens == "yes" else []


def _offer(board: Board, ticket_id: str) -> list[Command]:
    """The best is asked in the same append, but where tickets compete the plan has a moment to say who goes where."""
    ticket = board.tickets.get(ticket_id)
    wanted = ticket is not None and wants_offer(board, ticket)
    return [c.OfferNext(ticket_id=ticket_id, patient=True)] if wanted else []


def _close_unchecked(board: Board, ticket: Ticket) -> list[Command]:
    playbook = playbook_of(board, ticket)
    if ticket.state != "resolved" or (playbook is not None and in_the_way(playbook, ticket.steps)):
        return []
    check = board.kinds[ticket.kind].check
    sampled = check == "sampled" and int(ticket.number.rpartition("-")[2]) % SAMPLE_EVERY == 0
    return [] if check == "yes" or sampled else [c.CloseTicket(ticket_id=ticket.id)]


def _begin(board: Board, ticket_id: str) -> list[Command]:
    """The playbook of its kind, where it runs none."""
    ticket = board.tickets[ticket_id]
    wanted = not ticket.playbook and for_kind(board, ticket.kind) is not None
    return [c.BeginPlaybook(ticket_id=ticket_id)] if wanted else []


def _settle(board: Board, ticket_id: str | None) -> list[Command]:
    """Steps that follow by themselves from what happened."""
    ticket = board.tickets.get(ticket_id) if ticket_id else None
    wanted = ticket is not None and any(triggered(board, ticket))
    return [c.SettleSteps(ticket_id=ticket.id)] if ticket is not None and wanted else []


def _after_step(board: Board, ev: e.StepDone | e.StepSkipped) -> list[Command]:
    """What it opened may be done already; the last one that stood in the way lets a ticket close itself."""
    return [*_settle(board, ev.ticket_id), *_close_unchecked(board, board.tickets[ev.ticket_id])]


def _alert_over(board: Board, ev: e.AlertResolved) -> list[Command]:
    alert = board.alerts.get(ev.alert_id)
    return _settle(board, alert.ticket_id) if alert is not None else []


def _stand_over(board: Board, worker_id: str, reason: str) -> list[Command]:
    """Who has work, or has gone, stands there no longer."""
    return [c.EndStand(worker_id=worker_id, reason=reason)] if worker_id in board.stands else []


REACTIONS: dict[type[Event], Callable[[Board, Any], list[Command]]] = {
    e.AlertRaised: _ticket_for_alert,
    e.AlertResolved: _alert_over,
    e.TicketOpened: lambda board, ev: [*_begin(board, ev.ticket_id), *_offer(board, ev.ticket_id)],
    e.TicketAmended: lambda board, ev: _begin(board, ev.ticket_id) if ev.kind else [],
    e.TicketVerified: lambda board, ev: _settle(board, ev.ticket_id),
    e.PlaybookStarted: lambda board, ev: _settle(board, ev.ticket_id),
    e.StepDone: _after_step,
    e.StepSkipped: _after_step,
    e.AssignmentOffered: lambda board, ev: _stand_over(board, ev.worker_id, "work"),
    e.DutyChanged: lambda board, ev: _stand_over(board, ev.worker_id, ev.duty) if ev.duty != "available" else [],
    e.AssignmentMoved: lambda board, ev: _settle(board, ev.ticket_id) if ev.stage == "on_scene" else [],
    e.AssignmentEnded: lambda board, ev: _offer(board, ev.ticket_id) if ev.stage in ("declined", "expired") else [],
    e.TicketChecked: lambda board, ev: [] if ev.ok else _offer(board, ev.ticket_id),
    e.TicketResolved: lambda board, ev: _close_unchecked(board, board.tickets[ev.ticket_id]),
}


def reactions(board: Board, event: Event) -> list[Command]:
    """Commands that follow from ``event``, given the board after it."""
    react = REACTIONS.get(type(event))
    return react(board, event) if react else []

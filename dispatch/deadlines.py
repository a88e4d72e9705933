"""What is late now. Deadlines are data, so a crash forgets none; ids are deterministic, so none fires twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from dispatch import commands as c
from dispatch.board import Board
from dispatch.commands import Command
from dispatch.decide.assignments import wants_offer
from dispatch.severity import rank
from dispatch.ticket import OPEN, Ticket


def due(board: Board, now: datetime) -> Iterator[tuple[str, Command]]:
    """(command id, command) for everything whose time has come."""
    for held in board.assignments.values():
        if held.expires is not None and held.expires <= now and held.is_live:
            if held.stage == "offered":
                yield f"due:{held.id}:expired", c.ExpireAssignment(assignment_id=held.id)
            else:
                yield f"due:{held.id}:recalled", c.EndRecall(assignment_id=held.id)
    for ticket in board.tickets.values():
        if ticket.state in OPEN:
            yield from _late(ticket, now)
    for alert in board.alerts.values():
        if alert.state == "firing" and alert.ticket_id is None:
            kind = board.kinds.get(alert.kind)
            if kind and kind.opens == "after" and alert.received_at + timedelta(minutes=kind.opens_after_min) <= now:
                yield f"due:{alert.id}:opened", c.OpenForAlert(alert_id=alert.id)


def _late(ticket: Ticket, now: datetime) -> Iterator[tuple[str, Command]]:
    if ticket.arrive_by and ticket.arrive_by <= now and ticket.arrived_at is None and "arrive" not in ticket.breached:
        mark = f"{ticket.arrive_by:%Y%m%d%H%M%S}"
        yield f"due:{ticket.id}:arrive:{mark}", c.BreachLimit(ticket_id=ticket.id, limit="arrive")
    if ticket.finish_by and ticket.finish_by <= now and "finish" not in ticket.breached:
        mark = f"{ticket.finish_by:%Y%m%d%H%M%S}"
        yield f"due:{ticket.id}:finish:{mark}", c.BreachLimit(ticket_id=ticket.id, limit="finish")


def seeking(board: Board) -> list[Ticket]:
    """Tickets for which somebody is to be found by the engine, worst and oldest first."""
    wanted = [t for t in board.tickets.values() if wants_offer(board, t)]
    return sorted(wanted, key=lambda t: (rank(t.severity), t.opened_at))

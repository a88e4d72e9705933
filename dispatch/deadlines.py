"""What is late now. Deadlines are data, so a crash forgets none; ids are deterministic, so none fires twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from dispatch import commands as c
from dispatch.board import Board
from dispatch.commands import Command
from dispatch.decide.steps import roles_wanted
from dispatch.escalation import next_climb
from dispatch.first_offer import ASK_AGAIN_AFTER, wants_offer
from dispatch.modes import asks_by_itself
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
            yield from _late_steps(ticket, now)
            yield from _climbing(board, ticket, now)
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


def _climbing(board: Board, ticket: Ticket, now: datetime) -> Iterator[tuple[str, Command]]:
    step = next_climb(board.ladder, ticket)
    if step is not None and step.due <= now:
        mark = f"{step.level}:{step.due:%Y%m%d%H%M%S}"
        yield f"due:{ticket.id}:climb:{mark}", c.ClimbEscalation(ticket_id=ticket.id, level=step.level)


def _late_steps(ticket: Ticket, now: datetime) -> Iterator[tuple[str, Command]]:
    for mark in ticket.steps:
        if mark.state == "open" and mark.due_at is not None and mark.due_at <= now and not mark.late:
            at = f"{mark.due_at:%Y%m%d%H%M%S}"
            yield f"due:{ticket.id}:step:{mark.id}:{at}", c.LateStep(ticket_id=ticket.id, step_id=mark.id)


def seeking_roles(board: Board, now: datetime) -> list[tuple[Ticket, str]]:
    """Tickets whose playbook wants somebody of a role, where automatic dispatch may ask, worst and oldest first.

    No more for a role than there are people of it who have nothing to do and were not asked of late.

    So 300 fires that wait for two property crews are not ranked five times a second.
    """
    found = [t for t in board.tickets.values() if t.steps and t.state in OPEN and not t.hands_on and _auto(board, t)]
    if not found:
        return []
    found.sort(key=lambda t: (rank(t.severity), t.opened_at))
    free: dict[str, set[str]] = {}
    for worker in board.workers.values():
        if worker.duty == "available" and not board.by_worker.get(worker.id):
            free.setdefault(worker.role, set()).add(worker.id)
    seeking: list[tuple[Ticket, str]] = []
    for ticket in found if free else ():
        asked = {worker for worker, at in ticket.tried if now - at < ASK_AGAIN_AFTER}
        for role in roles_wanted(board, ticket):
            able = free.get(role, set()) - asked
            if able:
                seeking.append((ticket, role))
                free[role].discard(min(able))  # one of them goes; which, the ranking says
    return seeking


def _auto(board: Board, ticket: Ticket) -> bool:
    return asks_by_itself(board, ticket.kind, ticket.severity)


def seeking(board: Board) -> list[Ticket]:
    """Tickets for which somebody is to be found by the engine, worst and oldest first."""
    wanted = [t for t in board.tickets.values() if wants_offer(board, t)]
    return sorted(wanted, key=lambda t: (rank(t.severity), t.opened_at))

"""Telling the levels above: by hand, by the clock, and who takes it up. And the two tables that say when and how."""

from __future__ import annotations

from collections.abc import Mapping

from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.codec import format_time
from dispatch.decide.context import Context, Deciders, open_ticket
from dispatch.errors import Conflict, InvalidField
from dispatch.escalation import LEVELS, LONGEST_MIN, above, next_climb
from dispatch.kind import MODES
from dispatch.severity import SEVERITIES


def escalate(board: Board, cmd: c.EscalateTicket, ctx: Context) -> list[e.Event]:
    """A person sends it one level up; who had taken it up has it no more."""
    ticket = open_ticket(board, cmd.ticket_id)
    return [e.EscalationRaised(ticket.id, "by_hand", cmd.reason, above(ticket.level))]


def climb(board: Board, cmd: c.ClimbEscalation, ctx: Context) -> list[e.Event]:
    ticket = board.tickets.get(cmd.ticket_id)
    step = next_climb(board.ladder, ticket) if ticket is not None else None
    if ticket is None or step is None or step.level != cmd.level or ctx.now < step.due:
        return []
    return [e.EscalationRaised(ticket.id, step.reason, level=step.level)]


def acknowledge(board: Board, cmd: c.AcknowledgeEscalation, ctx: Context) -> list[e.Event]:
    ticket = open_ticket(board, cmd.ticket_id)
    if not ticket.level:
        raise Conflict("not_escalated", f"ticket {ticket.number} was not told to anybody above", number=ticket.number)
    if ticket.taken_up_by == str(ctx.actor):
        return []
    if ticket.taken_up_by:
        at = format_time(ticket.taken_up_at) if ticket.taken_up_at else ""
        raise Conflict("already_done", "somebody is on it", by=ticket.taken_up_by, number=ticket.number, at=at)
    return [e.EscalationTaken(ticket.id, str(ctx.actor), ticket.level)]


# --- the tables ---------------------------------------------------------------------------------


def set_modes(board: Board, cmd: c.SetModes, ctx: Context) -> list[e.Event]:
    _severities("by_severity", cmd.by_severity)
    for severity, mode in cmd.by_severity.items():
        if mode not in MODES:
            raise InvalidField(f"by_severity.{severity}", f"one of {', '.join(MODES)}")
    return [] if dict(board.modes) == cmd.by_severity else [e.ModesSet(dict(cmd.by_severity))]


def set_ladder(board: Board, cmd: c.SetLadder, ctx: Context) -> list[e.Event]:
    _severities("minutes", cmd.minutes)
    minutes = {severity: tuple(steps) for severity, steps in cmd.minutes.items()}
    for severity, steps in minutes.items():
        rising = all(a < b for a, b in zip((0, *steps), steps, strict=False))
        if not rising or len(steps) > len(LEVELS) or any(step > LONGEST_MIN for step in steps):
            what = f"at most {len(LEVELS)} rising whole minutes, 1 to {LONGEST_MIN}"
            raise InvalidField(f"minutes.{severity}", what)
    return [] if dict(board.ladder) == minutes else [e.LadderSet(minutes)]


def _severities(field: str, named: Mapping[str, object]) -> None:
    for severity in named:
        if severity not in SEVERITIES:
            raise InvalidField(f"{field}.{severity}", f"one of {', '.join(SEVERITIES)}")


DECIDERS: Deciders = {
    c.EscalateTicket: escalate,
    c.ClimbEscalation: climb,
    c.AcknowledgeEscalation: acknowledge,
    c.SetModes: set_modes,
    c.SetLadder: set_ladder,
}

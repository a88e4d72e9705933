"""What the clock says: a limit has passed. Being overdue is an event, so that rows change only by events."""

from __future__ import annotations

from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders
from dispatch.ticket import OPEN


def breach(board: Board, cmd: c.BreachLimit, ctx: Context) -> list[e.Event]:
    ticket = board.tickets.get(cmd.ticket_id)
    if ticket is None or ticket.state not in OPEN or cmd.limit in ticket.breached:
        return []
    due = ticket.arrive_by if cmd.limit == "arrive" else ticket.finish_by
    if due is None or ctx.now < due or (cmd.limit == "arrive" and ticket.arrived_at is not None):
        return []
    return [e.LimitBreached(ticket.id, cmd.limit, due)]


DECIDERS: Deciders = {c.BreachLimit: breach}

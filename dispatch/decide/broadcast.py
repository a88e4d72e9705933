"""A dispatcher asks everybody near at once."""

from __future__ import annotations

from dispatch import commands as c
from dispatch import events as e
from dispatch.assignment import TAKEN
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders, open_ticket
from dispatch.decide.grab import near
from dispatch.decide.offering import is_free, no_candidate, offered
from dispatch.decide.races import assigned_already
from dispatch.errors import Conflict, InvalidField
from dispatch.modes import broadcast_s

#: Two hours' walk: farther than that nobody is near.
LONGEST_MIN = 120


def broadcast(board: Board, cmd: c.BroadcastTicket, ctx: Context) -> list[e.Event]:
    """Refused where somebody is coming already, where nobody is free, and where nobody free is near."""
    ticket = open_ticket(board, cmd.ticket_id)
    live = board.assignments_of(ticket.id)
    coming = next((a for a in live if a.stage in TAKEN and not a.role), None)
    if coming is not None:
        raise assigned_already(board, coming, ctx.now, call="all")
    if cmd.minutes is not None and not 1 <= cmd.minutes <= LONGEST_MIN:
        raise InvalidField("minutes", f"1 to {LONGEST_MIN}")
    seconds = broadcast_s(board, ticket) if cmd.minutes is None else 60.0 * cmd.minutes
    free = [row for row in ctx.ranking or () if row.available and is_free(board, ticket, row.worker_id, ctx)]
    if not free:
        raise no_candidate(board, ticket, ctx)
    asked = near(free, seconds)
    if not asked:
        minutes = round(seconds / 60)
        raise Conflict("nobody_near", f"nobody free within {minutes} min", ticket_id=ticket.id, minutes=minutes)
    leads = any(a.lead and a.stage != "recalling" for a in live)
    return [
        offered(board, ticket, row.worker_id, ctx, not leads and n == 0, automatic=False, broadcast=True)
        for n, row in enumerate(asked)
    ]


DECIDERS: Deciders = {c.BroadcastTicket: broadcast}

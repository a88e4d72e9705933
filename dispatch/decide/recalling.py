"""Calling workers back: an unanswered offer simply goes, who has answered is told and confirms."""

from __future__ import annotations

from datetime import timedelta

from dispatch import commands as c
from dispatch import events as e
from dispatch.assignment import RECALL_CONFIRMS_S, Assignment
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders, ticket_of, worker_of
from dispatch.decide.held import ended, own, pass_lead, speaker
from dispatch.errors import Conflict
from dispatch.matching import two_extreme
from dispatch.ticket import Ticket

#: reason of a call back, as a code: nobody has two extreme tickets
TWO_EXTREME = "two_extreme"


def recall(board: Board, cmd: c.RecallAssignment, ctx: Context) -> list[e.Event]:
    ticket_of(board, cmd.ticket_id)
    held = board.latest(cmd.ticket_id, worker_of(board, cmd.worker_id).id)
    if held is None or not held.is_live:
        raise Conflict("not_a_move", "nobody to recall: this worker is not on this ticket", worker_id=cmd.worker_id)
    if held.stage == "recalling":
        return []
    return [*withdraw(held, cmd.reason, ctx), *pass_lead(board, held)]


def withdraw(held: Assignment, reason: str, ctx: Context) -> list[e.Event]:
    """An unanswered offer simply goes; who has answered must confirm, or a minute passes."""
    if held.stage == "offered":
        return [ended(held, "recalled", reason)]
    if held.stage == "recalling":
        return []
    until = ctx.now + timedelta(seconds=RECALL_CONFIRMS_S)
    return [e.AssignmentRecalling(held.id, held.ticket_id, held.worker_id, reason, until)]


def withdraw_all(board: Board, ticket_id: str, reason: str, ctx: Context, but: str = "") -> list[e.Event]:
    """Call everybody back from a ticket (except the assignment ``but``)."""
    return [ev for held in board.assignments_of(ticket_id) if held.id != but for ev in withdraw(held, reason, ctx)]


def spare_from_two(board: Board, ticket: Ticket, ctx: Context) -> list[e.Event]:
    """A ticket becomes extreme: whoever has another extreme one is called back from this, or, being on its scene, from
    the other. Who is on the scene of both stays with both: a person must say which."""
    events: list[e.Event] = []
    for held in board.assignments_of(ticket.id):
        other = two_extreme(board, held.worker_id, "extreme", ticket)
        rival = board.latest(other[1]["ticket_id"], held.worker_id) if other is not None else None
        left = next((one for one in (held, rival) if one is not None and one.stage != "on_scene"), None)
        if rival is not None and left is not None and held.stage != "recalling":
            events += [*withdraw(left, TWO_EXTREME, ctx), *pass_lead(board, left)]
    return events


def confirm_recall(board: Board, cmd: c.ConfirmRecall, ctx: Context) -> list[e.Event]:
    held = board.latest(cmd.ticket_id, worker_of(board, speaker(cmd, ctx)).id)
    if held is not None and held.stage == "recalled":
        return []
    held = own(board, cmd, ctx)
    if held.stage != "recalling":
        raise Conflict("not_a_move", "there is no recall to confirm", present=held.stage, wanted="recalled")
    return [ended(held, "recalled", held.reason, cmd)]


def end_recall(board: Board, cmd: c.EndRecall, ctx: Context) -> list[e.Event]:
    held = board.assignments.get(cmd.assignment_id)
    if held is None or held.stage != "recalling" or held.expires is None or ctx.now < held.expires:
        return []
    return [ended(held, "recalled", held.reason)]


DECIDERS: Deciders = {
    c.RecallAssignment: recall,
    c.ConfirmRecall: confirm_recall,
    c.EndRecall: end_recall,
}

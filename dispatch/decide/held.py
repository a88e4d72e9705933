"""The assignment that somebody holds: whose word it is, where it leads, who leads when he goes."""

from __future__ import annotations

from dispatch import commands as c
from dispatch import events as e
from dispatch.assignment import NEXT, Assignment
from dispatch.board import Board
from dispatch.decide.context import Context, ticket_of, worker_of
from dispatch.decide.races import quicker
from dispatch.errors import Conflict, InvalidField


def speaker(cmd: c.WorkerCommand | c.DutyCommand, ctx: Context) -> str:
    """Whose word it is: the worker's own, or one passed on by a dispatcher."""
    if ctx.actor.kind == "worker":
        return ctx.actor.id
    if not cmd.on_behalf_of:
        raise InvalidField("on_behalf_of", "name the worker who answered by radio or telephone")
    return cmd.on_behalf_of


def own(board: Board, cmd: c.WorkerCommand, ctx: Context) -> Assignment:
    """The live assignment this word is about, or why there is none."""
    ticket_of(board, cmd.ticket_id)
    worker = worker_of(board, speaker(cmd, ctx))
    held = board.latest(cmd.ticket_id, worker.id)
    if held is None:
        raise Conflict("not_your_assignment", "this ticket was not given to this worker", worker_id=worker.id)
    if held.is_live:
        return held
    if held.stage in ("expired", "recalled"):
        raise Conflict("offer_expired", f"the offer is {held.stage}", stage=held.stage, **quicker(board, held))
    if held.stage == "cleared":
        raise Conflict("already_done", "this work is done", stage=held.stage)
    raise Conflict("not_your_assignment", f"the assignment was {held.stage}", stage=held.stage)


def must_lead_to(held: Assignment, stage: str) -> None:
    if stage not in NEXT[held.stage]:
        raise Conflict("not_a_move", f"{held.stage} does not lead to {stage}", present=held.stage, wanted=stage)


def ended(held: Assignment, stage: str, reason: str = "", cmd: c.WorkerCommand | None = None) -> e.AssignmentEnded:
    via, said_at = (cmd.via, cmd.at) if cmd else ("", None)
    return e.AssignmentEnded(held.id, held.ticket_id, held.worker_id, stage, reason, via, said_at)


def has_lead(live: list[Assignment]) -> bool:
    """One who is being called back leads nobody any more, although he has not confirmed it yet."""
    return any(a.lead and a.stage != "recalling" for a in live)


def pass_lead(board: Board, held: Assignment) -> list[e.Event]:
    """When the lead goes, the one who is furthest leads; nobody left: nobody leads."""
    if not held.lead:
        return []
    order = ("on_scene", "en_route", "acknowledged", "offered")
    others = [a for a in board.assignments_of(held.ticket_id) if a.id != held.id and a.stage in order]
    if not others:
        return []
    heir = min(others, key=lambda a: (order.index(a.stage), a.since, a.id))
    return [e.LeadChanged(held.ticket_id, heir.id, heir.worker_id)]

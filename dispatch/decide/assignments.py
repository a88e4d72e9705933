"""What workers answer to an offer, and say on their way."""

from __future__ import annotations

from dispatch import commands as c
from dispatch import events as e
from dispatch.assignment import TAKEN, Assignment
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders
from dispatch.decide.grab import taken_from_others
from dispatch.decide.held import ended, must_lead_to, own, pass_lead
from dispatch.decide.recalling import withdraw_all
from dispatch.errors import InvalidField
from dispatch.playbook import in_the_way
from dispatch.steps import playbook_of


def move(stage: str, board: Board, cmd: c.WorkerCommand, ctx: Context) -> list[e.Event]:
    """Take an assignment to its next stage. Repeating the present stage is no change."""
    held = own(board, cmd, ctx)
    if held.stage == stage:
        return []  # a phone that resent its tap under a new id
    must_lead_to(held, stage)
    moved = e.AssignmentMoved(held.id, held.ticket_id, held.worker_id, stage, cmd.via, cmd.at)
    return [moved, *_take_lead(board, held), *taken_from_others(board, held)]


def _take_lead(board: Board, held: Assignment) -> list[e.Event]:
    """The first to take it leads; one who was only offered the lead loses it."""
    others = [a for a in board.assignments_of(held.ticket_id) if a.id != held.id]
    if held.lead or any(a.lead and a.stage in TAKEN and (held.role or not a.role) for a in others):
        return []
    if held.role and any(not a.role and a.stage != "recalling" for a in others):
        return []  # here for steps of his role; whoever is asked for the ticket itself will lead
    return [e.LeadChanged(held.ticket_id, held.id, held.worker_id)]


def decline(board: Board, cmd: c.DeclineAssignment, ctx: Context) -> list[e.Event]:
    held = own(board, cmd, ctx)
    if not cmd.reason.strip():
        raise InvalidField("reason", "say why")
    must_lead_to(held, "declined")
    return [ended(held, "declined", cmd.reason, cmd), *pass_lead(board, held)]


def resolve(board: Board, cmd: c.ResolveTicket, ctx: Context) -> list[e.Event]:
    """One's own work is done; the lead's word resolves the ticket and calls the others back. While one of them still
    has steps that must be done, the lead passes on: who frees the person in the lift is not called back."""
    held = own(board, cmd, ctx)
    must_lead_to(held, "cleared")
    cleared = ended(held, "cleared", cmd=cmd)
    ticket = board.tickets[held.ticket_id]
    goes_on = cmd.disposition == "done" and _others_must(board, held)
    if not held.lead or goes_on:
        note: list[e.Event] = [e.NoteAdded(ticket.id, cmd.note, cmd.photos)] if cmd.note or cmd.photos else []
        return [cleared, *note, *(pass_lead(board, held) if goes_on else ())]
    done = e.TicketResolved(ticket.id, cmd.disposition, cmd.note, cmd.photos, held.worker_id)
    return [cleared, done, *withdraw_all(board, ticket.id, "resolved", ctx, but=held.id)]


def _others_must(board: Board, held: Assignment) -> bool:
    """Whether somebody else on the ticket has a mandatory step of his role before him."""
    ticket = board.tickets[held.ticket_id]
    playbook = playbook_of(board, ticket)
    if playbook is None:
        return False
    roles = {step.role for step in in_the_way(playbook, ticket.steps)}
    others = [a.worker_id for a in board.assignments_of(ticket.id) if a.id != held.id and a.stage in TAKEN]
    return any(board.workers[one].role in roles for one in others if one in board.workers)


def expire(board: Board, cmd: c.ExpireAssignment, ctx: Context) -> list[e.Event]:
    held = board.assignments.get(cmd.assignment_id)
    if held is None or held.stage != "offered" or held.expires is None or ctx.now < held.expires:
        return []
    return [ended(held, "expired"), *pass_lead(board, held)]


DECIDERS: Deciders = {
    c.AcknowledgeAssignment: lambda b, cmd, ctx: move("acknowledged", b, cmd, ctx),
    c.StartTravel: lambda b, cmd, ctx: move("en_route", b, cmd, ctx),
    c.ArriveOnScene: lambda b, cmd, ctx: move("on_scene", b, cmd, ctx),
    c.DeclineAssignment: decline,
    c.ResolveTicket: resolve,
    c.ExpireAssignment: expire,
}

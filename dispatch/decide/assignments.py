"""Sending workers, and what they answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dispatch import commands as c
from dispatch import events as e
from dispatch.assignment import NEXT, RECALL_CONFIRMS_S, TAKEN, Assignment
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders, kind_of, open_ticket, ticket_of, worker_of
from dispatch.decide.grab import near, taken_from_others
from dispatch.decide.races import assigned_already, quicker, sent_elsewhere
from dispatch.decide.roles import nearest_of_role
from dispatch.errors import Conflict, InvalidField
from dispatch.first_offer import ASK_AGAIN_AFTER, at_once, calls_all, left_to_plan
from dispatch.matching import Candidate, find, nobody, obstacle, two_extreme
from dispatch.matching.ranked import Ranked
from dispatch.modes import broadcast_s
from dispatch.playbook import in_the_way
from dispatch.severity import OFFER_EXPIRES_S
from dispatch.steps import playbook_of
from dispatch.ticket import Ticket

#: So many unanswered or declined offers, and a supervisor is told (the engine goes on asking).
FAILED_OFFERS_ESCALATE = 3


# --- offering ---------------------------------------------------------------------------------


def offer(board: Board, cmd: c.OfferAssignment, ctx: Context) -> list[e.Event]:
    ticket = open_ticket(board, cmd.ticket_id)
    asked = next((a for a in board.assignments_of(ticket.id) if a.stage != "recalling" and not a.role), None)
    if cmd.alone and asked is not None:
        raise assigned_already(board, asked, ctx.now)
    if cmd.role is not None and cmd.worker_id is None:
        return [_for_role(board, ticket, cmd.role, ctx)]
    if cmd.worker_id is None:
        able = (row for row in ctx.ranking or () if row.available and is_free(board, ticket, row.worker_id, ctx))
        best = next(able, None)
        if best is None:
            raise no_candidate(board, ticket, ctx)
        return _given(board, offered(board, ticket, best.worker_id, ctx, cmd.lead, automatic=False))
    worker = worker_of(board, cmd.worker_id)
    blocked = obstacle(board, worker, kind_of(board, ticket.kind), ctx.now)
    already = any(a.ticket_id == ticket.id for a in board.work_of(worker.id))
    if blocked is not None and cmd.stack:  # by hand too, nobody is given two extreme tickets
        blocked = two_extreme(board, worker.id, ticket.severity, ticket) or blocked
    if blocked is not None and not (cmd.stack and blocked[0] == "worker_busy" and not already):
        raced = sent_elsewhere(board, worker.id, ctx.now) if blocked[0] == "worker_busy" else {}
        raise Conflict(blocked[0], f"{worker.name}: {blocked[0]}", **{"worker_id": worker.id, **blocked[1], **raced})
    stacked = blocked is not None
    return _given(board, offered(board, ticket, worker.id, ctx, cmd.lead, automatic=False, stacked=stacked))


def _given(board: Board, offer: e.AssignmentOffered) -> list[e.Event]:
    """Who is named lead by hand takes it from whoever was to lead: there are never two."""
    if not offer.lead or not _has_lead(board.assignments_of(offer.ticket_id)):
        return [offer]
    return [replace(offer, lead=False), e.LeadChanged(offer.ticket_id, offer.assignment_id, offer.worker_id)]


def _for_role(board: Board, ticket: Ticket, role: str, ctx: Context) -> e.AssignmentOffered:
    """The nearest of a role that the ticket's playbook wants, beside who leads."""
    worker_id = nearest_of_role(board, role, ctx)
    if worker_id is None:
        raise Conflict("no_candidate", f"nobody of the role {role} is free", ticket_id=ticket.id, role=role)
    return offered(board, ticket, worker_id, ctx, False, automatic=False, role=role)


def is_free(board: Board, ticket: Ticket, worker_id: str, ctx: Context) -> bool:
    worker = board.workers.get(worker_id)
    return worker is not None and obstacle(board, worker, board.kinds.get(ticket.kind), ctx.now) is None


def no_candidate(board: Board, ticket: Ticket, ctx: Context) -> Conflict:
    """With the one plain reason, as far as the ranking knows it."""
    because = nobody(ctx.ranking or (), board.kinds.get(ticket.kind))
    why = {"why_not": because[0], "why": because[1]} if because else {}
    return Conflict("no_candidate", "nobody on duty is free and able", ticket_id=ticket.id, **why)


def _has_lead(live: list[Assignment]) -> bool:
    """One who is being called back leads nobody any more, although he has not confirmed it yet."""
    return any(a.lead and a.stage != "recalling" for a in live)


def offer_next(board: Board, cmd: c.OfferNext, ctx: Context) -> list[e.Event]:
    """Offer to the best who were not asked yet: the two nearest for an extreme ticket, else one; where the mode is to
    ask all near at once, those, and the best one when nobody is near or nobody of them took it. Nobody: escalate."""
    ticket = board.tickets.get(cmd.ticket_id)
    if ticket is None or ticket.state != "pending" or ctx.ranking is None:
        return []
    if cmd.patient and isinstance(by := ctx.ranking, Ranked) and ticket.id in left_to_plan(board, by.policy, ctx.now):
        return _failed_often(ticket)
    live = [a for a in board.assignments_of(ticket.id) if not a.role]
    wanted = at_once(board, ticket) - len(live)
    tried = {w for w, at in ticket.tried if ctx.now - at < ASK_AGAIN_AFTER}
    fresh = [
        r for r in ctx.ranking if r.available and r.worker_id not in tried and is_free(board, ticket, r.worker_id, ctx)
    ]
    events: list[e.Event] = []
    leads, offers = _has_lead(live), 0
    together = near(fresh, broadcast_s(board, ticket)) if calls_all(board, ticket) and not live else []
    for row in together or fresh[: max(0, wanted)]:
        events.append(offered(board, ticket, row.worker_id, ctx, not leads, automatic=True, broadcast=bool(together)))
        leads, offers = True, offers + 1
    unheard = calls_all(board, ticket) and not together and not live and not ticket.tried
    if unheard and "broadcast_nobody" not in ticket.escalations:
        events.append(e.EscalationRaised(ticket.id, "broadcast_nobody"))
    if not offers and not live and "no_candidate" not in ticket.escalations:
        events.append(e.EscalationRaised(ticket.id, "no_candidate"))
    return events + _failed_often(ticket)


def _failed_often(ticket: Ticket) -> list[e.Event]:
    often = ticket.offers_failed >= FAILED_OFFERS_ESCALATE and "offers_failed" not in ticket.escalations
    return [e.EscalationRaised(ticket.id, "offers_failed")] if often else []


def offered(
    board: Board, ticket: Ticket, worker_id: str, ctx: Context, lead: bool | None, *, automatic: bool,
    stacked: bool = False, role: str = "", broadcast: bool = False,
) -> e.AssignmentOffered:  # fmt: skip
    """An offer to this worker, with the walk of the ranking; ``role``: for its steps of the playbook."""
    row = find(ctx.ranking or (), worker_id) or Candidate(worker_id, "", True)
    if lead is None:
        lead = not _has_lead(board.assignments_of(ticket.id))
    return e.AssignmentOffered(
        assignment_id=ctx.new_id(),
        ticket_id=ticket.id,
        worker_id=worker_id,
        lead=lead,
        stacked=stacked,
        automatic=automatic,
        offered_at=ctx.now,
        expires=ctx.now + timedelta(seconds=OFFER_EXPIRES_S[ticket.severity]),
        eta_s=row.eta_s,
        distance_m=row.distance_m,
        fix_age_s=row.fix_age_s,
        path=row.path,
        travel=row.travel,
        role=role,
        broadcast=broadcast,
    )


# --- answers ----------------------------------------------------------------------------------


def speaker(cmd: c.WorkerCommand | c.DutyCommand, ctx: Context) -> str:
    """Whose word it is: the worker's own, or one passed on by a dispatcher."""
    if ctx.actor.kind == "worker":
        return ctx.actor.id
    if not cmd.on_behalf_of:
        raise InvalidField("on_behalf_of", "name the worker who answered by radio or telephone")
    return cmd.on_behalf_of


def _own(board: Board, cmd: c.WorkerCommand, ctx: Context) -> Assignment:
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


def move(stage: str, board: Board, cmd: c.WorkerCommand, ctx: Context) -> list[e.Event]:
    """Take an assignment to its next stage. Repeating the present stage is no change."""
    held = _own(board, cmd, ctx)
    if held.stage == stage:
        return []  # a phone that resent its tap under a new id
    _must_lead_to(held, stage)
    moved = e.AssignmentMoved(held.id, held.ticket_id, held.worker_id, stage, cmd.via, cmd.at)
    return [moved, *_take_lead(board, held), *taken_from_others(board, held)]


def _must_lead_to(held: Assignment, stage: str) -> None:
    if stage not in NEXT[held.stage]:
        raise Conflict("not_a_move", f"{held.stage} does not lead to {stage}", present=held.stage, wanted=stage)


def _take_lead(board: Board, held: Assignment) -> list[e.Event]:
    """The first to take it leads; one who was only offered the lead loses it."""
    others = [a for a in board.assignments_of(held.ticket_id) if a.id != held.id]
    if held.lead or any(a.lead and a.stage in TAKEN for a in others):
        return []
    if held.role and any(not a.role and a.stage != "recalling" for a in others):
        return []  # here for steps of his role; whoever is asked for the ticket itself will lead
    return [e.LeadChanged(held.ticket_id, held.id, held.worker_id)]


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


def decline(board: Board, cmd: c.DeclineAssignment, ctx: Context) -> list[e.Event]:
    held = _own(board, cmd, ctx)
    if not cmd.reason.strip():
        raise InvalidField("reason", "say why")
    _must_lead_to(held, "declined")
    return [_ended(held, "declined", cmd.reason, cmd), *pass_lead(board, held)]


def _ended(held: Assignment, stage: str, reason: str = "", cmd: c.WorkerCommand | None = None) -> e.AssignmentEnded:
    via, said_at = (cmd.via, cmd.at) if cmd else ("", None)
    return e.AssignmentEnded(held.id, held.ticket_id, held.worker_id, stage, reason, via, said_at)


def resolve(board: Board, cmd: c.ResolveTicket, ctx: Context) -> list[e.Event]:
    """One's own work is done; the lead's word resolves the ticket and calls the others back. While one of them still
    has steps that must be done, the lead passes on: who frees the person in the lift is not called back."""
    held = _own(board, cmd, ctx)
    _must_lead_to(held, "cleared")
    cleared = _ended(held, "cleared", cmd=cmd)
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


# --- recalling --------------------------------------------------------------------------------


def recall(board: Board, cmd: c.RecallAssignment, ctx: Context) -> list[e.Event]:
    ticket_of(board, cmd.ticket_id)
    held = board.latest(cmd.ticket_id, worker_of(board, cmd.worker_id).id)
    if held is None or not held.is_live:
        raise Conflict("not_a_move", "nobody to recall: this worker is not on this ticket", worker_id=cmd.worker_id)
    if held.stage == "recalling":
        return []
    return [*_withdraw(held, cmd.reason, ctx), *pass_lead(board, held)]


def _withdraw(held: Assignment, reason: str, ctx: Context) -> list[e.Event]:
    """An unanswered offer simply goes; who has answered must confirm, or a minute passes."""
    if held.stage == "offered":
        return [_ended(held, "recalled", reason)]
    if held.stage == "recalling":
        return []
    until = ctx.now + timedelta(seconds=RECALL_CONFIRMS_S)
    return [e.AssignmentRecalling(held.id, held.ticket_id, held.worker_id, reason, until)]


def withdraw_all(board: Board, ticket_id: str, reason: str, ctx: Context, but: str = "") -> list[e.Event]:
    """Call everybody back from a ticket (except the assignment ``but``)."""
    return [ev for held in board.assignments_of(ticket_id) if held.id != but for ev in _withdraw(held, reason, ctx)]


def confirm_recall(board: Board, cmd: c.ConfirmRecall, ctx: Context) -> list[e.Event]:
    held = board.latest(cmd.ticket_id, worker_of(board, speaker(cmd, ctx)).id)
    if held is not None and held.stage == "recalled":
        return []
    held = _own(board, cmd, ctx)
    if held.stage != "recalling":
        raise Conflict("not_a_move", "there is no recall to confirm", present=held.stage, wanted="recalled")
    return [_ended(held, "recalled", held.reason, cmd)]


# --- the clock --------------------------------------------------------------------------------


def expire(board: Board, cmd: c.ExpireAssignment, ctx: Context) -> list[e.Event]:
    held = board.assignments.get(cmd.assignment_id)
    if held is None or held.stage != "offered" or held.expires is None or ctx.now < held.expires:
        return []
    return [_ended(held, "expired"), *pass_lead(board, held)]


def end_recall(board: Board, cmd: c.EndRecall, ctx: Context) -> list[e.Event]:
    held = board.assignments.get(cmd.assignment_id)
    if held is None or held.stage != "recalling" or held.expires is None or ctx.now < held.expires:
        return []
    return [_ended(held, "recalled", held.reason)]


DECIDERS: Deciders = {
    c.OfferAssignment: offer,
    c.OfferNext: offer_next,
    c.AcknowledgeAssignment: lambda b, cmd, ctx: move("acknowledged", b, cmd, ctx),
    c.StartTravel: lambda b, cmd, ctx: move("en_route", b, cmd, ctx),
    c.ArriveOnScene: lambda b, cmd, ctx: move("on_scene", b, cmd, ctx),
    c.DeclineAssignment: decline,
    c.ResolveTicket: resolve,
    c.RecallAssignment: recall,
    c.ConfirmRecall: confirm_recall,
    c.ExpireAssignment: expire,
    c.EndRecall: end_recall,
}

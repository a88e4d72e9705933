"""Sending workers: to whom a ticket is offered, by hand, by a plan, or to the next who is able."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dispatch import commands as c
from dispatch import events as e
from dispatch.actor import ENGINE
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders, kind_of, open_ticket, worker_of
from dispatch.decide.grab import near
from dispatch.decide.held import has_lead
from dispatch.decide.races import assigned_already, sent_elsewhere
from dispatch.decide.roles import nearest_of_role
from dispatch.errors import Conflict
from dispatch.first_offer import ASK_AGAIN_AFTER, at_once, calls_all, comes, left_to_plan
from dispatch.matching import Candidate, find, nobody, obstacle, two_extreme
from dispatch.matching.far import PLACE_FAR_OFF
from dispatch.matching.ranked import Ranked
from dispatch.modes import broadcast_s
from dispatch.severity import OFFER_EXPIRES_S
from dispatch.ticket import OPEN, Ticket

#: So many unanswered or declined offers, and a supervisor is told (the engine goes on asking).
FAILED_OFFERS_ESCALATE = 3


def offer(board: Board, cmd: c.OfferAssignment, ctx: Context) -> list[e.Event]:
    ticket = open_ticket(board, cmd.ticket_id)
    asked = next((a for a in board.assignments_of(ticket.id) if a.stage != "recalling" and not a.role), None)
    if cmd.alone and asked is not None:
        raise assigned_already(board, asked, ctx.now)
    by_itself = ctx.actor == ENGINE  # a plan that the engine carries out
    if cmd.role is not None and cmd.worker_id is None:
        return [_for_role(board, ticket, cmd.role, ctx)]
    if cmd.worker_id is None:
        able = (row for row in ctx.ranking or () if row.available and is_free(board, ticket, row.worker_id, ctx))
        best = next(able, None)
        if best is None:
            raise no_candidate(board, ticket, ctx)
        return _given(board, offered(board, ticket, best.worker_id, ctx, cmd.lead, automatic=by_itself))
    worker = worker_of(board, cmd.worker_id)
    blocked = obstacle(board, worker, kind_of(board, ticket.kind), ctx.now)
    already = any(a.ticket_id == ticket.id for a in board.work_of(worker.id))
    if blocked is not None and cmd.stack:  # by hand too, nobody is given two extreme tickets
        blocked = two_extreme(board, worker.id, ticket.severity, ticket) or blocked
    if blocked is not None and not (cmd.stack and blocked[0] == "worker_busy" and not already):
        raced = sent_elsewhere(board, worker.id, ctx.now) if blocked[0] == "worker_busy" else {}
        raise Conflict(blocked[0], f"{worker.name}: {blocked[0]}", **{"worker_id": worker.id, **blocked[1], **raced})
    stacked = blocked is not None
    return _given(board, offered(board, ticket, worker.id, ctx, cmd.lead, automatic=by_itself, stacked=stacked))


def _given(board: Board, offer: e.AssignmentOffered) -> list[e.Event]:
    """Who is named lead by hand takes it from whoever was to lead: there are never two."""
    if not offer.lead or not has_lead(board.assignments_of(offer.ticket_id)):
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


def offer_next(board: Board, cmd: c.OfferNext, ctx: Context) -> list[e.Event]:
    """Offer to the best who were not asked yet: the two nearest for an extreme ticket, else one; where the mode is to
    ask all near at once, those, and the best one when nobody is near or nobody of them took it. Nobody: escalate."""
    ticket = board.tickets.get(cmd.ticket_id)
    if ticket is None or ticket.state not in OPEN or comes(board, ticket) or ctx.ranking is None:
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
    leads, offers = has_lead(board.assignments_of(ticket.id)), 0
    together = near(fresh, broadcast_s(board, ticket)) if calls_all(board, ticket) and not live else []
    for row in together or fresh[: max(0, wanted)]:
        events.append(offered(board, ticket, row.worker_id, ctx, not leads, automatic=True, broadcast=bool(together)))
        leads, offers = True, offers + 1
    unheard = calls_all(board, ticket) and not together and not live and not ticket.tried
    if unheard and "broadcast_nobody" not in ticket.escalations:
        events.append(e.EscalationRaised(ticket.id, "broadcast_nobody"))
    reason = _why_nobody(ctx)
    if not offers and not live and reason not in ticket.escalations:
        events.append(e.EscalationRaised(ticket.id, reason))
    return events + _failed_often(ticket)


def _why_nobody(ctx: Context) -> str:
    """A place far outside the district is told apart: it wants checking, however many are free."""
    because = nobody(ctx.ranking or (), None)
    return PLACE_FAR_OFF if because is not None and because[0] == PLACE_FAR_OFF else "no_candidate"


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
        lead = not has_lead(board.assignments_of(ticket.id))
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


DECIDERS: Deciders = {c.OfferAssignment: offer, c.OfferNext: offer_next}

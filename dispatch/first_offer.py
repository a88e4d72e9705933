"""Who makes a ticket's first offer: the ranking, in the same append, or the plan of the whole board a moment later.

As long as nobody else waits for the same people the best of the ranking is what the plan would say, too. Where somebody
does, the plan sees both: first offers by rank alone cost a third of the tickets their clock that the plan keeps (lab,
load 0.8). What goes wrong is asked at once, by rank: an extreme ticket, and the next one after an offer that failed.
The engine and the policy lab ask here; how long the plan is waited for is ``Policy.plan_patience_s``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dispatch.assignment import TAKEN
from dispatch.board import Board
from dispatch.matching import obstacle
from dispatch.modes import asks_by_itself, mode_of
from dispatch.policy import Policy
from dispatch.ticket import OPEN, Ticket
from dispatch.worker import Worker

#: Who declined, let it expire or was recalled is not asked again for this long.
ASK_AGAIN_AFTER = timedelta(minutes=10)
#: Those who are sent by rank and by plan; others are asked for the steps of their role.
SENT = frozenset({"grid_worker"})


def wants_offer(board: Board, ticket: Ticket) -> bool:
    """Automatic dispatch should look for somebody: nobody has it, and it began by itself or an offer failed."""
    if ticket.state not in OPEN or ticket.state == "active" or ticket.hands_on:
        return False
    live = board.assignments_of(ticket.id)
    if any(a.stage in TAKEN for a in live):
        return False
    if mode_of(board, ticket) == "hand":
        return False
    begun = asks_by_itself(board, ticket.kind, ticket.severity) or ticket.offers_failed > 0
    asked = [a for a in live if a.stage == "offered" and not a.role]
    return begun and len(asked) < at_once(board, ticket)


def at_once(board: Board, ticket: Ticket) -> int:
    """How many are asked side by side, one by one."""
    return 2 if ticket.severity == "extreme" and not calls_all(board, ticket) else 1


def calls_all(board: Board, ticket: Ticket) -> bool:
    """Whether everybody near is asked together."""
    return board.auto_dispatch and mode_of(board, ticket) == "broadcast"


def is_planned(board: Board, ticket: Ticket) -> bool:
    """Whether a plan considers it: open, with a place, found by more than a person's own hand; nobody is there yet,
    nobody helps who would lead it, and it is not being called out to everybody near."""
    if ticket.state not in OPEN or ticket.where.lon is None or mode_of(board, ticket) == "hand":
        return False
    live = board.assignments_of(ticket.id)
    if any(a.stage == "on_scene" or (a.broadcast and a.stage == "offered") for a in live):
        return False
    return not live or any(a.lead for a in live)


def left_to_plan(board: Board, ticket: Ticket, policy: Policy, now: datetime) -> bool:
    """Whether the plan makes this ticket's first offer: by the policy, and because another ticket that nobody was asked
    for yet wants one of those who could go. Where nobody could, there is no offer to be made."""
    if not policy.replan or policy.plan_patience_s <= 0 or not _may_wait(board, ticket):
        return False
    others = [one for one in board.tickets.values() if one.id != ticket.id and _competes(board, one)]
    if not others:
        return False
    free = [w for w in board.workers.values() if w.duty == "available" and w.role in SENT and not board.work_of(w.id)]
    able = [worker for worker in free if _can(board, worker, ticket, now)]
    return any(_can(board, worker, other, now) for other in others for worker in able)


def _may_wait(board: Board, ticket: Ticket) -> bool:
    return (
        ticket.severity != "extreme"
        and not ticket.offers_failed
        and mode_of(board, ticket) == "auto"
        and wants_offer(board, ticket)
        and is_planned(board, ticket)
    )


def _competes(board: Board, ticket: Ticket) -> bool:
    """It waits as well, and nobody was asked. What only a person may send does not hold up what sends itself."""
    if ticket.state != "pending" or ticket.where.lon is None or not wants_offer(board, ticket):
        return False
    return not any(a.stage == "offered" and not a.role for a in board.assignments_of(ticket.id))


def _can(board: Board, worker: Worker, ticket: Ticket, now: datetime) -> bool:
    if obstacle(board, worker, board.kinds.get(ticket.kind), now) is not None:
        return False
    return not any(who == worker.id and now - at < ASK_AGAIN_AFTER for who, at in ticket.tried)

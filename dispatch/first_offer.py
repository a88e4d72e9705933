"""Who makes a ticket's first offer: the ranking, in the same append, or the plan of the whole board a moment later.

As long as nobody else waits for the same people the best of the ranking is what the plan would say, too. Where somebody
does, the plan sees both: first offers by rank alone cost a third of the tickets their clock that the plan keeps (lab,
load 0.8). An extreme ticket waits for no plan. The engine and the policy lab ask here; ``Policy.plan_patience_s`` says
how long the plan is waited for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from dispatch.assignment import TAKEN
from dispatch.board import Board
from dispatch.matching import obstacle, other_role
from dispatch.modes import asks_by_itself, mode_of
from dispatch.policy import Policy
from dispatch.ticket import OPEN, Ticket
from dispatch.worker import Worker

#: Who declined, let it expire or was recalled is not asked again for this long.
ASK_AGAIN_AFTER = timedelta(minutes=10)


def wants_offer(board: Board, ticket: Ticket) -> bool:
    """Automatic dispatch should look for somebody: nobody has it, and it began by itself or an offer failed."""
    if ticket.state not in OPEN or ticket.hands_on or comes(board, ticket):
        return False
    live = board.assignments_of(ticket.id)
    if mode_of(board, ticket) == "hand":
        return False
    begun = asks_by_itself(board, ticket.kind, ticket.severity) or ticket.offers_failed > 0
    asked = [a for a in live if a.stage == "offered" and not a.role]
    return begun and len(asked) < at_once(board, ticket)


def comes(board: Board, ticket: Ticket) -> bool:
    """Whether somebody has taken it, or has been there and is done. Who comes for the steps of his role is beside that:
    the property's guard with the signs does not stand in for who was asked for the ticket itself."""
    sent = (board.assignments[a] for a in board.by_ticket.get(ticket.id, ()))
    return any(not a.role and (a.stage in TAKEN or (a.stage == "cleared" and ticket.state == "active")) for a in sent)


def at_once(board: Board, ticket: Ticket) -> int:
    """How many are asked side by side, one by one."""
    return 2 if ticket.severity == "extreme" and not calls_all(board, ticket) else 1


def calls_all(board: Board, ticket: Ticket) -> bool:
    """Whether everybody near is asked together."""
    return board.auto_dispatch and mode_of(board, ticket) == "broadcast"


def is_planned(board: Board, ticket: Ticket) -> bool:
    """Whether a plan considers it: open, with a place, found by more than a person's own hand; nobody is there yet,
    nobody helps who would lead it, and it is not being called out to everybody near."""
    if ticket.state not in OPEN or not ticket.where.is_known or mode_of(board, ticket) == "hand":
        return False
    live = [a for a in board.assignments_of(ticket.id) if not a.role]
    if any(a.stage == "on_scene" or (a.broadcast and a.stage == "offered") for a in live):
        return False
    return any(a.lead for a in live) if live else not comes(board, ticket)


def left_to_plan(board: Board, policy: Policy, now: datetime) -> frozenset[str]:
    """Tickets whose offer the plan makes, the first or the next after one that failed: by the policy, and because
    another ticket that nobody was asked for yet wants one of those who could go. Where nobody could, there is no offer
    to be made. 20 ms where 750 wait and 50 are free."""
    if not policy.replan or policy.plan_patience_s <= 0 or not board.auto_dispatch:
        return frozenset()
    free = [w for w in board.workers.values() if w.duty == "available" and not board.work_of(w.id)]
    if not free:
        return frozenset()
    waiting = [ticket for ticket in board.tickets.values() if ticket.state == "pending" and _is_unasked(board, ticket)]
    if len(waiting) < 2:
        return frozenset()
    able = {ticket.id: who for ticket, who in zip(waiting, _able(board, waiting, free, now), strict=True)}
    wanted = Counter(worker for who in able.values() for worker in who)
    return frozenset(t.id for t in waiting if _may_wait(board, t) and any(wanted[one] > 1 for one in able[t.id]))


def _is_unasked(board: Board, ticket: Ticket) -> bool:
    """It is automatic dispatch's, and nobody was asked. What a person sends does not hold up what sends itself."""
    if not ticket.where.is_known or not wants_offer(board, ticket):
        return False
    return not any(a.stage == "offered" and not a.role for a in board.assignments_of(ticket.id))


def _may_wait(board: Board, ticket: Ticket) -> bool:
    return ticket.severity != "extreme" and mode_of(board, ticket) == "auto" and is_planned(board, ticket)


def _able(board: Board, tickets: Sequence[Ticket], free: Sequence[Worker], now: datetime) -> Iterator[set[str]]:
    """Who of the free could be asked, for each."""
    by_kind: dict[str, set[str]] = {}
    for ticket in tickets:
        if ticket.kind not in by_kind:
            kind = board.kinds.get(ticket.kind)
            by_kind[ticket.kind] = {
                w.id for w in free if not other_role(w, kind) and obstacle(board, w, kind, now) is None
            }
        yield by_kind[ticket.kind] - {who for who, at in ticket.tried if now - at < ASK_AGAIN_AFTER}

"""How much of what people were told may be changed by itself, and at what price: who is called back too often stops
going. A bucket, read off the board: it holds so much for each worker on duty, every ticket that is opened fills it a
little, every change takes one out, and the emptier it is the dearer a change. A calm board is thereby put right for
little, a busy one only where much is won, and over a day the changes stay below what the policy says a ticket.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.assignment import REPLANNED
from dispatch.board import Board
from dispatch.matching import SENT
from dispatch.policy import Policy

#: What was changed so long ago is forgotten.
WINDOW = timedelta(hours=24)
#: Half of the allowance spent: 8 times the price. Lab, load 0.8: 4 instead of 3 changes nothing, 2 spends it too soon.
STEEP = 3


@dataclass(frozen=True, slots=True)
class Allowance:
    """``left`` of ``most`` changes; parts of one are saved up."""

    left: float
    most: float

    @property
    def changes(self) -> int:
        """So many may be made now."""
        return int(self.left + 1e-9)

    def price_s(self, policy: Policy) -> float:
        """What one of them costs in a plan, in seconds."""
        return policy.own_change_s * float(self.most / max(1.0, self.left)) ** STEEP


def allowance(board: Board, policy: Policy, now: datetime) -> Allowance:
    """As of the last day. It counts every call back for a better plan, a dispatcher's, too: it is told all the same."""
    on_duty = sum(worker.duty == "available" and worker.role in SENT for worker in board.workers.values())
    since, most = now - WINDOW, max(1.0, policy.told_per_worker * on_duty)
    moves = [(t.opened_at, policy.told_per_ticket) for t in board.tickets.values() if t.opened_at > since]
    moves += [(a.since, -1.0) for a in board.assignments.values() if a.reason == REPLANNED and a.since > since]
    left = most
    for _, by in sorted(moves):
        left = min(most, max(0.0, left + by))
    return Allowance(left, most)

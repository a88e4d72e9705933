"""Who is sent, one ticket after another: the core's ranking under a policy, the core's own choice of it.

Nothing already told is changed. ``planned`` does that where a policy plans anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.lab.ways import Ways
from dispatch import matching
from dispatch.commands import OfferNext
from dispatch.first_offer import wants_offer
from dispatch.position import Position
from dispatch.severity import rank
from dispatch.ticket import Ticket
from dispatch.travel import Leg, Matrix, Travel
from dispatch.travel.profiles import WALK_M_S

if TYPE_CHECKING:
    from console.lab.play import Play


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a worker is now: the lab's phones are never late."""

    position: Position
    at: datetime


class WaysTravel:
    """The lab's ways as a ``Travel``."""

    def __init__(self, ways: Ways) -> None:
        self._ways, self.name = ways, ways.name

    def to(
        self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None, profile: str = "walk"
    ) -> list[Leg | None]:
        """As Travel.to; metres are those of an even pace."""
        seconds = self.matrix([goal], starts).seconds[:, 0]
        return [Leg(float(s), float(s) * WALK_M_S) for s in seconds]

    def matrix(
        self, goals: Sequence[Position], starts: Sequence[Position], *, limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:  # fmt: skip
        """As Travel.matrix."""
        seconds = self._ways.seconds(starts, goals)
        return Matrix(seconds, seconds * WALK_M_S)

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """Nobody looks at lines here."""
        return None


class Desk:
    """Tickets in the policy's order, each to the best who is free."""

    def __init__(self, play: Play) -> None:
        self.play, self.policy = play, play.policy
        self.travel: Travel = WaysTravel(play.ways)

    def turn(self) -> None:
        free = self._free()
        for ticket in self.waiting() if free else ():
            if not free:
                return
            free -= self._send(ticket)

    def _free(self) -> set[str]:
        board = self.play.board
        return {worker.id for worker in board.workers.values() if not board.work_of(worker.id)}

    def waiting(self) -> list[Ticket]:
        """Tickets that want somebody, in the order in which they are served."""
        board = self.play.board
        wanted = [ticket for ticket in self.play.open_tickets() if wants_offer(board, ticket)]
        return sorted(wanted, key=self._order)

    def _order(self, ticket: Ticket) -> tuple[float, datetime, str]:
        if self.policy.order == "oldest":
            return 0.0, ticket.opened_at, ticket.id
        if self.policy.order == "due" and ticket.due_at is not None:
            return 0.0, ticket.due_at, ticket.id
        return rank(ticket.severity), ticket.opened_at, ticket.id

    def _send(self, ticket: Ticket) -> set[str]:
        """Who was offered it."""
        board, now = self.play.board, self.play.clock.now()
        job = self.play.job_of(ticket.id)
        fixes = {hand.id: Fix(hand.at, now) for hand in self.play.hands.values() if not board.work_of(hand.id)}
        ranking = matching.rank(
            board, job.place, board.kinds[ticket.kind], fixes, self.travel, now, ticket=ticket, policy=self.policy
        )
        rows = tuple(ranking) if self.play.day.pairs else tuple(row for row in ranking if row.available)[:1]
        done = self.play.engine(OfferNext(ticket_id=ticket.id), rows)
        return {r.event.worker_id for r in done if hasattr(r.event, "worker_id")}

"""First offers by rank or by the plan, and what the plan calls off, as the live engine with its planner does it.

Nothing is decided here: ``dispatch.first_offer`` says whose the first offer is, ``console.planner`` makes the picture
of the board, plans it, and says what of that is done without a person. Only the clock is the lab's: a plan is there at
once.
"""

from __future__ import annotations

from console.lab.desk import Desk, Fix
from console.lab.draws import climb_s
from console.planner.accept import begun, commands_of
from console.planner.by_itself import by_itself
from console.planner.picture import COMING, Picture, picture
from console.planner.ways import ways_of
from dispatch.allowance import allowance
from dispatch.approach import Approach
from dispatch.events import Place
from dispatch.first_offer import left_to_plan
from dispatch.kind import Kind
from dispatch.severity import rank
from dispatch.ticket import Ticket


class PlannedDesk(Desk):
    """As an engine with its planner."""

    def turn(self) -> None:
        waiting = self.waiting()
        free = self._free()
        left = left_to_plan(self.play.board, self.policy, self.play.clock.now()) if free else frozenset()
        for ticket in waiting:
            if free and ticket.id not in left:
                free -= self._send(ticket)
        if self._is_heard(free, waiting):
            self._plan()

    def waiting(self) -> list[Ticket]:
        """Where an extreme ticket takes one worker, who was asked is enough."""
        found = super().waiting()
        if self.play.day.pairs:
            return found
        return [ticket for ticket in found if not self.play.board.assignments_of(ticket.id)]

    def _is_heard(self, free: set[str], waiting: list[Ticket]) -> bool:
        """Whether any plan would be news to somebody: else none is made."""
        if self.policy.exchange or free or not waiting:
            return self.policy.exchange or bool(waiting)
        worst = min(rank(ticket.severity) for ticket in waiting)
        return worst <= rank(self.policy.recall_for) and self._left() > 0 and self._is_on_less(worst)

    def _is_on_less(self, worst: int) -> bool:
        """Whether somebody is still on the way to something less bad."""
        board = self.play.board
        coming = (a for hand in self.play.hands for a in board.work_of(hand) if a.stage in COMING)
        return any(rank(board.tickets[a.ticket_id].severity) > worst for a in coming)

    def _left(self) -> int:
        return allowance(self.play.board, self.policy, self.play.clock.now()).changes

    def _plan(self) -> None:
        shown = self._picture()
        if not shown.tickets or not shown.crew:
            return
        board, now = self.play.board, self.play.clock.now()
        changes, back, _ = begun(board, by_itself(shown, ways_of(shown, self.travel)), now)
        for command in commands_of(changes, back):
            self.play.engine(command)

    def _picture(self) -> Picture:
        board, now = self.play.board, self.play.clock.now()
        fixes = {hand.id: Fix(hand.at, now) for hand in self.play.hands.values()}
        return picture(board, fixes, now, self.policy, approach=_upstairs)


def _upstairs(where: Place, kind: Kind | None) -> Approach:
    """Everybody climbs here."""
    return Approach(seconds=climb_s(where.floor))

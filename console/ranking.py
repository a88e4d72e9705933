"""Who could go: the core's ranking, fed from the screen board, the last known fixes and the road network."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from console.native import native
from dispatch import matching
from dispatch.approach import NOTHING, Approach, Approaches
from dispatch.board import Board
from dispatch.events import Place
from dispatch.kind import Kind
from dispatch.matching import Box, Day, Ranking
from dispatch.matching.ranked import Ranked
from dispatch.matching.ranking import Ways, drawn, search
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.ticket import Ticket
from dispatch.travel import Travel

log_ = logging.getLogger(__name__)
T = TypeVar("T")

#: What everybody has done today is counted anew after this long: it moves an order by seconds.
DAYS_FOR_S = 10.0
_NO_WAYS: Ways = ((), ())


@dataclass(frozen=True, slots=True)
class Ranker:
    """``fixes()`` are the last known places whatever their age; nothing here hangs. ``approach`` says what comes after
    the street, ``paces`` how fast each walks, ``extent`` where the district is."""

    fixes: Callable[[], dict[str, Any]]
    travel: Travel
    now: Callable[[], datetime]
    policy: Policy = field(default_factory=Policy)
    approach: Approaches | None = None
    paces: Callable[[], Mapping[str, float]] = dict
    extent: Callable[[], Box | None] = lambda: None
    #: places that somebody free is to stay near
    risks: Callable[[], Sequence[Position]] = tuple
    _days: dict[int, tuple[datetime, Mapping[str, Day]]] = field(default_factory=dict, init=False, repr=False)

    def __call__(
        self,
        board: Board,
        where: Place,
        kind_id: str,
        *,
        ticket: Ticket | None = None,
        exclude: Collection[str] = (),
        with_paths: int = 2,
        draw: str | None = None,
    ) -> Ranked:
        """Every worker on duty, best first; the ways of the first ``with_paths`` and of worker ``draw`` drawn (an offer
        remembers the way it was based on). ``ticket`` gives severity and clock, where there is one already."""
        kind, now = board.kinds.get(kind_id), self.now()
        approach = self.approach_of(where, kind)
        goal = position_of(where)
        fixes = self.fixes()
        held = matching.last_near(board, fixes, guarded((), native, self.risks)) if self.policy.hold_back else ()
        ranked = matching.rank(
            board, goal, kind, fixes, self.travel, now, ticket=ticket, grid_code=where.grid_code,
            exclude=exclude, policy=self.policy, approach=approach, paces=self.paces(), done=self._done(board, now),
            extent=self.extent(), held=held, search=_away,
        )  # fmt: skip
        if goal is not None:
            best = [*ranked[:with_paths], *([named] if draw and (named := ranked.of(draw)) else [])]
            ranked.draw(*guarded(({}, set()), native, drawn, best, approach.entrance or goal, self.travel))
        return ranked

    def of_ticket(self, board: Board, ticket_id: str, *, with_paths: int = 2, draw: str | None = None) -> Ranking:
        """The ranking of a ticket on the board; empty when it is not there."""
        ticket = board.tickets.get(ticket_id)
        if ticket is None:
            return ()
        return self(board, ticket.where, ticket.kind, ticket=ticket, with_paths=with_paths, draw=draw)

    def approach_of(self, where: Place, kind: Kind | None) -> Approach:
        """What comes after the street; nothing where the map does not know."""
        return guarded(NOTHING, self.approach, where, kind) if self.approach else NOTHING

    def _done(self, board: Board, now: datetime) -> Mapping[str, Day]:
        at, done = self._days.get(id(board), (None, {}))
        if at is None or not 0 <= (now - at).total_seconds() < DAYS_FOR_S:
            done = matching.days(board, now, self._climbed if self.approach else matching.stairs)
            self._days.clear()
            self._days[id(board)] = (now, done)
        return done

    def _climbed(self, ticket: Ticket) -> int:
        """Floors on foot: none where a lift was ridden."""
        found = self.approach_of(ticket.where, None)
        return abs(found.floors) if found.by == "stairs" else 0


def _away(travel: Travel, goal: Position, starts: Sequence[Position], limit_m: float | None) -> Ways:
    """The search of the ways leaves the loop; the Board is read in it."""
    return guarded(_NO_WAYS, native, search, travel, goal, starts, limit_m)


def guarded(otherwise: T, work: Callable[..., T], *args: Any) -> T:
    """``work(*args)``: a fault of map or roads is logged, and must cost neither an alarm nor a dispatch."""
    try:
        return work(*args)
    except Exception:
        log_.exception("going on without %s", getattr(args[0] if work is native else work, "__qualname__", work))
        return otherwise


def position_of(where: Place) -> Position | None:
    return Position(lon=where.lon, lat=where.lat) if where.lon is not None and where.lat is not None else None

"""Who could go: the core's ranking, fed from the screen board, the last known fixes and the road network."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from console.native import native
from dispatch import matching
from dispatch.board import Board
from dispatch.events import Place
from dispatch.matching import Candidate
from dispatch.position import Position
from dispatch.travel import Leg, Matrix, Travel

log_ = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Walked:
    """The legs already computed, as a Travel: so the board is read in the loop and only the search leaves it."""

    name: str
    legs: dict[Position, Leg | None]

    def to(
        self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None, profile: str = "walk"
    ) -> list[Leg | None]:
        return [self.legs.get(start) for start in starts]

    def matrix(
        self,
        goals: Sequence[Position],
        starts: Sequence[Position],
        *,
        limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:
        raise NotImplementedError("a ranking is for one goal")

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        return None


@dataclass(frozen=True, slots=True)
class Ranker:
    """``fixes()`` are the last known places whatever their age; it never hangs."""

    fixes: Callable[[], dict[str, Any]]
    travel: Travel
    now: Callable[[], datetime]

    def __call__(
        self,
        board: Board,
        where: Place,
        kind_id: str,
        *,
        exclude: Collection[str] = (),
        with_paths: int = 2,
        draw: str | None = None,
    ) -> tuple[Candidate, ...]:
        """Every worker on duty, best first; the walks of the first ``with_paths`` and of worker ``draw`` drawn
        (an offer remembers the walk it was based on)."""
        goal = position_of(where)
        fixes = self.fixes()
        on_duty = [w.id for w in board.workers.values() if w.duty != "off_duty" and w.id in fixes]
        starts = [fixes[worker_id].position for worker_id in on_duty]
        walked = _Walked(self.travel.name, self._legs(goal, starts) if goal and starts else {})
        kind = board.kinds.get(kind_id)
        ranked = matching.rank(board, goal, kind, fixes, walked, self.now(), grid_code=where.grid_code, exclude=exclude)
        best = [row for row in ranked if (row.rank <= with_paths or row.worker_id == draw) and row.eta_s is not None]
        if goal is None or not best:
            return tuple(ranked)
        drawn = guarded({}, native, self._drawn, best, fixes, goal)
        return tuple(drawn.get(row.worker_id, row) for row in ranked)

    def _legs(self, goal: Position, starts: list[Position]) -> dict[Position, Leg | None]:
        found = guarded([], native, self.travel.to, goal, starts)
        return dict(zip(starts, found, strict=True)) if found else {}

    def _drawn(self, rows: list[Candidate], fixes: dict[str, Any], goal: Position) -> dict[str, Candidate]:
        legs = {row.worker_id: self.travel.path(fixes[row.worker_id].position, goal) for row in rows}
        return {
            row.worker_id: replace(row, path=tuple((p.lon, p.lat) for p in leg.path))
            for row in rows
            if (leg := legs[row.worker_id]) is not None
        }

    def of_ticket(
        self, board: Board, ticket_id: str, *, with_paths: int = 2, draw: str | None = None
    ) -> tuple[Candidate, ...]:
        """The ranking of a ticket on the board; empty when it is not there."""
        ticket = board.tickets.get(ticket_id)
        return self(board, ticket.where, ticket.kind, with_paths=with_paths, draw=draw) if ticket else ()


def guarded(otherwise: T, work: Callable[..., T], *args: Any) -> T:
    """``work(*args)``: a fault of map or roads is logged, and must cost neither an alarm nor a dispatch."""
    try:
        return work(*args)
    except Exception:
        log_.exception("going on without %s", getattr(args[0] if work is native else work, "__qualname__", work))
        return otherwise


def position_of(where: Place) -> Position | None:
    return Position(lon=where.lon, lat=where.lat) if where.lon is not None and where.lat is not None else None

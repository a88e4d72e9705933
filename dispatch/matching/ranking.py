"""Who could go: every worker on duty, ranked by expected cost in seconds, each with reasons or with why not."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from dispatch.approach import NOTHING, Approach
from dispatch.board import Board
from dispatch.kind import Kind
from dispatch.matching.candidate import Candidate, Fix
from dispatch.matching.case import Case
from dispatch.matching.day import Day, days
from dispatch.matching.far import far_off
from dispatch.matching.judge import judge
from dispatch.matching.lineup import Box, line_up
from dispatch.matching.ranked import Line, Ranked
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.ticket import Ticket
from dispatch.travel import Travel
from dispatch.travel.crow_flies import CrowFlies

#: (seconds, metres) of each way; infinite where there is none
Ways = tuple[Sequence[float], Sequence[float]]


def search(travel: Travel, goal: Position, starts: Sequence[Position], limit_m: float | None = None) -> Ways:
    """The ways of the starts, in their order. Reads no board: may be done on another thread."""
    if hasattr(travel, "matrix"):  # arrays, without a Leg for each of 2,000
        found = travel.matrix([goal], starts, limit_m=limit_m)
        return found.seconds[:, 0].tolist(), found.metres[:, 0].tolist()
    legs = travel.to(goal, starts, limit_m=limit_m)
    return [leg.eta_s if leg else math.inf for leg in legs], [leg.distance_m if leg else math.inf for leg in legs]


def rank(
    board: Board,
    where: Position | None,
    kind: Kind | None,
    fixes: Mapping[str, Fix],
    travel: Travel,
    now: datetime,
    *,
    ticket: Ticket | None = None,
    grid_code: str | None = None,
    exclude: Collection[str] = (),
    roles: Collection[str] = ("grid_worker",),
    limit_m: float | None = None,
    with_paths: int = 0,
    policy: Policy | None = None,
    approach: Approach = NOTHING,
    paces: Mapping[str, float] | None = None,
    busy_until: Mapping[str, datetime] | None = None,
    done: Mapping[str, Day] | None = None,
    extent: Box | None = None,
    held: Collection[str] = (),
    search: Callable[[Travel, Position, Sequence[Position], float | None], Ways] = search,
) -> Ranked:
    """Every worker on duty (on break too), best first: the available, those who could take it after what they have,
    the others; each of the three by expected cost.

    ``fixes`` are the last known places, whatever their age. ``ticket`` gives severity and clock (else the kind's do).
    ``approach`` is what comes after the street, the same for all; ``paces`` multiply a worker's walking time;
    ``busy_until`` is when somebody will be free, where that is known better than from offers; ``done`` is what
    ``day.days`` gave lately; ``extent`` is the district; ``held`` are
    those whom ``holding.last_near`` keeps back. ``with_paths`` draws the way of that many of the best.
    ``search`` may find the ways elsewhere; where it finds none, the straight line is guessed from.
    """
    policy = policy or Policy()
    severity = ticket.severity if ticket else kind.severity if kind else "unknown"
    if policy.travel == "crow_flies" and travel.name != "crow_flies":
        travel = CrowFlies()
    goal = approach.entrance or where
    line = line_up(board, fixes, now, severity, policy, exclude=exclude, extent=extent, busy_until=busy_until)
    starts = [start for start in line.starts if start is not None]
    ways: Ways = search(travel, goal, starts, limit_m) if goal is not None and starts else ((), ())
    case = Case(
        now, policy, kind, ticket, severity, goal, grid_code, roles, approach, paces or {},
        days(board, now) if done is None else done, travel.name, held, far_off(goal, extent),
    )  # fmt: skip
    ranked = Ranked(case, line, judge(board, case, line, ways))
    if with_paths and goal is not None:
        ranked.draw(*drawn(ranked[:with_paths], goal, travel))
    return ranked


def drawn(rows: Sequence[Candidate], goal: Position, travel: Travel) -> tuple[dict[str, Line], set[str]]:
    """The ways of candidates as (lon, lat), empty where there is none to draw; and whose goes over a wall."""
    paths: dict[str, Line] = {}
    over_wall: set[str] = set()
    for row in rows:
        leg = travel.path(Position(*row.start), goal) if row.start is not None else None
        paths[row.worker_id] = tuple((p.lon, p.lat) for p in leg.path) if leg else ()
        if leg is not None and leg.over_wall:
            over_wall.add(row.worker_id)
    return paths, over_wall

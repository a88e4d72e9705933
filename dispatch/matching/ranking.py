"""Who could go: every worker on duty, ranked by expected cost in seconds, each with reasons or with why not."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dispatch.approach import NOTHING, Approach
from dispatch.board import Board
from dispatch.kind import Kind
from dispatch.matching.candidate import Candidate, Fix
from dispatch.matching.day import Day, days
from dispatch.matching.judge import Judge
from dispatch.matching.lineup import Box, Standing, line_up
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.ticket import Ticket
from dispatch.travel import Travel
from dispatch.travel.crow_flies import CrowFlies

#: (seconds, metres) of each way; infinite where there is none
Ways = tuple[Sequence[float], Sequence[float]]


def search(travel: Travel, goal: Position | None, standing: Sequence[Standing], limit_m: float | None = None) -> Ways:
    """The ways of those who have a place, in their order. Reads no board: may be done on another thread."""
    starts = [one.start for one in standing if one.start is not None]
    if goal is None or not starts:
        return (), ()
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
    search: Callable[[Travel, Position | None, Sequence[Standing], float | None], Ways] = search,
) -> list[Candidate]:
    """Every worker on duty (on break too), best first: the available, those who could take it after what they have,
    the others; each of the three by expected cost.

    ``fixes`` are the last known places, whatever their age. ``ticket`` gives severity and clock (else the kind's do).
    ``approach`` is what comes after the street, the same for all; ``paces`` multiply a worker's walking time;
    ``busy_until`` is when somebody will be free, where that is known better than from offers; ``done`` is what
    ``day.days`` gave lately; ``extent`` is the district. ``with_paths`` draws the way of that many of the best.
    ``search`` may find the ways elsewhere; where it finds none, the straight line is guessed from.
    """
    policy = policy or Policy()
    severity = ticket.severity if ticket else kind.severity if kind else "unknown"
    if policy.travel == "crow_flies" and travel.name != "crow_flies":
        travel = CrowFlies()
    standing = line_up(board, fixes, now, severity, policy, exclude=exclude, extent=extent, busy_until=busy_until)
    goal = approach.entrance or where
    ways = search(travel, goal, standing, limit_m)
    judge = Judge(
        board, now, policy, kind=kind, ticket=ticket, severity=severity, where=goal, grid_code=grid_code, roles=roles,
        approach=approach, paces=paces or {}, done=days(board, now) if done is None else done, travel=travel.name,
    )  # fmt: skip
    ranked = judge.ranked(standing, ways)
    return [_drawn(row, goal, travel) if row.rank <= with_paths else row for row in ranked]


def _drawn(row: Candidate, goal: Position | None, travel: Travel) -> Candidate:
    return replace(row, path=line(row, goal, travel))


def line(row: Candidate, goal: Position | None, travel: Travel) -> tuple[tuple[float, float], ...]:
    """The way of a candidate as (lon, lat); empty where there is none to draw."""
    if goal is None or row.start is None:
        return ()
    leg = travel.path(Position(*row.start), goal)
    return tuple((p.lon, p.lat) for p in leg.path) if leg else ()

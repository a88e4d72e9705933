"""The order of attempts: what cannot be planned is named, the rest inserted, bettered by PyVRP, and evened out."""

from __future__ import annotations

import logging
from time import monotonic

import numpy as np

from dispatch.rounds.answer import Left, Rounds, Walk
from dispatch.rounds.insertion import Orders, fair_share, insert
from dispatch.rounds.level import level
from dispatch.rounds.problem import Problem
from dispatch.rounds.timing import timed

log_ = logging.getLogger(__name__)

#: Evening out has at least so long; 20 days take 0.01 s, 300 days took 2.
LEVEL_S = 0.5


def solve(problem: Problem, *, time_limit_s: float, seed: int) -> Rounds:
    ends_at = monotonic() + time_limit_s
    hopeless = hopeless_of(problem)
    todo = [n for n in range(len(problem.stops)) if n not in hopeless]
    orders: Orders = {turn: [] for turn in problem.turns}
    share = fair_share(problem, todo)
    insert(problem, orders, todo, share_s=share)
    by = "insertion"
    rest_s = ends_at - monotonic()
    if rest_s > 0 and todo and orders:
        found = searched(problem, orders, share, rest_s, seed)
        if found is not None:
            orders, by = found, "routes"
    insert(problem, orders, missing(todo, orders), share_s=share)
    level(problem, orders, max(ends_at, monotonic() + LEVEL_S))
    return answer(problem, orders, hopeless, by)


def searched(problem: Problem, orders: Orders, share: float, time_limit_s: float, seed: int) -> Orders | None:
    """PyVRP's orders where they are sound and leave out no more than those in hand."""
    try:
        from dispatch.rounds.routes import better

        found = better(problem, orders, share, time_limit_s, seed)
    except Exception:  # a solver's fault must not cost the plan that is there
        log_.exception("going on without PyVRP")
        return None
    if found is None or any(order and timed(problem, turn, order) is None for turn, order in found.items()):
        return None
    return found if _count(found) >= _count(orders) else None


def _count(orders: Orders) -> int:
    return sum(len(order) for order in orders.values())


def missing(todo: list[int], orders: Orders) -> list[int]:
    there = {n for order in orders.values() for n in order}
    return [n for n in todo if n not in there]


def hopeless_of(problem: Problem) -> dict[int, str]:
    """Places that no walk can hold even alone, with the code of why."""
    size = len(problem.stops)
    found: dict[int, str] = {}
    reached = np.logical_or.reduce(np.isfinite(problem.seconds[size:, :size]), axis=0, initial=False)
    for n, stop in enumerate(problem.stops):
        if not reached[n]:
            found[n] = "unreachable"
        elif not any(timed(problem, turn, [n]) for turn in problem.turns):
            found[n] = "closed" if stop.has_hours or stop.days is not None else "no_time"
    return found


def answer(problem: Problem, orders: Orders, hopeless: dict[int, str], by: str) -> Rounds:
    walks: list[Walk] = []
    for turn, order in sorted(orders.items(), key=lambda one: (one[0][1], one[0][0])):
        walk = timed(problem, turn, order) if order else None
        if walk is not None:
            walks.append(walk)
    there = {visit.stop_id for walk in walks for visit in walk.visits}
    left = [Left(stop.id, hopeless.get(n, "no_time")) for n, stop in enumerate(problem.stops) if stop.id not in there]
    return Rounds(tuple(walks), tuple(left), by, len(problem.turns))

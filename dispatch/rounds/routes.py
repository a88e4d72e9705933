"""PyVRP: iterated local search over routes with hours (made for it; MIT). One thread, the same for a seed and steps."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import numpy as np
import pyvrp
from pyvrp.search import PerturbationParams

from dispatch.rounds.clients import Clients, clients_of, orders_of
from dispatch.rounds.insertion import Orders, length
from dispatch.rounds.problem import Problem

#: A way that is none: longer than any day.
NEVER_S = 10 * 86400
#: What a second beyond the even share costs in seconds of walking, and how far beyond is free: 3 % of the share.
OVER, FREE = 4, 1.03
#: Searches, each from the last one's answer and with its even share.
PASSES = 2


class Until:
    """Stops a search when ``clock`` has gone on for so many seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._end, self._clock = clock() + seconds, clock

    def __call__(self, best_cost: float) -> bool:
        return self._clock() >= self._end


def search(
    data: pyvrp.ProblemData,
    time_limit_s: float,
    seed: int,
    begin: pyvrp.Solution | None = None,
    clock: Callable[[], float] = monotonic,
) -> pyvrp.Result:
    """PyVRP, breaking up less at a time than it does by itself: C201R0.25 within 0.3 to 1.0 % in 8 s instead of 0.8,
    by three seeds each (twice the tries a second)."""
    params = pyvrp.SolveParams(perturbation=PerturbationParams(1, 10))
    stop = Until(time_limit_s, clock)
    return pyvrp.solve(data, stop, seed=seed, params=params, display=False, initial_solution=begin)


def better(problem: Problem, orders: Orders, share_s: float, time_limit_s: float, seed: int) -> Orders | None:
    """Orders with as much walking, balance and as many places as PyVRP finds; None where it finds nothing sound."""
    clients = clients_of(problem)
    found: Orders | None = None
    for turn in range(PASSES):
        data = _data(problem, clients, share_s)
        begin = _begin(data, problem, clients, found or orders)
        result = search(data, time_limit_s / PASSES, seed + turn, begin)
        if not result.is_feasible():
            return found
        found = orders_of(problem, clients, result.best)
        share_s = sum(length(problem, turn, order) for turn, order in found.items()) / max(1, len(found))
    return found


def _data(problem: Problem, clients: Clients, share_s: float) -> pyvrp.ProblemData:
    size = len(problem.stops)
    profiles, of_day = _profiles(problem, clients)
    made, groups = clients.made(problem)
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in clients.rows],
        clients=made,
        depots=[pyvrp.Depot(size + w) for w in range(len(problem.walkers))],
        vehicle_types=[_turn(problem, turn, share_s, of_day[turn[1]]) for turn in problem.turns],
        distance_matrices=profiles,
        duration_matrices=profiles,
        groups=groups,
    )


def _turn(problem: Problem, turn: tuple[int, int], share_s: float, profile: int) -> pyvrp.VehicleType:
    opens, closes = problem.span(turn)
    day = int(closes - opens)
    even = max(1, min(day, int(share_s * FREE)))
    return pyvrp.VehicleType(
        start_depot=turn[0], end_depot=turn[0], tw_early=int(np.ceil(opens)), tw_late=int(closes), shift_duration=even,
        max_overtime=day - even, unit_overtime_cost=OVER, profile=profile,
        unit_duration_cost=int(any(stop.has_hours for stop in problem.stops)),  # waiting at doors is time, too
    )  # fmt: skip


def _profiles(problem: Problem, clients: Clients) -> tuple[list[Any], list[int]]:
    """Whole seconds rounded up, so that what PyVRP finds in time is in time: a matrix for each set of places that are
    shut on some day, and which one holds on each day."""
    seconds = np.where(np.isfinite(problem.seconds), np.ceil(problem.seconds), NEVER_S).astype(np.int64)
    size = len(problem.stops)
    if not problem.returns:
        seconds[:, size:] = 0
    np.fill_diagonal(seconds, 0)
    everywhere = seconds[np.ix_(clients.rows, clients.rows)]
    shut = [clients.shut(day) for day in range(problem.days)]
    kinds = list(dict.fromkeys(shut))
    return [_without(everywhere, one) for one in kinds], [kinds.index(one) for one in shut]


def _without(seconds: Any, shut: frozenset[int]) -> Any:
    made = seconds.copy()
    made[:, sorted(shut)] = NEVER_S
    np.fill_diagonal(made, 0)
    return made


def _begin(data: pyvrp.ProblemData, problem: Problem, clients: Clients, orders: Orders) -> pyvrp.Solution | None:
    """The plan in hand."""
    walks = [(n, clients.of(problem, turn, orders[turn])) for n, turn in enumerate(problem.turns) if orders.get(turn)]
    if any(visits is None for _, visits in walks):
        return None
    return pyvrp.Solution(data, [pyvrp.Route(data, visits or [], n) for n, visits in walks])

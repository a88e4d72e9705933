"""PyVRP: iterated local search over routes with hours (made for it; MIT). One thread, the same for a seed and steps."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import numpy as np
import pyvrp
from pyvrp.search import PerturbationParams

from dispatch.rounds.insertion import Orders, length
from dispatch.rounds.problem import Problem

#: A way that is none: longer than any day.
NEVER_S = 10 * 86400
#: Leaving a place out costs more than any walk to it.
PRIZE = 40 * 86400
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
    found: Orders | None = None
    for turn in range(PASSES):
        data, stops = _data(problem, share_s)
        result = search(data, time_limit_s / PASSES, seed + turn, _begin(data, problem, found or orders, stops))
        if not result.is_feasible():
            return found
        found = _orders(problem, result.best, stops)
        share_s = sum(length(problem, turn, order) for turn, order in found.items()) / max(1, len(found))
    return found


def _data(problem: Problem, share_s: float) -> tuple[pyvrp.ProblemData, list[int]]:
    """The instance, and which stop each client is: one client for each opening of a stop, of which one is visited."""
    clients: list[pyvrp.Client] = []
    groups: list[pyvrp.ClientGroup] = []
    stops: list[int] = []
    for n, stop in enumerate(problem.stops):
        spans = stop.hours or ((0.0, float(NEVER_S)),)
        group = None
        if len(spans) > 1:
            group = len(groups)
            groups.append(pyvrp.ClientGroup(list(range(len(clients), len(clients) + len(spans))), required=False))
        for since, to in spans:
            late = int(to - stop.service_s)
            if late < since:
                late = int(since)  # closed before it is done: the planner has set aside those without any other
            clients.append(_client(n, stop.service_s, int(np.ceil(since)), late, group))
            stops.append(n)
    size = len(problem.stops)
    turns = problem.turns
    profiles = _profiles(problem)
    by_day = len(profiles) > 1
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(size + len(problem.walkers))],
        clients=clients,
        depots=[pyvrp.Depot(size + w) for w in range(len(problem.walkers))],
        vehicle_types=[_turn(problem, turn, share_s, turn[1] if by_day else 0) for turn in turns],
        distance_matrices=profiles,
        duration_matrices=profiles,
        groups=groups,
    )
    return data, stops


def _client(n: int, service_s: float, early: int, late: int, group: int | None) -> pyvrp.Client:
    return pyvrp.Client(
        n,
        service_duration=int(np.ceil(service_s)),
        tw_early=early,
        tw_late=late,
        prize=PRIZE,
        required=False,
        group=group,
    )


def _turn(problem: Problem, turn: tuple[int, int], share_s: float, profile: int) -> pyvrp.VehicleType:
    opens, closes = problem.span(turn)
    day = int(closes - opens)
    even = max(1, min(day, int(share_s * FREE)))
    return pyvrp.VehicleType(
        start_depot=turn[0], end_depot=turn[0], tw_early=int(np.ceil(opens)), tw_late=int(closes), shift_duration=even,
        max_overtime=day - even, unit_overtime_cost=OVER, profile=profile,
        unit_duration_cost=int(any(stop.hours for stop in problem.stops)),  # waiting at doors is time, too
    )  # fmt: skip


def _profiles(problem: Problem) -> list[Any]:
    """Whole seconds rounded up, so that what PyVRP finds in time is in time. One matrix for each day where some places
    are closed on some days."""
    seconds = np.where(np.isfinite(problem.seconds), np.ceil(problem.seconds), NEVER_S).astype(np.int64)
    size = len(problem.stops)
    if not problem.returns:
        seconds[:, size:] = 0
    np.fill_diagonal(seconds, 0)
    if all(stop.days is None for stop in problem.stops):
        return [seconds]
    made = []
    for day in range(problem.days):
        shut = [n for n, stop in enumerate(problem.stops) if stop.days is not None and day not in stop.days]
        one = seconds.copy()
        one[:, shut] = NEVER_S
        np.fill_diagonal(one, 0)
        made.append(one)
    return made


def _begin(data: pyvrp.ProblemData, problem: Problem, orders: Orders, stops: list[int]) -> pyvrp.Solution | None:
    """The plan in hand, where every place has one opening: of several the search must choose itself."""
    if len(stops) != len(problem.stops):
        return None
    routes = [pyvrp.Route(data, orders[turn], n) for n, turn in enumerate(problem.turns) if orders.get(turn)]
    return pyvrp.Solution(data, routes)


def _orders(problem: Problem, best: pyvrp.Solution, stops: list[int]) -> Orders:
    orders: Orders = {turn: [] for turn in problem.turns}
    for route in best.routes():
        visited = [stops[one.idx] for one in route if one.is_client()]
        orders[problem.turns[route.vehicle_type()]] = visited
    return orders

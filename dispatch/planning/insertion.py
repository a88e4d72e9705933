"""The quick plan that always answers: everybody keeps what they were told, the rest goes where it costs least."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from dispatch.planning.model import Model, Routes


def greedy(model: Model) -> Routes:
    """Worst and most pressing first, each at its cheapest place; nothing that was told is moved."""
    routes: Routes = [[] for _ in range(model.m)]
    for j in order(model, range(model.n)):
        if model.told[j] >= 0:
            place_told(model, routes, j)
    fill(model, routes)
    return routes


def order(model: Model, tasks: Iterable[int]) -> list[int]:
    """Weight first, then the clock, then the wait."""
    return sorted(tasks, key=lambda j: (-model.weight[j], model.due[j], model.release[j], j))


def place_told(model: Model, routes: Routes, j: int) -> None:
    i = model.told[j]
    _, at = cheapest_in(model, i, routes[i], j)
    if at >= 0:
        routes[i].insert(at, j)


def fill(model: Model, routes: Routes) -> None:
    """Put in whatever is in no route, where it costs least."""
    spent = model.changes(routes)
    for j in order(model, model.undone(routes)):
        _, i, at = cheapest(model, routes, j, model.budget - spent)
        if i >= 0:
            routes[i].insert(at, j)
            spent += model.told[j] not in (-1, i)


def cheapest(
    model: Model, routes: Routes, j: int, changes_left: float, hands: Iterable[int] | None = None
) -> tuple[float, int, int]:
    """(added cost, hand, place) for task j; hand -1 when nobody can."""
    best = (inf, -1, -1)
    for i in range(model.m) if hands is None else hands:
        if model.told[j] not in (-1, i) and changes_left < 1:
            continue
        if model.charges[i][j] == inf:
            continue
        added, at = cheapest_in(model, i, routes[i], j)
        if added < best[0]:
            best = (added, i, at)
    return best


def cheapest_in(model: Model, i: int, stops: list[int], j: int) -> tuple[float, int]:
    """(added cost, place) of task j in the order of hand i; place -1 when it does not fit."""
    before = model.route(i, stops)
    best, where = inf, -1
    for at in range(len(stops) + 1):
        cost = model.route(i, [*stops[:at], j, *stops[at:]])
        if cost - before < best:
            best, where = cost - before, at
    return best, where

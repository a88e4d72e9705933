"""From the problem to the answer: the bound first, which is often the plan already; else greedy, then search."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from dispatch.planning.answer import Change, Plan
from dispatch.planning.insertion import fill, greedy
from dispatch.planning.model import UNDONE, Model, Routes
from dispatch.planning.problem import Problem
from dispatch.planning.relaxation import Relaxed, relax
from dispatch.planning.search import Search

log = logging.getLogger(__name__)
T = TypeVar("T")

#: From so much time on half of it is a solver's: starting one costs 30 ms.
SOLVER_S = 0.2
#: Problems up to this size are also tried to proof.
PROVABLE = 14


def solve(problem: Problem, *, time_limit_s: float, seed: int) -> Plan:
    """See ``dispatch.planning.plan``."""
    end, asks = time.perf_counter() + time_limit_s, time_limit_s >= SOLVER_S
    model = Model(problem)
    if not model.n or not model.m:
        return answer(model, [[] for _ in range(model.m)], 0.0, "assignment", "assignment")
    relaxed = relax(model)
    if relaxed.proven:
        return answer(model, relaxed.routes, model.total(relaxed.routes), "assignment", "assignment")
    routes, by = _quick(model, relaxed)
    if time_limit_s > 0:
        found = _searched(model, relaxed, routes, seed, end - (time_limit_s / 2 if asks else 0.0))
        if model.total(found) < model.total(routes) - 1e-6:
            routes, by = found, "routes"
    bound, bound_by = relaxed.bound, "relaxation"
    if asks and end - time.perf_counter() > SOLVER_S / 4:
        routes, by, bound, bound_by = _solved(model, routes, by, bound, seed, end)
    return answer(model, routes, bound, by, bound_by)


def kept(problem: Problem) -> Plan:
    """What becomes of the board when nobody is called back: all keep what they were told, the rest goes where it costs
    least. Its bound is not computed."""
    model = Model(problem)
    return answer(model, greedy(model), 0.0, "greedy", "none")


def _quick(model: Model, relaxed: Relaxed) -> tuple[Routes, str]:
    """Greedy, or the first places of the bound with the rest put in, whichever costs less."""
    routes = greedy(model)
    if model.changes(relaxed.routes) <= model.budget:
        other = [list(stops) for stops in relaxed.routes]
        fill(model, other)
        if model.total(other) < model.total(routes):
            return other, "assignment"
    return routes, "greedy"


def _searched(model: Model, relaxed: Relaxed, begun: Routes, seed: int, end: float) -> Routes:
    """First downhill from the first places of the bound and from what greedy says, then on from the better one."""
    search = Search(model, lambda: time.perf_counter() > end)
    starts = [relaxed.routes] if model.changes(relaxed.routes) <= model.budget else []
    downhill = [search.descend(start) for start in (*starts, begun)]
    return search.improve(min((begun, *downhill), key=model.total), seed)


def _solved(
    model: Model, routes: Routes, by: str, bound: float, seed: int, end: float
) -> tuple[Routes, str, float, str]:
    """What OR-Tools adds: better routes, and for small problems a proof. Without it, or when it fails, nothing."""
    bound_by = "relaxation"
    if model.n <= PROVABLE:
        from dispatch.planning.exact import prove

        proof = _guarded(lambda: prove(model, routes, end - time.perf_counter(), seed))
        if proof is not None:
            better, proven = proof
            if proven > bound:
                bound, bound_by = proven, "cp_sat"
            if better and model.total(better) < model.total(routes) - 1e-6:
                routes, by = better, "exact"
    else:
        from dispatch.planning.solver import search

        other = _guarded(lambda: search(model, routes, end - time.perf_counter(), seed))
        if other and model.changes(other) <= model.budget and model.total(other) < model.total(routes) - 1e-6:
            routes, by = other, "routes"
    return routes, by, min(bound, model.total(routes)), bound_by


def _guarded(work: Callable[[], T]) -> T | None:
    try:
        return work()
    except Exception:
        log.exception("planning goes on without the solver")
        return None


def answer(model: Model, routes: Routes, bound: float, by: str, bound_by: str) -> Plan:
    """The plan in the names of the problem. The price of what is left undone is in neither cost nor bound."""
    problem, names = model.problem, [model.problem.tasks[k].id for k in model.tasks]
    left = model.undone(routes)
    price = sum(UNDONE * model.weight[j] for j in left)
    arrivals, late, late_s, walk_s = {}, [], 0.0, 0.0
    shown: dict[str, tuple[str, ...]] = {}
    fixed = {i: [problem.tasks[k].id for k, by_whom in model.fixed if by_whom == i] for _, i in model.fixed}
    for i, stops in enumerate(routes):
        at, walked = model.arrivals(i, stops)
        walk_s += walked
        for j, second in zip(stops, at, strict=True):
            arrivals[names[j]] = second
            if second > model.due[j]:
                late.append(names[j])
                late_s += second - model.due[j]
        if stops or i in fixed:
            shown[problem.hands[i].id] = (*fixed.get(i, ()), *(names[j] for j in stops))
    total = model.total(routes)
    return Plan(
        routes=shown,
        cost=total - price,
        bound=min(max(0.0, bound - price), total - price),
        changes=_changes(model, routes, names),
        by=by,
        bound_by=bound_by,
        unplanned={names[j]: _why(model, j) for j in left},
        arrivals=arrivals,
        late=tuple(late),
        late_s=late_s,
        walk_s=walk_s,
    )


def _changes(model: Model, routes: Routes, names: list[str]) -> tuple[Change, ...]:
    """What differs from what people were told, in the order of the problem."""
    told, hands = model.problem.told, model.problem.hands
    found = {}
    for i, stops in enumerate(routes):
        for j in stops:
            held = told.get(names[j])
            if held is None or held.worker_id != hands[i].id:
                former = held.worker_id if held else None
                found[j] = Change(names[j], former, hands[i].id, told=held is not None)
    return tuple(found[j] for j in sorted(found))


def _why(model: Model, j: int) -> str:
    able = [i for i in range(model.m) if model.able[i, j]]
    if not able:
        return "nobody_able"
    return "no_time" if any(model.first[i, j] < float("inf") for i in able) else "no_way"

"""A small day to proof: which orders of tickets to give to whom, chosen among all there are (column generation).

A column is one worker with the tickets he does, in their order. A linear program takes columns, so that every ticket is
done once and nobody has two; its prices say which columns could still better it, and those are all found and put in
(``Growth``). When there is none left its value is a bound on every plan, and mostly a plan itself; else whatever could
lie in between is put in, too, and chosen from in whole numbers. 14 tickets and 30 workers: 0.1 s, 24 tickets: 1 s.
No clock in it: the same day gives the same answer on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

from console.lab.growth import Columns, Growth
from dispatch.planning.model import UNDONE, Model, Routes

Floats = NDArray[np.float64]
SMALL = 1e-6
#: rounds of putting columns in; 3 to 12 were seen
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Best:
    """``cost`` of the routes; no plan is cheaper than ``bound``. Undone tickets count ``UNDONE``."""

    routes: Routes
    cost: float
    bound: float


@dataclass(slots=True)
class _Chosen:
    cost: float
    taken: Floats
    of_task: Floats
    of_hand: Floats


def best(model: Model, begun: Routes) -> Best | None:
    """The cheapest plan, with a bound; None where there are too many orders to look at. ``begun`` is any plan."""
    growth = Growth(model)
    columns: Columns = {(-1, (j,)): UNDONE * model.weight[j] for j in range(model.n)}
    columns |= {(i, tuple(stops)): model.route(i, stops) for i, stops in enumerate(begun) if stops}
    first = growth.below(np.zeros(model.n), np.zeros(model.m), inf, deepest=2)
    if first is None:
        return None
    columns |= first
    for _ in range(ROUNDS):
        found = _relaxed(model, columns)
        fresh = growth.below(found.of_task, found.of_hand, -SMALL)
        if fresh is None:
            return None
        if fresh.keys() <= columns.keys():
            return _whole(model, growth, columns, found)
        columns |= fresh
    return None


def _whole(model: Model, growth: Growth, columns: Columns, found: _Chosen) -> Best:
    """From the bound to a plan: whatever is in a better plan costs less than the gap beyond its price."""
    names = list(columns)
    if np.abs(found.taken - found.taken.round()).max() < SMALL:
        return Best(_routes(model, names, found.taken), found.cost, found.cost)
    cost, taken, _ = _integer(model, columns)
    between = growth.below(found.of_task, found.of_hand, cost - found.cost + SMALL)
    if between is None:
        return Best(_routes(model, names, taken), cost, found.cost)
    columns = columns | between
    cost, taken, bound = _integer(model, columns)
    return Best(_routes(model, list(columns), taken), cost, max(found.cost, min(cost, bound)))


def _relaxed(model: Model, columns: Columns) -> _Chosen:
    table, n = _table(model, columns), model.n
    found = linprog(
        list(columns.values()), A_ub=table[n:], b_ub=np.ones(model.m), A_eq=table[:n], b_eq=np.ones(n), method="highs"
    )
    return _Chosen(float(found.fun), found.x, np.array(found.eqlin.marginals), np.array(found.ineqlin.marginals))


def _integer(model: Model, columns: Columns) -> tuple[float, Floats, float]:
    table, n = _table(model, columns), model.n
    rules = [LinearConstraint(table[:n], 1, 1), LinearConstraint(table[n:], -np.inf, 1)]
    found = milp(list(columns.values()), constraints=rules, integrality=np.ones(len(columns)), bounds=Bounds(0, 1))
    return float(found.fun), np.asarray(found.x), float(found.mip_dual_bound)


def _table(model: Model, columns: Columns) -> Any:
    """Rows: tickets, then hands; -1 is nobody's."""
    rows: list[int] = []
    ends = [0]
    for hand, stops in columns:
        rows += stops
        if hand >= 0:
            rows.append(model.n + hand)
        ends.append(len(rows))
    shape = (model.n + model.m, len(columns))
    return csc_array((np.ones(len(rows)), np.array(rows), np.array(ends)), shape=shape)


def _routes(model: Model, names: list[Any], taken: Floats) -> Routes:
    routes: Routes = [[] for _ in range(model.m)]
    for at in np.flatnonzero(taken > 0.5):
        hand, stops = names[at]
        if hand >= 0:
            routes[hand] = list(stops)
    return routes

"""A lower bound by one assignment: every task takes one place in somebody's order, at the least that place can cost.

Place 1 of a hand costs exactly what it says. For place 2 the best task before it is taken, for place p ≥ 3 the p - 1
quickest tasks with their shortest ways: never more than the truth, so the optimum of this assignment is a bound for
every plan; and where it takes only first places it is itself the best plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf

import numpy as np
from scipy.optimize import linear_sum_assignment

from dispatch.planning.model import UNDONE, Model, Routes
from dispatch.planning.problem import Floats

#: Rows × columns above which only second places are told apart, so that 200 × 300 stays within a second.
MANY = 4_000_000


@dataclass(frozen=True, slots=True)
class Relaxed:
    """``bound`` on every plan within the budget; ``routes`` has the tasks of first places; ``proven``: those are all
    that can be done and cost what the bound says."""

    bound: float
    routes: Routes
    proven: bool


class Relaxation:
    """``at(price)`` solves with ``price`` added to each change: a price above 0 is what the budget may cost."""

    def __init__(self, model: Model) -> None:
        self.model = model
        m, n = model.m, model.n
        deepest = max(1, min(n, ceil(n / max(1, m)) + 2, max(model.most, default=1)))
        while deepest > 2 and m * deepest * n > MANY:
            deepest -= 1
        self.places = deepest
        self.stacks = [self._costs(place) for place in range(1, deepest + 1)]
        self.undone = np.array([UNDONE * w for w in model.weight])

    def at(self, price: float) -> tuple[float, Routes, bool, int]:
        """(value, first places, only first places or undone, changes) at this price of a change."""
        model, m, n = self.model, self.model.m, self.model.n
        dearer = np.where(model.moved, price, 0.0)
        stacks = [stack + dearer for stack in self.stacks]
        rest = self.undone.copy()
        if self.places > 1:  # the last place and all after it: room for everybody
            rest = np.minimum(rest, stacks.pop().min(axis=0, initial=inf))
        own = np.full((n, n), inf)
        np.fill_diagonal(own, rest)
        table = np.concatenate([stack.T for stack in stacks] + [own], axis=1)
        rows, columns = linear_sum_assignment(table)
        routes: Routes = [[] for _ in range(m)]
        simple, changes = True, 0
        for j, column in zip(rows.tolist(), columns.tolist(), strict=True):
            if column < m:
                routes[column].append(j)
                changes += model.told[j] not in (-1, column)
            elif column < m * len(stacks) or rest[j] < self.undone[j]:
                simple = False
        return float(table[rows, columns].sum()), routes, simple, changes

    def _costs(self, place: int) -> Floats:
        """Least cost (hands × tasks) of a task in this place of a hand's order; of the last place and all after it."""
        model = self.model
        start = np.array(model.start)[:, None]
        release = np.array(model.release)[None, :]
        if place == 1:
            at, leg = np.maximum(start, release) + model.first, model.first
        elif place == 2 and self.places > 2:
            at, leg = self._second(start, release)
        else:
            at, leg = self._later(place, start, release)
        since, due = np.array(model.since), np.array(model.due)
        with np.errstate(invalid="ignore"):  # no clock and no way: inf - inf, sorted out below
            over = at - due
            late = np.where(over > 0, np.array(model.late) * over + np.array(model.once), 0.0)
            cost = model.problem.costs.walk * leg + np.array(model.wait) * (at - since) + model.charge + late
        cost[(at > np.array(model.until)[:, None]) | ~np.isfinite(leg)] = inf
        cost[np.array(model.most) < place] = inf
        return np.asarray(cost)

    def _second(self, start: Floats, release: Floats) -> tuple[Floats, Floats]:
        """Arrival by way of the one task that makes it earliest, and the shortest leg from any other task."""
        model = self.model
        ready = np.where(model.able, np.maximum(start, release) + model.first + np.array(model.service), inf)
        legs = model.next.copy()
        np.fill_diagonal(legs, inf)
        at = np.empty_like(model.first)
        for i in range(model.m):
            on = np.maximum(ready[i][:, None], release) + legs * model.pace[i]
            at[i] = on.min(axis=0, initial=inf)
        return at, legs.min(axis=0, initial=inf)[None, :] * model.pace[:, None]

    def _later(self, place: int, start: Floats, release: Floats) -> tuple[Floats, Floats]:
        """Arrival after ``place - 1`` others, each as quick as any way to it allows."""
        model = self.model
        legs = model.next.copy()
        np.fill_diagonal(legs, inf)
        between = legs.min(axis=0, initial=inf)[None, :] * model.pace[:, None]
        leg = np.minimum(between, model.first)
        each = np.where(model.able & np.isfinite(leg), leg + np.array(model.service), inf)
        quickest = np.sort(each, axis=1)[:, : place - 1].sum(axis=1, keepdims=True) if model.n else start
        return np.maximum(start + quickest, release) + between, between


def relax(model: Model, tries: int = 12) -> Relaxed:
    """The bound, by raising the price of changes until the budget holds (Lagrange: value - price × budget is a bound
    at every price ≥ 0)."""
    relaxation = Relaxation(model)
    bound, routes, simple, changes = relaxation.at(0.0)
    if changes <= model.budget:
        return Relaxed(bound, routes, simple)
    low, high, best = 0.0, 0.0, Relaxed(bound, routes, False)
    price = max(60.0, model.problem.costs.change)
    for _ in range(tries):
        value, routes, simple, changes = relaxation.at(price)
        value -= price * model.budget
        if changes <= model.budget:
            high = price
            exact = simple and changes == model.budget
            best = Relaxed(max(best.bound, value), routes, exact)
            if exact:
                return best
        else:
            low = price
            best = Relaxed(max(best.bound, value), best.routes, False)
        price = price * 4 if not high else (low + high) / 2
    return best

"""Better plans from a plan: move one task, exchange two, then break a part and mend it. Never worse than it began."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import inf

from dispatch.planning.insertion import cheapest, cheapest_in, fill
from dispatch.planning.model import Model, Routes

#: Hands looked at for each task beside the one who has it: those who would be cheapest with nothing else to do.
NEAR = 16
#: Breaking and mending this often without gain ends the search: it ends by itself, so the same seed gives the same.
ROUNDS = 60
SMALL = 1e-6


class Search:
    """``leave()`` says when time is up; it is asked between moves only."""

    def __init__(self, model: Model, leave: Callable[[], bool]) -> None:
        self.model, self.leave = model, leave
        self.near = [self._near(j) for j in range(model.n)]

    def _near(self, j: int) -> list[int]:
        """Hands in the order of what task j alone would cost them."""
        alone = sorted((self.model.route(i, [j]), i) for i in range(self.model.m))
        best = [i for cost, i in alone[:NEAR] if cost < inf]
        told = self.model.told[j]
        return [*best, told] if told >= 0 and told not in best else best

    def improve(self, routes: Routes, seed: int) -> Routes:
        """The best found; equal in cost at worst."""
        best = self.descend(routes)
        cost, chance, idle = self.model.total(best), random.Random(seed), 0
        while idle < ROUNDS and self.model.n > 1 and not self.leave():
            tried = self.descend(self._mended(best, chance))
            found = self.model.total(tried)
            idle = 0 if found < cost - SMALL else idle + 1
            if found < cost - SMALL:
                best, cost = tried, found
        return best

    # --- one step at a time -------------------------------------------------------------------

    def descend(self, routes: Routes) -> Routes:
        """Moves and exchanges until none helps."""
        routes = [list(stops) for stops in routes]
        fill(self.model, routes)
        better = True
        while better and not self.leave():
            better = False
            for i in range(self.model.m):
                for j in list(routes[i]):
                    if j in routes[i] and not self.leave():
                        better = self._move(routes, i, j) or self._exchange(routes, i, j) or better
        return routes

    def _left(self, routes: Routes) -> float:
        return self.model.budget - self.model.changes(routes)

    def _move(self, routes: Routes, i: int, j: int) -> bool:
        """Task j of hand i to its best place anywhere."""
        model, at = self.model, routes[i].index(j)
        saved = model.route(i, routes[i])
        del routes[i][at]
        saved -= model.route(i, routes[i])
        added, to, place = cheapest(model, routes, j, self._left(routes), self.near[j])
        if to >= 0 and added < saved - SMALL:
            routes[to].insert(place, j)
            return True
        routes[i].insert(at, j)
        return False

    def _exchange(self, routes: Routes, i: int, j: int) -> bool:
        """Task j of hand i for a task of another hand, each at its best place there."""
        rest = [x for x in routes[i] if x != j]
        for other in self.near[j]:
            if other == i:
                continue
            for k in routes[other]:
                if self._swap(routes, i, rest, j, other, k):
                    return True
        return False

    def _swap(self, routes: Routes, i: int, rest: list[int], j: int, other: int, k: int) -> bool:
        model = self.model
        others = [x for x in routes[other] if x != k]
        before = model.route(i, routes[i]) + model.route(other, routes[other])
        mine, at = cheapest_in(model, i, rest, k)
        theirs, there = cheapest_in(model, other, others, j)
        if at < 0 or there < 0:
            return False
        if mine + theirs + model.route(i, rest) + model.route(other, others) >= before - SMALL:
            return False
        tried = list(routes)
        tried[i], tried[other] = [*rest[:at], k, *rest[at:]], [*others[:there], j, *others[there:]]
        if model.changes(tried) > max(model.budget, model.changes(routes)):
            return False
        routes[i], routes[other] = tried[i], tried[other]
        return True

    # --- breaking and mending -----------------------------------------------------------------

    def _mended(self, routes: Routes, chance: random.Random) -> Routes:
        """Some tasks near one another taken out and put in again in another order."""
        model = self.model
        broken = [list(stops) for stops in routes]
        seed = chance.randrange(model.n)
        count = chance.randint(2, max(2, min(8, model.n)))
        by_way = sorted(range(model.n), key=lambda j: (model.next_rows[0][seed][j] if model.m else 0.0, j))
        out = [seed, *(j for j in by_way[: 2 * count] if j != seed and chance.random() < 0.6)][:count]
        for stops in broken:
            stops[:] = [j for j in stops if j not in out]
        chance.shuffle(out)
        for j in out:
            _, i, at = cheapest(model, broken, j, self._left(broken), self.near[j])
            if i >= 0:
                broken[i].insert(at, j)
        return broken

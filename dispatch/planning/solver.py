"""Routes by OR-Tools: soft clocks, hands who may and may not, and what changes cost, searched from a plan in hand."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from dispatch.planning.model import UNDONE, Model, Routes

#: Prices in tenths of seconds of walking, so that half a second's wait still counts.
TENTHS = 10
FAR = 10_000_000
#: Hands asked for each task, the cheapest for it alone: beyond them nobody is sent while these can go.
NEAR = 8
#: Entries of all matrices (a hand has its own): more take longer to hand over than to search.
ENTRIES = 6_000_000


def search(model: Model, begun: Routes, time_limit_s: float, seed: int) -> Routes | None:
    """Better routes than ``begun`` where found within the time; None where the problem is too large to hand over.

    Waiting for a release before setting out is known to it only as a release on the spot; who asks compares by the
    model's own cost. ``seed`` is without effect: guided local search draws nothing by lot.
    """
    hands = _asked(model, begun)
    size = len(hands) + model.n + 1
    if len(hands) * size * size > ENTRIES or time_limit_s <= 0:
        return None
    return _Search(model, hands).run(begun, time_limit_s)


def _asked(model: Model, begun: Routes) -> list[int]:
    wanted = {i for i, stops in enumerate(begun) if stops}
    for j in range(model.n):
        alone = sorted((model.route(i, [j]), i) for i in range(model.m))
        wanted.update(i for cost, i in alone[:NEAR] if cost < inf)
    return sorted(wanted)


class _Search:
    """Nodes: tasks first, then the hands' places, then one end for all."""

    def __init__(self, model: Model, hands: list[int]) -> None:
        self.model, self.hands = model, hands
        n, h = model.n, len(hands)
        self.end = n + h
        self.manager = pywrapcp.RoutingIndexManager(n + h + 1, h, [n + v for v in range(h)], [self.end] * h)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._travel()
        self._clocks("late", model.due, model.late)
        self._clocks("wait", model.since, model.wait)
        self._who()
        self._budget()

    def _legs(self, i: int) -> Any:
        n, end = self.model.n, self.end
        legs = np.full((end + 1, end + 1), 0.0)
        legs[:n, :n] = self.model.next * self.model.pace[i]
        legs[n : n + len(self.hands), :n] = self.model.first[i]
        return np.where(np.isfinite(legs), legs, FAR)

    def _travel(self) -> None:
        model, routing, walk = self.model, self.routing, self.model.problem.costs.walk
        service = np.array([*model.service, *[0.0] * (self.end + 1 - model.n)])
        self.times, self.moves = [], []
        for v, i in enumerate(self.hands):
            legs = self._legs(i)
            price = walk * legs
            price[:, : model.n] += np.minimum(model.charge[i], FAR)[None, :]
            routing.SetArcCostEvaluatorOfVehicle(self._matrix(price * TENTHS), v)
            self.times.append(self._matrix(legs + service[:, None]))
            moved = np.zeros_like(legs)
            moved[:, : model.n] = model.moved[i][None, :]
            self.moves.append(self._matrix(moved))

    def _matrix(self, values: Any) -> int:
        return int(self.routing.RegisterTransitMatrix(np.rint(values).astype(int).tolist()))

    def _clocks(self, name: str, limits: list[float], prices: list[float]) -> None:
        """One dimension for each price of time: a dimension holds one soft limit a node."""
        model, routing, now = self.model, self.routing, self.model.problem.now
        routing.AddDimensionWithVehicleTransits(self.times, FAR, 10 * FAR, False, name)
        dimension = routing.GetDimensionOrDie(name)
        for v, i in enumerate(self.hands):
            dimension.CumulVar(routing.Start(v)).SetMin(round(model.start[i] - now))
            if model.until[i] < inf:
                dimension.CumulVar(routing.End(v)).SetMax(max(0, round(model.until[i] + max(model.service) - now)))
        for j in range(model.n):
            index = self.manager.NodeToIndex(j)
            dimension.CumulVar(index).SetMin(round(model.release[j] - now))
            if limits[j] < inf:
                dimension.SetCumulVarSoftUpperBound(index, max(0, round(limits[j] - now)), round(prices[j] * TENTHS))

    def _who(self) -> None:
        for j in range(self.model.n):
            index = self.manager.NodeToIndex(j)
            unable = [v for v, i in enumerate(self.hands) if self.model.charges[i][j] == inf]
            self.routing.VehicleVar(index).RemoveValues(unable)  # SetAllowedVehiclesForIndex takes no list in 9.15
            self.routing.AddDisjunction([index], int(UNDONE * self.model.weight[j]))

    def _budget(self) -> None:
        if self.model.budget >= self.model.n:
            return
        routing = self.routing
        routing.AddDimensionWithVehicleTransits(self.moves, 0, self.model.n, True, "moves")
        dimension = routing.GetDimensionOrDie("moves")
        ends = [dimension.CumulVar(routing.End(v)) for v in range(len(self.hands))]
        routing.solver().Add(routing.solver().Sum(ends) <= int(self.model.budget))

    def run(self, begun: Routes, time_limit_s: float) -> Routes | None:
        asked = pywrapcp.DefaultRoutingSearchParameters()
        asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        asked.time_limit.FromMilliseconds(max(1, int(time_limit_s * 1000)))
        self.routing.CloseModelWithParameters(asked)
        first = self.routing.ReadAssignmentFromRoutes([begun[i] for i in self.hands], True)
        if first is None:
            found = self.routing.SolveWithParameters(asked)
        else:
            found = self.routing.SolveFromAssignmentWithParameters(first, asked)
        return self._routes(found) if found else None

    def _routes(self, found: Any) -> Routes:
        routes: Routes = [[] for _ in range(self.model.m)]
        for v, i in enumerate(self.hands):
            index = found.Value(self.routing.NextVar(self.routing.Start(v)))
            while not self.routing.IsEnd(index):
                routes[i].append(self.manager.IndexToNode(index))
                index = found.Value(self.routing.NextVar(index))
        return routes

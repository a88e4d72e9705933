"""One closed walk through all hands and tasks, for CP-SAT: from each hand through its tasks to the next hand."""

from __future__ import annotations

from math import ceil, floor, inf
from typing import Any

from ortools.sat.python import cp_model

from dispatch.planning.model import Model, Routes

#: Times in tenths of seconds, prices in tenths a second: 100 units are one second of walking.
TENTHS = 10
UNITS = 100.0
#: More conditional arcs than this are not built: reading them in would take longer than the search may.
ARCS = 60_000
#: Nothing planned here lies further ahead (tenths of a second): a week.
HORIZON = 7 * 86_400 * TENTHS


def tenths(value: float) -> int:
    return floor(value * TENTHS)


class Circuit:
    """Hands are nodes 0 … m-1, tasks m … m+n-1. Everything is rounded down, so that the bound holds."""

    def __init__(self, model: Model) -> None:
        self.model, self.cp = model, cp_model.CpModel()
        self.zero = model.problem.now
        self.arcs: dict[tuple[int, int], Any] = {}
        self.small = model.m * model.n * (model.n + 1) <= ARCS
        if self.small:
            self._variables()
            self._walk()
            self._limits()
            self.cp.minimize(self._price())

    def _able(self, i: int, j: int) -> bool:
        return bool(self.model.charges[i][j] < inf and self.model.most[i] > 0)

    def _variables(self) -> None:
        model, cp = self.model, self.cp
        tasks, hands = range(model.n), range(model.m)
        self.given = {(i, j): cp.new_bool_var("") for i in hands for j in tasks if self._able(i, j)}
        earliest = [tenths(model.release[j] - self.zero) for j in tasks]
        self.at = [cp.new_int_var(earliest[j], HORIZON, "") for j in tasks]
        for j in tasks:
            cp.add_exactly_one([self.given[i, j] for i in hands if (i, j) in self.given])

    def _walk(self) -> None:
        model, cp, m = self.model, self.cp, self.model.m
        for i in range(m):
            self._arc(i, (i + 1) % m) if m > 1 else self._arc(0, 0)
            for j in range(model.n):
                if (i, j) in self.given and model.first_rows[i][j] < inf:
                    begun = max(model.start[i], model.release[j]) + model.first_rows[i][j] - self.zero
                    cp.add(self.at[j] >= tenths(begun)).only_enforce_if(self._arc(i, m + j))
                    cp.add_implication(self.arcs[i, m + j], self.given[i, j])
                if (i, j) in self.given:
                    cp.add_implication(self._arc(m + j, (i + 1) % m), self.given[i, j]) if m > 1 else self._arc(
                        m + j, 0
                    )
        for j in range(model.n):
            for k in range(model.n):
                if j != k and model.next[j, k] < inf:
                    self._follow(j, k)
        cp.add_circuit([(a, b, literal) for (a, b), literal in self.arcs.items()])

    def _arc(self, a: int, b: int) -> Any:
        if (a, b) not in self.arcs:
            self.arcs[a, b] = self.cp.new_bool_var("")
        return self.arcs[a, b]

    def _follow(self, j: int, k: int) -> None:
        """Task k after task j: by the same hand, no sooner than that hand gets there."""
        model, arc = self.model, self._arc(self.model.m + j, self.model.m + k)
        for i in range(model.m):
            one, other = self.given.get((i, j)), self.given.get((i, k))
            if one is None or other is None:
                for literal in (one, other):
                    if literal is not None:
                        self.cp.add_bool_or([~arc, ~literal])
                continue
            self.cp.add_bool_or([~arc, ~one, other])
            leg = model.next_rows[i][j][k]
            self.cp.add(self.at[k] >= self.at[j] + tenths(model.service[j] + leg)).only_enforce_if([arc, one])
        slowest = max((model.next_rows[i][j][k] for i in range(model.m)), default=0.0)
        least = min((model.next_rows[i][j][k] for i in range(model.m)), default=slowest)
        self.cp.add(self.at[k] >= tenths(model.release[k] - self.zero + least)).only_enforce_if(arc)

    def _limits(self) -> None:
        model = self.model
        for i in range(model.m):
            if model.most[i] < model.n:
                self.cp.add(sum(self.given[i, j] for j in range(model.n) if (i, j) in self.given) <= model.most[i])
        if model.budget < model.n:
            self.cp.add(sum(given for (i, j), given in self.given.items() if model.moved[i, j]) <= int(model.budget))

    def _price(self) -> Any:
        """Walking, changes, waiting, lateness; a constant for what was waited before now."""
        model, walk = self.model, tenths(self.model.problem.costs.walk)
        terms: list[Any] = []
        for (a, b), arc in self.arcs.items():
            if b >= model.m:
                terms.append(arc * (walk * tenths(self._leg(a, b - model.m))))
        for (i, j), given in self.given.items():
            terms.append(given * floor(model.charges[i][j] * UNITS))
        for j in range(model.n):
            terms.append(self.at[j] * tenths(model.wait[j]))
            terms.append(floor((self.zero - model.since[j]) * UNITS * model.wait[j]))
            if model.due[j] < inf:
                terms += self._lateness(j)
        return sum(terms)

    def _leg(self, a: int, j: int) -> float:
        model = self.model
        if a < model.m:
            return model.first_rows[a][j]
        return min(model.next_rows[i][a - model.m][j] for i in range(model.m))

    def _lateness(self, j: int) -> list[Any]:
        model, cp = self.model, self.cp
        due = ceil((model.due[j] - self.zero) * TENTHS)
        over = cp.new_int_var(0, HORIZON + max(0, -due), "")
        late = cp.new_bool_var("")
        cp.add(over >= self.at[j] - due)
        cp.add(self.at[j] <= due).only_enforce_if(~late)
        return [over * tenths(model.late[j]), late * floor(model.once[j] * UNITS)]

    # --- solving ------------------------------------------------------------------------------

    def solve(self, hint: Routes, time_limit_s: float, seed: int) -> tuple[Routes, float] | None:
        if not self.small:
            return None
        for i, stops in enumerate(hint):
            for j in stops:
                self.cp.add_hint(self.given[i, j], True)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = time_limit_s
        solver.parameters.random_seed = seed
        solver.parameters.num_workers = 1  # two cores serve a whole installation; one worker also gives the same twice
        status = solver.solve(self.cp)
        bound = solver.best_objective_bound / UNITS
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return (self._routes(solver) if found else [], bound) if status != cp_model.INFEASIBLE else None

    def _routes(self, solver: Any) -> Routes:
        follows = {a: b for (a, b), arc in self.arcs.items() if solver.boolean_value(arc) and a != b}
        routes: Routes = []
        for i in range(self.model.m):
            stops, node = [], follows.get(i, i)
            while node >= self.model.m:
                stops.append(node - self.model.m)
                node = follows[node]
            routes.append(stops)
        return routes

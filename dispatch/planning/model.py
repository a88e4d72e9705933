"""A problem made ready for searching: numbers in lists, those on scene taken out, and what one route costs."""

from __future__ import annotations

from functools import cached_property
from math import inf

import numpy as np

from dispatch.planning.problem import THERE, Floats, Problem

#: Cost of leaving a task undone, times its weight: more than being a month late, so that no lateness is worth it.
UNDONE = 1e8

Routes = list[list[int]]


class Model:
    """Tasks are numbered among those that may be planned (``tasks[j]`` is the index in the problem), hands as there.

    ``charge[i][j]`` is what giving task j to hand i costs beside walking and waiting: 0, the price of a change, or inf.
    ``told[j]`` is the hand that was told and still can go, else -1: leaving it is a change.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        number = {hand.id: i for i, hand in enumerate(problem.hands)}
        staying = [task.fixed or self._there(task.id) for task in problem.tasks]
        self.fixed = [(k, number[who]) for k, who in enumerate(staying) if who in number]
        self.tasks = [k for k, who in enumerate(staying) if who is None]
        self.m, self.n = len(problem.hands), len(self.tasks)
        self._number_hands()
        self._number_tasks()
        self._number_told(number)

    def _there(self, ticket_id: str) -> str | None:
        told = self.problem.told.get(ticket_id)
        return told.worker_id if told and told.stage in THERE else None

    def _number_hands(self) -> None:
        hands, now = self.problem.hands, self.problem.now
        self.start = [max(hand.free_at, now) for hand in hands]
        self.until = [hand.until for hand in hands]
        self.most = [hand.most for hand in hands]
        rows = list(range(self.m))
        for k, i in self.fixed:
            self.start[i] += self.problem.tasks[k].service_s
            rows[i] = self.m + k
        seconds = np.asarray(self.problem.seconds, dtype=np.float64)
        pace = np.array([hand.pace for hand in hands])
        self.first: Floats = seconds[np.ix_(rows, self.tasks)] * pace[:, None]
        self.next: Floats = seconds[np.ix_([self.m + k for k in self.tasks], self.tasks)]
        self.pace = pace
        self.first_rows: list[list[float]] = self.first.tolist()

    @cached_property
    def next_rows(self) -> list[list[list[float]]]:
        """Ways from task to task at each hand's pace; most plans give everybody one task and never ask."""
        by_pace = {float(p): (self.next * p).tolist() for p in np.unique(self.pace)}
        return [by_pace[float(p)] for p in self.pace]

    def _number_tasks(self) -> None:
        costs, now = self.problem.costs, self.problem.now
        tasks = [self.problem.tasks[k] for k in self.tasks]
        self.weight = [task.weight for task in tasks]
        self.release = [max(task.release, now) for task in tasks]
        self.since = [
            min(task.release if task.since is None else task.since, r)
            for task, r in zip(tasks, self.release, strict=True)
        ]
        self.due = [inf if task.due is None else task.due for task in tasks]
        self.service = [task.service_s for task in tasks]
        self.late = [costs.late * w for w in self.weight]
        self.once = [costs.late_once * w for w in self.weight]
        self.wait = [costs.wait * w for w in self.weight]

    def _number_told(self, number: dict[str, int]) -> None:
        tasks = [self.problem.tasks[k] for k in self.tasks]
        able = np.ones((self.m, self.n), dtype=bool)
        for j, task in enumerate(tasks):
            if task.able is not None:
                able[:, j] = False
                able[[i for i in task.able if 0 <= i < self.m], j] = True
        held = [self.problem.told.get(task.id) for task in tasks]
        self.able = able
        self.told = [number.get(one.worker_id, -1) if one else -1 for one in held]
        for j, i in enumerate(self.told):
            if i >= 0 and not (able[i, j] and np.isfinite(self.first[i, j]) and self._in_time(i, j)):
                self.told[j] = -1  # who was told cannot go any more: somebody else must, whatever the budget
        self.budget = inf if self.problem.max_changes is None else self.problem.max_changes
        told = np.array(self.told, dtype=int)
        moved = (told[None, :] >= 0) & (told[None, :] != np.arange(self.m)[:, None])
        self.moved = moved
        self.charge: Floats = np.where(able, np.where(moved, self.problem.costs.change, 0.0), inf)
        self.charges: list[list[float]] = self.charge.tolist()
        for i in range(self.m):
            self.most[i] = max(self.most[i], self.told.count(i))

    def _in_time(self, i: int, j: int) -> bool:
        return bool(max(self.start[i], self.release[j]) + self.first[i, j] <= self.until[i])

    # --- what it costs ------------------------------------------------------------------------

    def route(self, i: int, stops: list[int]) -> float:
        """Cost of hand i doing ``stops`` in this order; inf where it cannot."""
        if not stops:
            return 0.0
        if len(stops) > self.most[i]:
            return inf
        at, row, total, charge = self.start[i], self.first_rows[i], 0.0, self.charges[i]
        until, walk, before = self.until[i], self.problem.costs.walk, -1
        for j in stops:
            if before >= 0:
                row = self.next_rows[i][before]
            leg = row[j]
            at = (at if at > self.release[j] else self.release[j]) + leg
            if leg == inf or at > until:
                return inf
            total += walk * leg + self.wait[j] * (at - self.since[j]) + charge[j]
            if at > self.due[j]:
                total += self.late[j] * (at - self.due[j]) + self.once[j]
            at += self.service[j]
            before = j
        return total

    def arrivals(self, i: int, stops: list[int]) -> tuple[list[float], float]:
        """When hand i is at each stop, and the seconds walked."""
        at, found, walked, before = self.start[i], [], 0.0, -1
        for j in stops:
            leg = self.first_rows[i][j] if before < 0 else self.next_rows[i][before][j]
            at = max(at, self.release[j]) + leg
            walked += leg
            found.append(at)
            at += self.service[j]
            before = j
        return found, walked

    def undone(self, routes: Routes) -> list[int]:
        done = {j for route in routes for j in route}
        return [j for j in range(self.n) if j not in done]

    def total(self, routes: Routes) -> float:
        """Cost of all, with what is left undone."""
        walked = sum(self.route(i, stops) for i, stops in enumerate(routes))
        return walked + sum(UNDONE * self.weight[j] for j in self.undone(routes))

    def changes(self, routes: Routes) -> int:
        """Tasks that leave the hand who was told."""
        return sum(self.told[j] not in (-1, i) for i, stops in enumerate(routes) for j in stops)

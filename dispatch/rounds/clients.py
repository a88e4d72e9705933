"""Places as PyVRP knows them: a client for each opening, at a location of its own where the day decides which holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyvrp

from dispatch.rounds.insertion import Orders, Turn
from dispatch.rounds.problem import ALWAYS, Problem, Span
from dispatch.rounds.timing import SLACK_S, timed

#: Leaving a place out costs more than any walk to it.
PRIZE = 40 * 86400


@dataclass(frozen=True, slots=True)
class Opening:
    """One client: which stop, when, on which days, and the row of the problem's seconds that it is at."""

    stop: int
    span: Span
    days: frozenset[int]
    location: int


@dataclass(frozen=True, slots=True)
class Clients:
    """``rows``: by location the row of ``Problem.seconds``: the stops, the walkers' starts, then stops once more, one
    for each further set of hours of a place whose hours differ by day."""

    openings: tuple[Opening, ...]
    rows: tuple[int, ...]
    by_stop: dict[int, list[int]]

    def shut(self, day: int) -> frozenset[int]:
        """Locations where nobody opens on that day."""
        return frozenset(one.location for one in self.openings if day not in one.days)

    def of(self, problem: Problem, turn: Turn, order: list[int]) -> list[int] | None:
        """The clients that are a walk's visits; None where it cannot be walked so."""
        walk = timed(problem, turn, order)
        if walk is None:
            return None
        return [self._at(problem, n, v.begins_s, turn[1]) for n, v in zip(order, walk.visits, strict=True)]

    def _at(self, problem: Problem, n: int, begins_s: float, day: int) -> int:
        ends_s = begins_s + problem.stops[n].service_s
        return next(
            client
            for client in self.by_stop[n]
            if day in (one := self.openings[client]).days
            and one.span[0] - SLACK_S <= begins_s
            and ends_s <= one.span[1] + SLACK_S
        )

    def made(self, problem: Problem) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup]]:
        """Of the clients of one place at most one is visited."""
        several = [clients for clients in self.by_stop.values() if len(clients) > 1]
        group = {client: n for n, clients in enumerate(several) for client in clients}
        made = [_client(problem, one, group.get(client)) for client, one in enumerate(self.openings)]
        return made, [pyvrp.ClientGroup(clients, required=False) for clients in several]


def clients_of(problem: Problem) -> Clients:
    size = len(problem.stops) + len(problem.walkers)
    openings: list[Opening] = []
    by_stop: dict[int, list[int]] = {}
    rows = list(range(size))
    for n, stop in enumerate(problem.stops):
        days: dict[Span, set[int]] = {}
        for day in range(problem.days):
            for span in stop.openings(day):
                days.setdefault(span, set()).add(day)
        places: dict[frozenset[int], int] = {}
        for span, on in days.items() or ((ALWAYS[0], set()),):
            where = places.setdefault(frozenset(on), n if not places else len(rows))
            if where == len(rows):
                rows.append(n)
            by_stop.setdefault(n, []).append(len(openings))
            openings.append(Opening(n, span, frozenset(on), where))
    return Clients(tuple(openings), tuple(rows), by_stop)


def _client(problem: Problem, one: Opening, group: int | None) -> pyvrp.Client:
    service = problem.stops[one.stop].service_s
    early = int(np.ceil(one.span[0]))
    late = max(early, int(one.span[1] - service))  # closed before it is done: the planner has set such places aside
    return pyvrp.Client(
        one.location,
        service_duration=int(np.ceil(service)),
        tw_early=early,
        tw_late=late,
        prize=PRIZE,
        required=False,
        group=group,
    )


def orders_of(problem: Problem, clients: Clients, best: pyvrp.Solution) -> Orders:
    orders: Orders = {turn: [] for turn in problem.turns}
    for route in best.routes():
        visited = [clients.openings[one.idx].stop for one in route if one.is_client()]
        orders[problem.turns[route.vehicle_type()]] = visited
    return orders

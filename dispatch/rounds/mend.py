"""A plan that people know, mended: what must move is put where it costs least, and few hear of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dispatch.rounds.answer import Rounds
from dispatch.rounds.insertion import Orders, Turn, fair_share, insert, length
from dispatch.rounds.planner import answer, hopeless_of, missing, searched
from dispatch.rounds.problem import Problem, Walker
from dispatch.rounds.timing import timed

#: So many places at once are a walk that somebody gives away: putting them in one by one walks up to twice as far as it
#: must. Fewer are put in between what people know.
MANY = 3
#: So many walks get more, as long as they have time for all: a walk of 20 places given away is an hour more for each.
#: Spread as evenly as a first plan is, 10 places of 120 went to 8 of 11 walks; nearly everybody had to read it again.
FEW = 4
#: The order of those who hear of it anyway is changed only for so much less walking.
WORTH = 0.9


def mend(problem: Problem, kept: Mapping[tuple[str, int], Sequence[str]], *, time_limit_s: float, seed: int) -> Rounds:
    hopeless = hopeless_of(problem)
    orders = _known(problem, kept, hopeless)
    before = {turn: list(order) for turn, order in orders.items()}
    todo = [n for n in range(len(problem.stops)) if n not in hopeless]
    moving = missing(todo, orders)
    left = _insert_for_few(problem, orders, moving)
    told = [turn for turn, order in orders.items() if order != before[turn]]
    by = "insertion"
    if time_limit_s > 0 and len(moving) - len(left) >= MANY:
        better = _walked_better(problem, orders, told, fair_share(problem, todo), time_limit_s, seed)
        if better is not None:
            orders, by = better, "routes"
    return answer(problem, orders, hopeless, by)


def _insert_for_few(problem: Problem, orders: Orders, moving: list[int]) -> list[int]:
    """As ``insert``; what would go to many goes to those who would get most, and only what they have no time for to
    others."""
    trial = {turn: list(order) for turn, order in orders.items()}
    insert(problem, trial, moving)
    most = sorted(
        (turn for turn in orders if trial[turn] != orders[turn]), key=lambda t: len(orders[t]) - len(trial[t])
    )
    few = {turn: orders[turn] for turn in most[:FEW]}
    rest = insert(problem, few, moving)
    orders |= few
    return insert(problem, orders, rest)


def _known(problem: Problem, kept: Mapping[tuple[str, int], Sequence[str]], hopeless: Mapping[int, str]) -> Orders:
    """The walks as people know them, as far as they still can be walked."""
    walkers = {walker.id: w for w, walker in enumerate(problem.walkers)}
    stops = {stop.id: n for n, stop in enumerate(problem.stops)}
    orders: Orders = {turn: [] for turn in problem.turns}
    for (worker_id, day), names in kept.items():
        turn = (walkers.get(worker_id, -1), day)
        order = [stops[name] for name in names if name in stops and stops[name] not in hopeless]
        while turn in orders and order and timed(problem, turn, order) is None:
            order.pop()  # the last ones first: who walks sees no change until there
        if turn in orders:
            orders[turn] = order
    return orders


def _walked_better(
    problem: Problem, orders: Orders, told: Sequence[Turn], share_s: float, time_limit_s: float, seed: int
) -> Orders | None:
    """The walks of those who are told something anyway, searched anew among themselves; the others stay."""
    part, stops = _part(problem, orders, told)
    new = {n: at for at, n in enumerate(stops)}
    mine: Orders = {turn: [new[n] for n in orders[turn]] for turn in part.turns}
    found = searched(part, mine, share_s, time_limit_s, seed)
    if found is None or _walked(part, found) > WORTH * _walked(part, mine):
        return None
    return {**orders, **{turn: [stops[n] for n in order] for turn, order in found.items()}}


def _part(problem: Problem, orders: Orders, told: Sequence[Turn]) -> tuple[Problem, list[int]]:
    """The problem of those walks alone, and which stop of the whole each of its stops is."""
    stops = sorted(n for turn in told for n in orders[turn])
    mine = set(told)
    walkers = tuple(
        Walker(one.id, tuple(span if (w, day) in mine else None for day, span in enumerate(one.days)))
        for w, one in enumerate(problem.walkers)
    )
    rows = [*stops, *range(len(problem.stops), len(problem.stops) + len(walkers))]
    seconds = problem.seconds[np.ix_(rows, rows)]
    return Problem(tuple(problem.stops[n] for n in stops), walkers, seconds, problem.returns), stops


def _walked(problem: Problem, orders: Orders) -> float:
    """Seconds of walking."""
    work = sum(problem.stops[n].service_s for order in orders.values() for n in order)
    return sum(length(problem, turn, order) for turn, order in orders.items()) - work

"""Evening out: places go from the longest day to shorter ones, where that costs least walking."""

from __future__ import annotations

from time import monotonic

import numpy as np

from dispatch.rounds.insertion import Orders, Turn, added
from dispatch.rounds.problem import Problem
from dispatch.rounds.timing import timed

#: The longest day may be this much longer than the shortest, as a share of the mean: below, evening out costs more
#: walking than it gives.
EVEN = 0.1
MOVES = 400
#: Places tried of the longest day, and positions in each shorter one.
PLACES, POSITIONS = 12, 3


def level(problem: Problem, orders: Orders, ends_at: float = float("inf")) -> None:
    """Changes ``orders`` in place; the number of places does not change, hours are kept. ``ends_at``: by the monotonic
    clock, however uneven it is then."""
    totals = {turn: _total(problem, turn, order) for turn, order in orders.items()}
    for _ in range(MOVES):
        mean = sum(totals.values()) / max(1, len(totals))
        if not totals or max(totals.values()) - min(totals.values()) <= EVEN * mean:
            return
        if monotonic() > ends_at or not _move(problem, orders, totals):
            return


def _total(problem: Problem, turn: Turn, order: list[int]) -> float:
    walk = timed(problem, turn, order) if order else None
    return walk.total_s if walk is not None else 0.0


def _move(problem: Problem, orders: Orders, totals: dict[Turn, float]) -> bool:
    """One place from one of the longer days to one of the shorter; False where no move helps any more."""
    ranked = sorted(totals, key=lambda turn: (totals[turn], turn))
    for long in ranked[:-4:-1]:
        for short in ranked[: len(ranked) // 2 + 1]:
            if short != long and _between(problem, orders, totals, long, short):
                return True
    return False


def _between(problem: Problem, orders: Orders, totals: dict[Turn, float], long: Turn, short: Turn) -> bool:
    order = orders[long]
    nearest = sorted(order, key=lambda n: float(added(problem, short, orders[short], n).min()))[:PLACES]
    for n in nearest:
        costs = added(problem, short, orders[short], n)
        rest = [one for one in order if one != n]
        for place in np.argsort(costs, kind="stable")[:POSITIONS]:
            if not np.isfinite(costs[place]):
                break
            more = [*orders[short][:place], n, *orders[short][place:]]
            walk = timed(problem, short, more)
            less = _total(problem, long, rest)
            if walk is not None and max(walk.total_s, less) < totals[long] - 1.0:
                orders[short], orders[long] = more, rest
                totals[short], totals[long] = walk.total_s, less
                return True
    return False

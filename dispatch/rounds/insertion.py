"""The quick plan: place after place where it adds least, long days dearer. Also puts back what was missed."""

from __future__ import annotations

import numpy as np

from dispatch.rounds.gaps import Gaps
from dispatch.rounds.problem import Floats, Problem
from dispatch.rounds.timing import SLACK_S, timed

Turn = tuple[int, int]
Orders = dict[Turn, list[int]]
#: What a second beyond the even share costs in seconds of walking.
OVER = 3.0
#: Positions tried in one walk before the next one is: they fit, but for rounding.
TRIES = 3


def insert(problem: Problem, orders: Orders, todo: list[int], *, share_s: float | None = None) -> list[int]:
    """Put ``todo`` into ``orders`` (changed in place); those that fit nowhere are given back.

    ``share_s`` is the even share of a working day; without it, it is guessed from the work there is.
    """
    share = share_s if share_s is not None else fair_share(problem, [*todo, *(n for o in orders.values() for n in o)])
    lengths = {turn: length(problem, turn, order) for turn, order in orders.items()}
    left, gaps = [], dict[Turn, Gaps]()
    for n in sorted(todo, key=lambda n: _ease(problem, n)):
        put = _best(problem, orders, lengths, gaps, n, share)
        if put is None:
            left.append(n)
            continue
        turn, order = put
        orders[turn] = order
        gaps.pop(turn, None)
        lengths[turn] = length(problem, turn, order)
    return left


def fair_share(problem: Problem, stops: list[int]) -> float:
    """Seconds of work and walking for each turn: the work, and for each place the way to its nearest neighbour."""
    ways = problem.seconds[np.ix_(stops, stops)].copy() if stops else np.zeros((0, 0))
    np.fill_diagonal(ways, np.inf)
    near = ways.min(axis=1, initial=np.inf)
    near[~np.isfinite(near)] = 0.0
    return float(sum(problem.stops[n].service_s for n in stops) + near.sum()) / max(1, len(problem.turns))


def length(problem: Problem, turn: Turn, order: list[int]) -> float:
    """Seconds of walking and work, without waiting."""
    start = len(problem.stops) + turn[0]
    rows = [start, *order]
    walked = float(problem.seconds[rows[:-1], rows[1:]].sum()) if order else 0.0
    back = float(problem.seconds[rows[-1], start]) if problem.returns and order else 0.0
    return walked + back + sum(problem.stops[n].service_s for n in order)


def _ease(problem: Problem, n: int) -> tuple[float, float]:
    """The hardest first: short hours, then far off."""
    stop, starts = problem.stops[n], problem.seconds[len(problem.stops) :, n]
    spans = (span for day in range(problem.days) for span in stop.openings(day))
    open_s = sum(min(to - since, 86400.0) for since, to in spans)
    far = float(starts.min())
    return open_s, -far


def added(problem: Problem, turn: Turn, order: list[int], n: int) -> Floats:
    """Seconds of walking that ``n`` adds at each place of the order, the end included."""
    seconds, start = problem.seconds, len(problem.stops) + turn[0]
    before = np.array([start, *order])
    there = seconds[before, n]
    if not order:
        alone: Floats = there + (seconds[n, start] if problem.returns else 0.0)
        return alone
    on = np.append(seconds[n, order], seconds[n, start] if problem.returns else 0.0)
    was = np.append(seconds[before[:-1], order], seconds[order[-1], start] if problem.returns else 0.0)
    found: Floats = there + on - was
    return found


def _best(
    problem: Problem, orders: Orders, lengths: dict[Turn, float], gaps: dict[Turn, Gaps], n: int, share: float
) -> tuple[Turn, list[int]] | None:
    service = problem.stops[n].service_s
    turns, alike = [], set()
    for turn, order in orders.items():
        opens, closes = problem.span(turn)
        if not order:  # days of one walker that are empty yet are alike: the first will do
            kind = (turn[0], opens, closes, problem.stops[n].openings(turn[1]))
            if kind in alike:
                continue
            alike.add(kind)
        # beyond this the day is too short even without waiting
        room = closes - opens - lengths[turn] - service + SLACK_S
        costs = added(problem, turn, order, n)
        least = float(costs.min())
        if np.isfinite(least) and least <= room:
            over = max(0.0, lengths[turn] + least + service - share)
            turns.append((least + OVER * over, turn, costs))
    for _, turn, costs in sorted(turns, key=lambda one: one[:2]):
        if turn not in gaps:
            gaps[turn] = Gaps(problem, turn, orders[turn])
        costs = np.where(gaps[turn].fit(n), costs, np.inf)
        for place in np.argsort(costs, kind="stable")[:TRIES]:
            if not np.isfinite(costs[place]):
                break
            order = [*orders[turn][:place], n, *orders[turn][place:]]
            if timed(problem, turn, order) is not None:
                return turn, order
    return None

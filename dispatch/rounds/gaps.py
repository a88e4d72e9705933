"""Where in a walk there is time for one more place: all positions at once, without timing each walk that would be."""

from __future__ import annotations

import numpy as np

from dispatch.rounds.problem import Floats, Problem, Stop
from dispatch.rounds.timing import SLACK_S, Order, window


class Gaps:
    """Of one walk that can be walked. Timing each try anew took 8 s for 626 places with hours of which 135 fit."""

    def __init__(self, problem: Problem, turn: tuple[int, int], order: Order) -> None:
        self._problem, self._turn, self._order = problem, turn, order
        self._closes = problem.span(turn)[1]
        self._before = np.array([len(problem.stops) + turn[0], *order])
        #: when one is free to go on at the earliest: from the start and from each visit
        self._free = np.array(self._forward())
        #: when one must have come to each visit at the latest
        self._latest = np.array(self._backward())

    def _forward(self) -> list[float]:
        problem, day = self._problem, self._turn[1]
        at, here = problem.span(self._turn)[0], int(self._before[0])
        free = [at]
        for n in self._order:
            arrives = at + float(problem.seconds[here, n])
            opening = window(problem.stops[n], day, arrives)
            at = max(arrives, opening[0]) + problem.stops[n].service_s if opening else np.inf
            here = n
            free.append(at)
        return free

    def _backward(self) -> list[float]:
        problem, latest = self._problem, []
        on = self._closes - self._back(self._order[-1]) if self._order else self._closes
        for place in range(len(self._order) - 1, -1, -1):
            n = self._order[place]
            comes = _latest(problem.stops[n], self._turn[1], on)
            latest.append(comes)
            on = comes - float(problem.seconds[self._before[place], n])
        return latest[::-1]

    def _back(self, n: int) -> float:
        return float(self._problem.seconds[n, self._before[0]]) if self._problem.returns else 0.0

    def fit(self, n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """For each position, the end included, whether a walk with ``n`` there can be walked."""
        problem, stop = self._problem, self._problem.stops[n]
        arrives = self._free + problem.seconds[self._before, n]
        ends = _begins(stop, self._turn[1], arrives) + stop.service_s
        on = np.append(self._latest - problem.seconds[n, list(self._order)], self._closes - self._back(n))
        return (ends <= on + SLACK_S) & (ends <= self._closes + SLACK_S)


def _begins(stop: Stop, day: int, arrives: Floats) -> Floats:
    """When the visit begins after arriving, inf where it cannot any more."""
    begins = np.full(arrives.shape, np.inf)
    for since, to in stop.openings(day):
        at = np.maximum(arrives, since)
        begins = np.where(at + stop.service_s <= to + SLACK_S, np.minimum(begins, at), begins)
    return begins


def _latest(stop: Stop, day: int, until: float) -> float:
    """The latest moment to come, so that the visit ends by ``until``; -inf where there is none."""
    last = ((since, min(to, until) - stop.service_s) for since, to in stop.openings(day))
    return max((at for since, at in last if at >= since - SLACK_S), default=-np.inf)

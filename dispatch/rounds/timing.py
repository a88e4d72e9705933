"""When a walk in a given order would be where: hours kept, or None where they cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.rounds.answer import Visit, Walk
from dispatch.rounds.problem import Problem, Stop

#: Rounding of seconds to whole ones must not close a door.
SLACK_S = 1e-6
#: indices of stops, in order
Order = Sequence[int]


def timed(problem: Problem, turn: tuple[int, int], order: Order) -> Walk | None:
    """The earliest end, and then the latest beginning; None where hours, day or ways do not allow it."""
    walker, day = turn
    opens, closes = problem.span(turn)
    start, seconds = len(problem.stops) + walker, problem.seconds
    at, here, walked = opens, start, 0.0
    visits, gaps = [], []
    for n in order:
        stop = problem.stops[n]
        way = float(seconds[here, n])
        opening = window(stop, day, at + way)
        if opening is None or max(at + way, opening[0]) + stop.service_s > closes + SLACK_S:
            return None
        begins = max(at + way, opening[0])
        visits.append(Visit(stop.id, begins))
        gaps.append((begins - (at + way), opening[1] - stop.service_s - begins))
        at, here, walked = begins + stop.service_s, n, walked + way
    if problem.returns and order:
        back = float(seconds[here, start])
        at, walked = at + back, walked + back
    if at > closes + SLACK_S:
        return None
    later = _later(gaps)
    moved, shift = [], later
    for visit, (wait, _) in zip(visits, gaps, strict=True):
        shift = max(0.0, shift - wait)
        moved.append(Visit(visit.stop_id, visit.begins_s + shift))
    service = sum(problem.stops[n].service_s for n in order)
    return Walk(problem.walkers[walker].id, day, tuple(moved), opens + later, at + shift, walked, service)


def window(stop: Stop, day: int, arrives: float) -> tuple[float, float] | None:
    """The first opening in which the whole visit fits after arriving."""
    fitting = (span for span in stop.openings(day) if max(arrives, span[0]) + stop.service_s <= span[1] + SLACK_S)
    return min(fitting, default=None)


def _later(gaps: list[tuple[float, float]]) -> float:
    """How much later a walk may set out and still end as early: all waiting, as far as every door stays open."""
    waited, room = 0.0, float("inf")
    for wait, spare in gaps:
        waited += wait
        room = min(room, waited + spare)
    return min(waited, room)

"""Rounds: a set of places, walked by some people on some days. Pure functions over numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dispatch.rounds.answer import Left, Rounds, Visit, Walk
from dispatch.rounds.problem import ALWAYS, MOST_DAYS, MOST_PLACES, MOST_WALKERS, Problem, Span, Stop, Walker

__all__ = [
    "ALWAYS", "MOST_DAYS", "MOST_PLACES", "MOST_WALKERS", "Left", "Problem", "Rounds", "Span", "Stop", "Visit", "Walk",
    "Walker", "plan_rounds", "replan_rounds",
]  # fmt: skip


def plan_rounds(problem: Problem, *, time_limit_s: float = 5.0, seed: int = 0) -> Rounds:
    """Balanced walks with little walking, found within the time; always an answer, at 0 s by insertion alone.

    Every place is in one walk or in ``left``, with why. Hours and days are kept, nobody is in two places at once. The
    working days are made about equally long; a spread of minutes that hours or far places force is in ``spread_s``.
    """
    from dispatch.rounds.planner import solve

    return solve(problem, time_limit_s=time_limit_s, seed=seed)


def replan_rounds(
    problem: Problem, kept: Mapping[tuple[str, int], Sequence[str]], *, time_limit_s: float = 0.0, seed: int = 0
) -> Rounds:
    """What is still to do, with the walks as people know them. ``kept`` has by (worker, day) the places still to come,
    in order. Only places that are in none, or no longer fit, are put somewhere; with time, where they are many, the
    walks that get them are searched anew among themselves, if that saves a tenth. All other walks stay as they are."""
    from dispatch.rounds.mend import mend

    return mend(problem, kept, time_limit_s=time_limit_s, seed=seed)

"""The board as a whole: which worker goes to which open ticket, in which order. Pure functions over numpy."""

from __future__ import annotations

from dispatch.planning.answer import Change, Plan
from dispatch.planning.problem import WEIGHT, Costs, Hand, Problem, Task, Told

__all__ = ["WEIGHT", "Change", "Costs", "Hand", "Plan", "Problem", "Task", "Told", "kept", "plan"]


def plan(problem: Problem, *, time_limit_s: float = 1.0, seed: int = 0) -> Plan:
    """The cheapest plan found within the time, with a proven lower bound; always an answer, the same for a seed.

    Weighted lateness first, walking second. Who is on scene stays (``Task.fixed``, or told with stage on_scene); at
    most ``max_changes`` tickets leave the worker who was told. One task a hand is solved to proof (Jonker-Volgenant,
    about 1 ms for 30 × 60); routes are searched from the greedy plan downwards, so the cost never exceeds greedy's.
    Tasks that nobody can do are named in ``unplanned`` and in no route. ``time_limit_s`` bounds the search for
    routes; 0 answers with insertion alone. It raises ValueError for a matrix of the wrong shape, nothing else.
    """
    from dispatch.planning.planner import solve

    return solve(problem, time_limit_s=time_limit_s, seed=seed)


def kept(problem: Problem) -> Plan:
    """The plan in which nobody is called back: what the others are compared with. Its bound says nothing."""
    from dispatch.planning.planner import kept

    return kept(problem)

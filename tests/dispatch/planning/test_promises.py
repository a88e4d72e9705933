"""What every plan promises, whatever the board."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.planning import Plan, Problem, plan
from dispatch.planning.insertion import greedy
from dispatch.planning.model import Model
from dispatch.planning.search import Search
from tests.dispatch.planning.town import town

PROBLEMS = st.builds(
    town,
    seed=st.integers(0, 10**6),
    tasks=st.integers(0, 12),
    hands=st.integers(0, 6),
    told=st.sampled_from([0.0, 0.5, 1.0]),
    there=st.sampled_from([0.0, 0.3]),
    islands=st.sampled_from([0.0, 0.2]),
    max_changes=st.sampled_from([None, 0, 1, 2]),
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(PROBLEMS)
def test_everybody_is_at_one_place_at_a_time(problem: Problem) -> None:
    made = plan(problem, time_limit_s=0.1)
    planned = [ticket for route in made.routes.values() for ticket in route]
    assert len(planned) == len(set(planned))
    outside = {task.id for task in problem.tasks} - set(planned) - set(made.unplanned)
    assert outside == {t for t in outside if _there(problem, t)}
    for worker, route in made.routes.items():
        _walked(problem, made, worker, route)


def _walked(problem: Problem, made: Plan, worker: str, route: tuple[str, ...]) -> None:
    """The order can be walked: nobody arrives sooner than the work before and the way allow."""
    ids, hands = [t.id for t in problem.tasks], [h.id for h in problem.hands]
    row, at = hands.index(worker), max(problem.now, problem.hands[hands.index(worker)].free_at)
    for ticket in route:
        j = ids.index(ticket)
        if not _there(problem, ticket):
            at += problem.seconds[row, j]
            assert made.arrivals[ticket] == pytest.approx(at)
        at += problem.tasks[j].service_s
        row = len(hands) + j


def _there(problem: Problem, ticket: str) -> bool:
    told = problem.told.get(ticket)
    return told is not None and told.stage == "on_scene"


@QUICK
@given(PROBLEMS)
def test_who_is_on_scene_stays_and_the_budget_holds(problem: Problem) -> None:
    made = plan(problem, time_limit_s=0.1)
    for ticket, told in problem.told.items():
        if told.stage == "on_scene":
            assert made.routes[told.worker_id][0] == ticket
            assert all(change.ticket_id != ticket for change in made.changes)
    if problem.max_changes is not None:
        free_to_move = [c for c in made.changes if c.told and not _cannot(problem, c.ticket_id)]
        assert len(free_to_move) <= problem.max_changes


def _cannot(problem: Problem, ticket: str) -> bool:
    """Who was told has no way or lacks the skill: somebody else must, whatever the budget."""
    model = Model(problem)
    j = [problem.tasks[k].id for k in model.tasks].index(ticket)
    return model.told[j] == -1


@QUICK
@given(PROBLEMS)
def test_cost_lies_between_the_bound_and_greedy(problem: Problem) -> None:
    made = plan(problem, time_limit_s=0.1)
    model = Model(problem)
    if model.n and model.m:
        quick = greedy(model)
        left = model.undone(quick)
        if len(left) == len(made.unplanned):
            worth = model.total(quick) - sum(1e8 * model.weight[j] for j in left)
            assert made.cost <= worth * (1 + 1e-9) + 1e-3
    assert made.bound <= made.cost + 1e-6
    assert 0 <= made.gap <= 1


@settings(QUICK, max_examples=15)
@given(PROBLEMS)
def test_the_same_seed_says_the_same(problem: Problem) -> None:
    assert plan(problem, time_limit_s=0.0) == plan(problem, time_limit_s=0.0)
    model = Model(problem)
    twice = [Search(model, lambda: False).improve(greedy(model), seed=3) for _ in range(2)]
    assert twice[0] == twice[1]


@pytest.mark.parametrize("more", [{}, {"told": 0.0}, {"told": 0.0, "max_changes": 0}])
def test_one_to_one_is_proven(more: dict[str, Any]) -> None:
    made = plan(town(5, 10, 40, skilled=0.0, busy=0.0, **more), time_limit_s=0.0)
    assert (made.by, made.gap) == ("assignment", 0.0)

"""The rules one by one, and every plan there is for boards small enough to write them all down."""

from __future__ import annotations

from itertools import permutations, product
from math import inf

import numpy as np
import pytest

from dispatch.planning import Costs, Hand, Problem, Task, Told, plan
from dispatch.planning.model import Model
from tests.dispatch.planning.town import town


def line(hands: list[float], tickets: list[float], *, told: dict[str, Told] | None = None, **more: object) -> Problem:
    """Everybody on one street; a place is its second of walking from the end."""
    at = np.array([*hands, *tickets])
    seconds = np.abs(at[:, None] - np.array(tickets)[None, :])
    tasks = more.pop("tasks", None) or tuple(Task(f"t{n}") for n in range(len(tickets)))
    crew = more.pop("crew", None) or tuple(Hand(f"w{n}") for n in range(len(hands)))
    return Problem(0.0, tasks, crew, seconds, told or {}, **more)  # type: ignore[arg-type]


def test_nearest_first_would_walk_farther() -> None:
    made = plan(line([0, 100], [90, 300], crew=(Hand("w0", most=1), Hand("w1", most=1))))
    assert made.routes == {"w0": ("t0",), "w1": ("t1",)}
    assert made.walk_s == 290
    assert made.gap == 0


def test_a_late_severe_ticket_goes_before_walking() -> None:
    urgent = Task("t1", weight=8, due=150.0)
    made = plan(line([0, 200], [190, 100], tasks=(Task("t0"), urgent), crew=(Hand("w0", free_at=100), Hand("w1"))))
    assert made.worker_of("t1") == "w1"
    assert made.late == ()


def test_a_small_gain_is_not_worth_a_call() -> None:
    told = {"t0": Told("w0", "acknowledged")}
    assert plan(line([0, 100], [60], told=told)).changes == ()
    moved = plan(line([0, 500], [450], told=told)).changes
    assert [(c.from_worker, c.to_worker, c.told) for c in moved] == [("w0", "w1", True)]
    assert plan(line([0, 500], [450], told=told, max_changes=0)).changes == ()


def test_who_is_there_stays_and_goes_on_from_there() -> None:
    made = plan(
        line([0, 1000], [500, 510], told={"t0": Told("w0", "on_scene")}, tasks=(Task("t0", service_s=60), Task("t1")))
    )
    assert made.routes == {"w0": ("t0", "t1")}
    assert made.arrivals["t1"] == 70


def test_who_was_told_and_went_off_duty_is_replaced_whatever_the_budget() -> None:
    made = plan(line([0], [50], told={"t0": Told("w9", "acknowledged")}, max_changes=0))
    assert made.routes == {"w0": ("t0",)}


@pytest.mark.parametrize(
    ("task", "crew", "why"),
    [
        (Task("t0", able=frozenset()), (Hand("w0"),), "nobody_able"),
        (Task("t0"), (Hand("w0", until=10.0),), "no_time"),
        (Task("t0", due=0.0), (), "nobody_able"),
    ],
)
def test_what_nobody_can_do_is_named(task: Task, crew: tuple[Hand, ...], why: str) -> None:
    made = plan(line([0.0] * len(crew), [50], tasks=(task,), crew=crew))
    assert (made.unplanned, made.routes) == ({"t0": why}, {})


def test_an_island_is_named() -> None:
    assert plan(Problem(0.0, (Task("t0"),), (Hand("w0"),), np.full((2, 1), inf))).unplanned == {"t0": "no_way"}


def test_no_stacking_leaves_the_third_for_later() -> None:
    made = plan(line([0, 10], [1, 2, 3], crew=(Hand("w0", most=1), Hand("w1", most=1))))
    assert len(made.unplanned) == 1


def test_a_matrix_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Problem(0.0, (Task("t0"),), (Hand("w0"),), np.zeros((1, 1)))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("budget", [None, 0, 1])
def test_bound_and_plan_against_every_plan_there_is(seed: int, budget: int | None) -> None:
    problem = town(seed, 4, 2, skilled=0.0, max_changes=budget)
    best = min(all_plans(Model(problem)))
    made = plan(problem, time_limit_s=0.1)
    assert made.bound <= best + 1e-6
    assert made.cost == pytest.approx(best, rel=0.02)


def all_plans(model: Model) -> list[float]:
    found = []
    for order in permutations(range(model.n)):
        for who in product(range(model.m), repeat=model.n):
            routes = [[j for j, i in zip(order, who, strict=True) if i == hand] for hand in range(model.m)]
            if model.changes(routes) <= model.budget:
                found.append(model.total(routes))
    return found


def test_costs_are_in_walked_seconds() -> None:
    made = plan(line([0], [100], tasks=(Task("t0", weight=2, due=40.0),), costs=Costs()))
    assert made.cost == 100 + 2 * (0.5 * 100 + 30 * 60 + 600)
    assert (made.late, made.late_s) == (("t0",), 60)

"""OR-Tools as it is used here: a fault in it costs quality only, so it would be seen nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dispatch.planning import exact, plan, planner, solver
from dispatch.planning.insertion import greedy
from dispatch.planning.model import Model
from tests.dispatch.planning.test_small import all_plans
from tests.dispatch.planning.town import town


@pytest.mark.parametrize("more", [{}, {"max_changes": 1}, {"skilled": 0.6}])
def test_routes_are_found_within_the_rules(more: dict[str, Any]) -> None:
    model = Model(town(3, 18, 6, told=0.5, **more))
    begun = greedy(model)
    found = solver.search(model, begun, 0.4, 0)
    assert found is not None
    assert model.changes(found) <= model.budget
    assert model.undone(found) == model.undone(begun)
    assert model.total(found) <= model.total(begun) * 1.001


@pytest.mark.parametrize("seed", range(4))
def test_small_ones_are_proven(seed: int) -> None:
    model = Model(town(seed, 4, 2, skilled=0.0, max_changes=1))
    best = min(all_plans(model))
    proof = exact.prove(model, greedy(model), 5.0, 0)
    assert proof is not None
    routes, bound = proof
    assert bound <= best + 1e-6
    assert bound == pytest.approx(best, rel=0.01)  # rounded down to tenths of seconds
    assert model.total(routes) == pytest.approx(best, rel=0.01)


def test_a_solver_that_crashes_costs_quality_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(solver, "search", broken)
    monkeypatch.setattr(exact, "prove", broken)
    for tasks in (6, 18):
        made = plan(town(1, tasks, 3, skilled=0.0), time_limit_s=0.3)
        assert not made.unplanned
        assert made.bound_by in ("relaxation", "assignment")


def test_every_solver_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: (asked.append(name), real(*given))[1]

    monkeypatch.setattr(solver, "search", noted("routing", solver.search))
    monkeypatch.setattr(exact, "prove", noted("cp_sat", exact.prove))
    monkeypatch.setattr(planner.log, "exception", lambda *_: pytest.fail("a solver failed"))
    plan(town(1, 6, 2, skilled=0.0), time_limit_s=0.5)
    plan(town(1, 18, 6, skilled=0.0), time_limit_s=1.0)
    assert asked == ["cp_sat", "routing"]

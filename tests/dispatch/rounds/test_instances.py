"""The published instances with a known answer: within 2 % of it."""

from __future__ import annotations

import re
from time import process_time

import pytest

pyvrp = pytest.importorskip("pyvrp")

from dispatch.rounds.routes import search  # noqa: E402
from tests.support.real_data import real_data  # noqa: E402

#: file → how distances are rounded, as its answer was
KNOWN = {"E-n22-k4.txt": "round", "OkSmall.txt": "none", "OkSmallMultipleDepots.txt": "none", "C201R0.25.vrp": "dimacs"}
BUSY = "C201R0.25.vrp"


def off(name: str, seconds: float) -> float:
    """How far above the known answer, as a share, in so many seconds of processor time: others may be at work, too."""
    path = real_data("vrp_small", name)
    data = pyvrp.read(path, KNOWN[name])
    result = search(data, seconds, seed=0, clock=process_time)
    assert result.is_feasible()
    return result.cost() / best(path, data) - 1


def best(path, data) -> float:
    stated = re.search(r"Optimal value: (\d+)", path.read_text())
    if stated:
        return int(stated[1])
    known = pyvrp.read_solution(path.with_suffix(".sol"), data)
    return pyvrp.CostEvaluator([0] * data.num_load_dimensions, 0, 0).penalised_cost(known)


@pytest.mark.real_data
@pytest.mark.parametrize("name", [name for name in KNOWN if name != BUSY])
def test_a_small_instance_is_within_two_per_cent_in_a_second(name: str) -> None:
    assert off(name, 1.0) <= 0.02


@pytest.mark.real_data
@pytest.mark.long
def test_several_trips_a_day_with_release_times_are_within_two_per_cent_in_ten_seconds() -> None:
    assert off(BUSY, 10.0) <= 0.02

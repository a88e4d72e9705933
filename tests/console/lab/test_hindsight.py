"""Knowing all beforehand: as good as the best of all plans written down, and never dearer than what was played."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations, product
from math import inf

import numpy as np
import pytest

from console import policies
from console.lab import columns, hindsight
from console.lab.clockwork import BEGIN
from console.lab.district import District
from console.lab.planned import PlannedDesk
from console.lab.play import Play
from dispatch.planning import Costs, Hand, Problem, Task
from dispatch.planning.board import costs_of
from dispatch.planning.insertion import greedy
from dispatch.planning.model import Model
from tests.console.lab.conftest import day_of


def drawn(seed: int, hands: int = 3, tickets: int = 5) -> Model:
    """Places on a square of 600 s; three of five tickets come later, some with a clock."""
    draw = np.random.default_rng(seed)
    at = draw.uniform(0, 600, (hands + tickets, 2))
    seconds = np.abs(at[:, None, :] - at[None, hands:, :]).sum(axis=2)
    tasks = tuple(
        Task(
            f"t{n}",
            weight=float(draw.choice([1, 3, 8])),
            release=float(max(0.0, draw.uniform(-300, 900))),
            due=float(draw.uniform(300, 1500)) if draw.random() < 0.5 else None,
            service_s=float(draw.uniform(100, 600)),
            able=frozenset({0, 1}) if draw.random() < 0.3 else None,
        )
        for n in range(tickets)
    )
    crew = tuple(Hand(f"w{n}") for n in range(hands))
    return Model(Problem(0.0, tasks, crew, seconds, costs=Costs(0.5, 600.0, 1.0, 0.3, 0.0)))


def least(model: Model) -> float:
    """Of every order of all tickets, cut anywhere between the hands."""
    found = inf
    for order in permutations(range(model.n)):
        for cuts in product(range(model.n + 1), repeat=model.m - 1):
            if list(cuts) == sorted(cuts):
                ends = [0, *cuts, model.n]
                parts = [list(order[a:b]) for a, b in pairwise(ends)]
                found = min(found, sum(model.route(i, stops) for i, stops in enumerate(parts)))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_best_of_all_plans(seed: int) -> None:
    model = drawn(seed)
    found = columns.best(model, greedy(model))
    assert found is not None
    assert found.cost == pytest.approx(least(model), abs=1e-4)
    assert found.bound == pytest.approx(found.cost, abs=1e-4)
    assert model.total(found.routes) == pytest.approx(found.cost, abs=1e-4)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_who_calls_nobody_back_does_better(town: District, seed: int) -> None:
    day = day_of(town, seed=seed, pairs=False)
    day = replace(day, plain=True, jobs=day.jobs[:10])
    policy = replace(policies.read("default"), max_changes=0)
    costs = costs_of(policy)
    one = Play(day, policy, town.ways, PlannedDesk)
    events = one.run()
    came = hindsight.realised(day, events, list(one.hands.values()), BEGIN.timestamp(), costs)
    foreseen = hindsight.best(day, town.ways, costs, hindsight.dues_of(events, BEGIN.timestamp()))
    assert foreseen.bound <= foreseen.cost + 1e-4
    assert foreseen.cost - foreseen.bound < 1e-3 * foreseen.cost
    assert foreseen.bound <= came + 1e-3


def test_seconds_are_those_of_the_day_played(town: District) -> None:
    """One ticket alone costs beforehand what it costs when it is played."""
    day = day_of(town, pairs=False)
    day = replace(day, plain=True, jobs=day.jobs[:1])
    policy = policies.read("default")
    one = Play(day, policy, town.ways, PlannedDesk)
    events = one.run()
    came = hindsight.realised(day, events, list(one.hands.values()), BEGIN.timestamp(), costs_of(policy))
    dues = hindsight.dues_of(events, BEGIN.timestamp())
    assert came == pytest.approx(hindsight.best(day, town.ways, costs_of(policy), dues).cost, rel=1e-3)

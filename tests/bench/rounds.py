"""Rounds: published instances with a known answer in 10 s; 300 places beside insertion alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dispatch.rounds import Problem, Rounds, Stop, Walker, plan_rounds
from tests.bench.figure import Figure
from tests.dispatch.rounds.test_instances import KNOWN, off

LIMIT_S = 10.0
PLACES, WALKERS, DAYS = 300, 4, 3


def run(folder: Path) -> list[Figure]:
    figures = [
        Figure(f"rounds: {name}, above the known answer in 10 s", 100 * off(name, LIMIT_S), "%", goal="≤ 2")
        for name in KNOWN
    ]
    quick, made = _district(0.0), _district(LIMIT_S)
    spread = 100 * made.spread_s / (sum(walk.total_s for walk in made.walks) / made.turns)
    return [
        *figures,
        Figure("rounds: 300 places, 4 people, 3 days: walked", made.walk_s / 60, "min", quick.walk_s / 60, "insertion"),
        Figure("… longest less shortest day, of the mean", spread, "%"),
    ]


def _district(limit_s: float) -> Rounds:
    draw = np.random.default_rng(1)
    places = draw.uniform(0, 1500, (PLACES + WALKERS, 2))
    seconds = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) * 1.4 / 1.3
    stops = tuple(Stop(f"s{n}", 480.0) for n in range(PLACES))
    walkers = tuple(Walker(f"w{n}", ((8.5 * 3600, 17.5 * 3600),) * DAYS) for n in range(WALKERS))
    return plan_rounds(Problem(stops, walkers, seconds), time_limit_s=limit_s)

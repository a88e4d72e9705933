"""A small town for the lab: a dozen houses, straight ways, six people, thirty reports of three kinds."""

from __future__ import annotations

import random

import pytest

from console import catalogue
from console.lab import resample
from console.lab.day import Day
from console.lab.district import Colleague, District
from console.lab.ways import CrowWays
from console.simulation.script import Line
from dispatch.position import Position

HOUSES = tuple(Position(lon=111.0 + 0.002 * (n % 4), lat=35.0 + 0.0015 * (n // 4)) for n in range(12))
KINDS = catalogue.read()


def lines(count: int = 30, seed: int = 1) -> list[Line]:
    """Calls between eight and ten: one in ten extreme, two severe, four moderate, three minor."""
    draw = random.Random(seed)
    kinds = ["smoke", "fall", "falling_object", *["water_leak"] * 4, "noise", "noise", "garbage"]
    calls = ((8 * 3600 + draw.uniform(0, 7200), draw.choice(kinds), draw.randrange(12)) for _ in range(count))
    return [Line(n, t, "call", {"kind": kind, "at": {"pick": pick}}) for n, (t, kind, pick) in enumerate(calls, 1)]


@pytest.fixture(scope="session")
def town() -> District:
    people = tuple(Colleague(f"w{n}", f"网格员 {n}", (), None, HOUSES[2 * n]) for n in range(6))
    return District("town", CrowWays(), HOUSES, people, lambda at: HOUSES[at["pick"]])


def day_of(town: District, seed: int = 1, load: float = 0.8, workers: int = 5, pairs: bool = True) -> Day:
    return resample.day(lines(), town, KINDS, seed=seed, load=load, workers=workers, hours=(8.0, 10.0), pairs=pairs)

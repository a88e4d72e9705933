"""The lab walks as the console does: the same seconds as ``Roads``, and whoever is called back lies on the way."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.lab.ways import RoadWays
from dispatch.position import Position
from dispatch.travel.graph import Graph, Way
from dispatch.travel.roads import Roads

EAST, NORTH = 0.0011, 0.0009


def streets() -> Graph:
    """Five by five blocks of 100 m, every third street of one row missing, so that ways wind."""
    ways = []
    for row in range(6):
        for column in range(6):
            here = (111.0 + EAST * column, 35.0 + NORTH * row)
            for east, north in ((1, 0), (0, 1)):
                if column + east < 6 and row + north < 6 and (row + 2 * column + east) % 4:
                    there = (111.0 + EAST * (column + east), 35.0 + NORTH * (row + north))
                    ways.append(Way((here, there), (here, there), {"class": "street", "highway": "residential"}))
    return Graph.build(ways)


ROADS = Roads(streets())
WAYS = RoadWays(ROADS.net("walk"))


def somewhere(draw: random.Random) -> Position:
    return Position(111.0 + EAST * draw.uniform(0, 5), 35.0 + NORTH * draw.uniform(0, 5))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_seconds_are_those_of_the_roads(seed: int) -> None:
    draw = random.Random(seed)
    goal, starts = somewhere(draw), [somewhere(draw) for _ in range(6)]
    ours = WAYS.seconds(starts, [goal])[:, 0]
    for mine, leg in zip(ours.tolist(), ROADS.to(goal, starts), strict=True):
        if leg is not None:
            assert mine == pytest.approx(leg.eta_s, abs=0.5)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.floats(0.05, 0.95))
def test_who_is_called_back_stands_on_his_way(seed: int, share: float) -> None:
    """What is left of the way is what was not walked yet, but for the yards at both ends, which are cut across."""
    draw = random.Random(seed)
    start, goal = somewhere(draw), somewhere(draw)
    whole = float(WAYS.seconds([start], [goal])[0, 0])
    stands = WAYS.along(start, goal, share * whole)
    left = float(WAYS.seconds([stands], [goal])[0, 0])
    assert left <= (1 - share) * whole + 60
    assert WAYS.along(start, goal, whole + 1) == goal


def test_always_finite_also_where_no_road_leads() -> None:
    far = Position(112.0, 36.0)
    assert float(WAYS.seconds([far], [Position(111.0, 35.0)])[0, 0]) > 60_000
    assert WAYS.along(far, Position(111.0, 35.0), 10.0) != far
    assert WAYS.seconds([], [far]).shape == (0, 1)

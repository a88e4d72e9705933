"""Where idle people should stand."""

from __future__ import annotations

from itertools import combinations
from time import process_time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.planning.standing import stand


def town(seed: int, places: int, people: int, size: float = 3000.0):
    """Sites are the places and where people stand; seconds at 1.25 m/s."""
    draw = np.random.default_rng(seed)
    at = draw.uniform(0, size, (places + people, 2))
    seconds = np.hypot(*(at[:, None] - at[None, :places]).transpose(2, 0, 1)) / 1.25
    here = np.arange(places, places + people)
    walks = np.hypot(*(at[places:, None] - at[None]).transpose(2, 0, 1)) / 1.25
    return seconds, draw.integers(1, 100, places).astype(float), here, walks


def test_two_people_in_one_corner_are_spread_over_two_villages() -> None:
    at = np.array([0.0, 100, 5000, 5100, 50, 60])
    seconds = np.abs(at[:, None] - at[None, :4])
    made = stand(seconds, np.ones(4), np.array([4, 5]), np.abs(at[4:, None] - at[None]))
    assert sorted(at[list(made.site)] > 1000) == [False, True]
    assert made.cost < made.before


def test_nobody_and_nothing_are_answered() -> None:
    nobody = stand(np.ones((2, 2)), np.ones(2), np.zeros(0, dtype=np.int64), np.zeros((0, 2)))
    assert nobody.site == ()
    nothing = stand(np.zeros((1, 0)), np.zeros(0), np.array([0]), np.zeros((1, 1)))
    assert nothing.site == ()


def test_who_stands_well_stays() -> None:
    at = np.array([0.0, 10.0, 20.0, 11.0])
    made = stand(np.abs(at[:, None] - at[None, :3]), np.ones(3), np.array([3]), np.abs(at[3:, None] - at[None]))
    assert made.site == (3,)


def test_an_island_sends_nobody_there() -> None:
    seconds, weight, here, walks = town(1, 10, 2)
    seconds[:, 0] = np.inf
    walks[:, 0] = np.inf
    made = stand(seconds, weight, here, walks)
    assert 0 not in made.site


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 6))
def test_never_worse_than_now_nor_than_chance_and_the_bound_holds(seed: int, places: int, people: int) -> None:
    seconds, weight, here, walks = town(seed, places, people)
    made = stand(seconds, weight, here, walks)
    assert made.bound <= made.cost + 1e-6
    assert made.cost <= made.before + 1e-6
    assert len(made.site) == people
    before, after = (seconds[list(sites)].min(axis=0) <= 300 for sites in (here, made.site))
    assert after.sum() >= before.sum()
    assert weight[after].sum() >= weight[before].sum() - 1e-6


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_small_ones_are_near_the_best_there_is(seed: int) -> None:
    seconds, weight, here, walks = town(seed, 9, 2, 8000.0)
    made = stand(seconds, weight, here, walks)
    late = seconds + 600 * (seconds > 300)
    late = np.minimum(seconds, 3600) + 600 * (np.minimum(seconds, 3600) > 300)
    share = weight / weight.sum()
    best = min((late[list(pair)].min(axis=0) * share).sum() for pair in combinations(range(len(late)), 2))
    assert made.bound <= best + 1e-6, "a bound is below everything"
    random = np.mean([(late[list(pair)].min(axis=0) * share).sum() for pair in combinations(range(9), 2)])
    assert made.cost <= max(random, best) + 0.01 * made.before or made.cost <= made.before


def test_a_district_takes_less_than_a_second() -> None:
    seconds, weight, here, walks = town(3, 626, 25, 4000.0)
    begin = process_time()
    made = stand(seconds, weight, here, walks)
    assert process_time() - begin < 2.0  # 0.8 s
    assert made.gap < 0.1

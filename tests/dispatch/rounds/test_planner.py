"""Rounds, as who plans them would say it."""

from __future__ import annotations

import sys
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.rounds import Left, Problem, Stop, Walker, insertion, plan_rounds, planner, replan_rounds
from dispatch.rounds.gaps import Gaps
from dispatch.rounds.timing import timed

DAY = (8 * 3600.0, 18 * 3600.0)


def street(count: int, people: int = 1, days: int = 1, *, service_s: float = 600.0, **more) -> Problem:
    """Houses in a row, 60 s apart; everybody starts at its end."""
    at = np.array([*range(1, count + 1), *[0] * people]) * 60.0
    stops = tuple(Stop(f"s{n}", service_s, **more) for n in range(count))
    walkers = tuple(Walker(f"w{n}", (DAY,) * days) for n in range(people))
    return Problem(stops, walkers, np.abs(at[:, None] - at[None]))


def test_two_people_share_a_street_evenly() -> None:
    made = plan_rounds(street(20, 2), time_limit_s=0.5)
    assert made.by == "routes"
    assert sorted(len(walk.visits) for walk in made.walks) == [10, 10]
    assert made.spread_s < 0.25 * made.walks[0].total_s


def test_one_person_walks_a_street_from_one_end_to_the_other() -> None:
    (walk,) = plan_rounds(street(8), time_limit_s=0.3).walks
    assert [visit.stop_id for visit in walk.visits] == [f"s{n}" for n in range(8)]
    assert walk.walk_s == 8 * 60
    assert walk.service_s == 8 * 600


def test_nobody_to_walk_leaves_every_place_with_why() -> None:
    made = plan_rounds(street(3, 0))
    assert made.walks == ()
    assert {left.code for left in made.left} == {"unreachable"}


def test_an_island_a_shop_closed_all_day_and_a_visit_longer_than_the_day_are_named() -> None:
    plain = street(3)
    seconds = plain.seconds.copy()
    seconds[0, 1:] = seconds[1:, 0] = np.inf
    stops = (plain.stops[0], Stop("s1", 600.0, hours=((3600.0, 7200.0),)), Stop("s2", 90_000.0))
    made = plan_rounds(Problem(stops, plain.walkers, seconds), time_limit_s=0.2)
    assert made.left == (Left("s0", "unreachable"), Left("s1", "closed"), Left("s2", "no_time"))


def test_a_shop_with_a_lunch_break_is_seen_before_or_after_it() -> None:
    hours = ((9 * 3600.0, 11 * 3600.0), (14 * 3600.0, 16 * 3600.0))
    made = plan_rounds(street(20, hours=hours), time_limit_s=0.3)
    (walk,) = made.walks
    assert not made.left
    assert all(any(a <= v.begins_s and v.begins_s + 600 <= b for a, b in hours) for v in walk.visits)


def test_more_work_than_days_leaves_what_does_not_fit() -> None:
    made = plan_rounds(street(100), time_limit_s=0.3)
    assert made.left
    assert {left.code for left in made.left} == {"no_time"}
    assert made.walks[0].total_s <= DAY[1] - DAY[0]


def test_the_same_question_is_answered_without_pyvrp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    monkeypatch.delitem(sys.modules, "dispatch.rounds.routes", raising=False)
    made = plan_rounds(street(20, 2), time_limit_s=0.5)
    assert made.by == "insertion"
    assert sum(len(walk.visits) for walk in made.walks) == 20


def test_what_was_missed_goes_to_a_day_that_remains_and_the_others_stay() -> None:
    problem = street(12, 1, 2)
    kept = {("w0", 0): [], ("w0", 1): [f"s{n}" for n in range(1, 12)]}
    made = replan_rounds(problem, kept)
    assert not made.left
    order = [v.stop_id for walk in made.walks if walk.day == 1 for v in walk.visits]
    assert [name for name in order if name != "s0"] == kept["w0", 1]


MORNING, EVENING = ((8 * 3600.0, 9 * 3600.0),), ((17 * 3600.0, 18 * 3600.0),)


@pytest.mark.parametrize("time_limit_s", [0.0, 0.3])
def test_hours_that_differ_by_day_are_kept_on_each(time_limit_s: float) -> None:
    plain = street(16, 1, 3)
    by_day = (MORNING, (), EVENING)
    stops = tuple(Stop(f"s{n}", 600.0, by_day=by_day) if n < 8 else Stop(f"s{n}", 600.0) for n in range(16))
    made = plan_rounds(Problem(stops, plain.walkers, plain.seconds), time_limit_s=time_limit_s)
    assert not made.left
    assert made.by == ("routes" if time_limit_s else "insertion")
    seen = {visit.stop_id: (walk.day, visit.begins_s) for walk in made.walks for visit in walk.visits}
    for n in range(8):
        day, begins = seen[f"s{n}"]
        assert any(since <= begins and begins + 600.0 <= to for since, to in by_day[day])
    assert {seen[f"s{n}"][0] for n in range(8)} == {0, 2}, "eight do not fit into one hour"


def test_hours_by_day_need_a_line_for_each() -> None:
    with pytest.raises(ValueError, match="a line for each day"):
        Problem((Stop("s0", 1.0, by_day=(MORNING,)),), (Walker("w0", (DAY, DAY)),), np.zeros((2, 2)))


def test_a_walk_that_is_given_away_is_walked_in_a_good_order_and_who_gets_nothing_keeps_his() -> None:
    """Two rows of houses; the second walker is at the end of the one whose walk is given away."""
    at = np.array([*range(12), *range(100, 104), 12, 104]) * 60.0
    seconds = np.abs(at[:, None] - at[None])
    stops = tuple(Stop(f"s{n}", 300.0) for n in range(16))
    away = Problem(stops, (Walker("w0", (DAY,)), Walker("w1", (DAY,))), seconds)
    known = ["s6", "s2", "s10"]  # as somebody liked it
    far = ["s15", "s13", "s14", "s12"]
    kept = {("w0", 0): known, ("w1", 0): far}
    quick, better = replan_rounds(away, kept), replan_rounds(away, kept, time_limit_s=0.4)
    assert (quick.by, better.by) == ("insertion", "routes")
    assert not better.left
    assert better.walk_s < quick.walk_s
    walks = {walk.worker_id: [visit.stop_id for visit in walk.visits] for walk in better.walks}
    assert walks["w1"] == far


def test_few_hear_of_a_walk_that_is_given_away_as_long_as_they_have_time() -> None:
    problem = street(40, 8)
    kept = {(f"w{w}", 0): [f"s{n}" for n in range(4 * w, 4 * w + 4)] for w in range(8)}
    made = replan_rounds(problem, kept)
    assert not made.left
    told = {w.worker_id for w in made.walks if [v.stop_id for v in w.visits] != kept[w.worker_id, w.day]}
    assert 0 < len(told) <= 4


def test_a_matrix_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Problem((), (), np.zeros((1, 1)))


LUNCH = ((9 * 3600.0, 12 * 3600.0), (14 * 3600.0, 17 * 3600.0))


@pytest.mark.parametrize("hours", [(), LUNCH])
def test_far_more_places_than_a_day_holds_are_not_tried_everywhere(
    monkeypatch: pytest.MonkeyPatch, hours: tuple[tuple[float, float], ...]
) -> None:
    """626 houses for one day took 10 s of processor time whatever the limit, 17 s with a lunch break."""
    tries = []
    monkeypatch.setattr(insertion, "timed", lambda *asked: tries.append(asked) or timed(*asked))
    made = plan_rounds(street(600, hours=hours), time_limit_s=0)
    assert len(made.left) > 500
    assert len(tries) < 100


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_a_place_fits_where_the_walk_with_it_can_be_walked(seed: int) -> None:
    draw = np.random.default_rng(seed)
    at = draw.uniform(0, 3600, (9, 2))
    seconds = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    openings = [
        tuple(sorted((8 + a, 8 + a + draw.uniform(0.3, 4)) for a in draw.uniform(0, 8, n))) for n in (0, 1, 2) * 3
    ]
    stops = tuple(Stop(f"s{n}", 900.0, tuple((3600 * a, 3600 * b) for a, b in openings[n])) for n in range(8))
    problem = Problem(stops, (Walker("w", (DAY,)),), seconds, returns=bool(seed % 2))
    order: list[int] = []
    for n in range(8):
        tried = [timed(problem, (0, 0), [*order[:p], n, *order[p:]]) is not None for p in range(len(order) + 1)]
        assert Gaps(problem, (0, 0), order).fit(n).tolist() == tried
        if any(tried):
            order.insert(tried.index(True), n)


def test_what_comes_before_the_search_counts_into_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = count(0.0, 3.0)
    monkeypatch.setattr(planner, "monotonic", lambda: next(clock))
    assert plan_rounds(street(4), time_limit_s=2.0).by == "insertion"
    assert plan_rounds(street(4), time_limit_s=3.3).by == "routes"

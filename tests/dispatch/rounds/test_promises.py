"""What holds of every plan of rounds, whatever was asked."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.rounds import Problem, Rounds, Stop, Walker, plan_rounds, replan_rounds

HOUR = 3600.0


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    count, people, days = draw(st.integers(0, 25)), draw(st.integers(0, 4)), draw(st.integers(1, 3))
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    places = random.uniform(0, 2000, (count + people, 2))
    seconds = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    island = random.random(count + people) < 0.1
    seconds[island[:, None] != island[None]] = np.inf
    hours = st.sampled_from(
        [(), ((9 * HOUR, 11 * HOUR),), ((8 * HOUR, 9 * HOUR), (14 * HOUR, 15 * HOUR)), ((1.0, 2.0),)]
    )
    open_on = st.one_of(st.none(), st.frozensets(st.integers(0, days - 1)))
    by_day = st.one_of(st.just(()), st.tuples(*[st.one_of(st.just(()), hours) for _ in range(days)]))
    stops = tuple(
        Stop(f"s{n}", draw(st.sampled_from([60.0, 600.0, 5400.0])), draw(hours), draw(open_on), draw(by_day))
        for n in range(count)
    )
    day = st.sampled_from([None, (8 * HOUR, 12 * HOUR), (8 * HOUR, 18 * HOUR)])
    walkers = tuple(Walker(f"w{n}", tuple(draw(day) for _ in range(days))) for n in range(people))
    return Problem(stops, walkers, seconds, draw(st.booleans()))


def check(problem: Problem, made: Rounds) -> None:
    stops = {stop.id: (n, stop) for n, stop in enumerate(problem.stops)}
    walkers = {walker.id: w for w, walker in enumerate(problem.walkers)}
    seen = [visit.stop_id for walk in made.walks for visit in walk.visits] + [left.stop_id for left in made.left]
    assert sorted(seen) == sorted(stops), "every place exactly once"
    assert len({(walk.worker_id, walk.day) for walk in made.walks}) == len(made.walks)
    for walk in made.walks:
        w = walkers[walk.worker_id]
        opens, closes = problem.span((w, walk.day))
        assert opens - 0.1 <= walk.begins_s <= walk.ends_s <= closes + 0.1
        at, here = walk.begins_s, len(problem.stops) + w
        for visit in walk.visits:
            n, stop = stops[visit.stop_id]
            assert visit.begins_s >= at + problem.seconds[here, n] - 0.1, "never two places at once"
            ends = visit.begins_s + stop.service_s
            hours = stop.by_day[walk.day] if stop.by_day else stop.hours or ((0.0, 1e9),)
            assert any(a - 0.1 <= visit.begins_s and ends <= b + 0.1 for a, b in hours)
            assert stop.days is None or walk.day in stop.days
            at, here = ends, n


@settings(max_examples=60, deadline=None)
@given(problems())
def test_by_insertion_every_place_is_seen_once_within_its_hours_or_named_with_why_not(problem: Problem) -> None:
    check(problem, plan_rounds(problem, time_limit_s=0.0))


@settings(max_examples=12, deadline=None)
@given(problems())
def test_by_routes_every_place_is_seen_once_within_its_hours_or_named_with_why_not(problem: Problem) -> None:
    quick = plan_rounds(problem, time_limit_s=0.0)
    made = plan_rounds(problem, time_limit_s=0.1)
    check(problem, made)
    assert len(made.left) <= len(quick.left)


@settings(max_examples=40, deadline=None)
@given(problems(), st.randoms())
def test_a_missed_place_moves_and_nothing_else_does(problem: Problem, random) -> None:
    made = plan_rounds(problem, time_limit_s=0.0)
    kept = {(walk.worker_id, walk.day): [visit.stop_id for visit in walk.visits] for walk in made.walks}
    placed = [name for names in kept.values() for name in names]
    missed = set(random.sample(placed, min(2, len(placed))))
    told = {turn: [name for name in names if name not in missed] for turn, names in kept.items()}
    again = replan_rounds(problem, told)
    check(problem, again)
    now = {(walk.worker_id, walk.day): [v.stop_id for v in walk.visits] for walk in again.walks}
    if problem.returns or all(np.isfinite(problem.seconds).ravel()):
        assert {t: [n for n in names if n in told.get(t, [])] for t, names in now.items() if told.get(t)} == {
            t: names for t, names in told.items() if names
        }


@settings(max_examples=12, deadline=None)
@given(problems(), st.randoms())
def test_a_walk_given_away_is_seen_once_within_its_hours_too(problem: Problem, random) -> None:
    made = plan_rounds(problem, time_limit_s=0.0)
    known = {(walk.worker_id, walk.day): [visit.stop_id for visit in walk.visits] for walk in made.walks}
    away = random.choice(sorted(known)) if known else None
    kept = {turn: names for turn, names in known.items() if turn != away}
    again = replan_rounds(problem, kept, time_limit_s=0.1)
    check(problem, again)
    assert len(again.left) <= len(made.left)

"""What starts again, runs twice, fails, or has much to look at, when rounds are planned anew by themselves."""

from __future__ import annotations

from datetime import timedelta
from time import process_time
from typing import Any

from console.problems import Problem
from console.rounds.asked import Work
from console.rounds.lost import due
from console.rounds.watch import LOOK_S
from dispatch import commands as c
from tests.console.rounds.town import MORNING, TODAY, TOMORROW, Town, place
from tests.dispatch.cast import DISPATCHER


def test_looking_at_a_thousand_places_takes_little_of_the_engines_time(town: Town) -> None:
    """Bound: 15 ms of processor time; some 1.5 ms were measured."""
    walks = [
        {
            "worker_id": f"w{w}",
            "day": f"2026-11-{23 + day}",
            "places": [place(n, "09:00") for n in range(500 * w + 70 * day, 500 * w + 70 * day + 70)],
        }
        for w in (1, 2)
        for day in range(7)
    ]
    town.district.say(DISPATCHER, c.PlanRound(title="x", walks={"walks": walks}))
    (held,) = town.district.board.rounds.values()
    due(town.district.board, held, town.district.now)
    begun = process_time()
    for _ in range(10):
        due(town.district.board, held, town.district.now)
    assert (process_time() - begun) / 10 < 0.015


def test_an_engine_that_starts_again_changes_nothing(town: Town) -> None:
    town.plan((1, TODAY, MORNING), (2, TODAY, [(4, "08:40")]), (2, TOMORROW, [(5, "09:00")]))
    town.visit(1, "b1", "missed")
    before = due(town.district.board, town.round, town.district.now)
    assert before == {"b1": "missed"}
    assert town.step(town.another(town.ask)) == 1
    assert town.step(town.another(town.ask)) == 0
    assert town.step(town.another(town.ask), minutes=31) == 0


def test_two_engines_that_both_planned_tell_once(town: Town) -> None:
    town.plan((1, TODAY, MORNING), (2, TOMORROW, [(5, "09:00")]))
    town.visit(1, "b1", "missed")
    other = town.another(town.ask)
    town.district.now += timedelta(seconds=LOOK_S)
    for watch in (town.watch, other):
        watch.step(town.district.now)
        assert watch._asked is not None
        watch._asked.answer.result(timeout=30)
    seq = town.district.board.seq
    for watch in (town.watch, other):
        watch.step(town.district.now)
    assert town.district.board.seq == seq + 1


def test_a_process_that_fails_leaves_the_quick_plan(town: Town) -> None:
    def broken(work: Work) -> Any:
        raise Problem("not_ready")

    town.plan((1, TODAY, MORNING), (2, TOMORROW, [(5, "09:00")]))
    town.visit(1, "b1", "missed")
    assert town.step(town.another(broken)) == 1


def test_a_plan_that_cannot_be_made_is_tried_again_later_and_nothing_else_waits(town: Town) -> None:
    tries: list[Work] = []

    def broken(work: Work) -> Any:
        tries.append(work)
        raise RuntimeError("the network is gone")

    watch = town.another(broken)
    town.plan((1, TODAY, MORNING), (2, TOMORROW, [(5, "09:00")]))
    town.visit(1, "b1", "missed")
    assert town.step(watch) == town.step(watch) == 0
    assert len(tries) == 1
    town.step(watch, minutes=31)
    assert len(tries) == 2

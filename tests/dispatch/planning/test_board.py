"""The rules by which a district plans, one by one: what is considered, who comes later, and who hears."""

from __future__ import annotations

import numpy as np
import pytest

from dispatch.planning import Hand, Plan, Told, plan
from dispatch.planning.board import LATER_WALK_S, Considered, Opening, consider, problem_of, to_say, waits
from dispatch.policy import Policy

DEFAULT = Policy()
NO_EXCHANGE = Policy(exchange=False, max_changes=2)


def opening(name: str, severity: str = "moderate", to: str | None = None, **more: object) -> Opening:
    return Opening(name, severity, 0.0, None, 600.0, Told(to) if to else None, **more)  # type: ignore[arg-type]


def names(asked: Considered) -> tuple[set[str], set[str]]:
    return {one.id for one in asked.waiting}, {one.id for one in asked.moved}


def solved(asked: Considered, hands: list[Hand], seconds: list[list[float]]) -> Plan:
    table = np.array([*seconds, *[[300.0] * len(asked.openings)] * len(asked.openings)])
    none = np.zeros(len(asked.openings))
    problem = problem_of(0.0, asked, hands, table, none, DEFAULT, busy_s=1200.0, on_duty=len(hands))
    return plan(problem, time_limit_s=0.0)


def test_without_anything_urgent_nobody_is_called_back() -> None:
    asked = consider([opening("new"), opening("old", "minor", to="w1")], NO_EXCHANGE)
    assert (names(asked), asked.max_changes) == (({"new"}, set()), 0)


@pytest.mark.parametrize(
    ("waiting", "moved"),
    [("extreme", {"severe", "moderate", "minor"}), ("severe", {"moderate", "minor"}), ("moderate", set())],
)
def test_only_for_what_is_worse_and_bad_enough(waiting: str, moved: set[str]) -> None:
    told = [opening(one, one, to=f"w-{one}") for one in ("extreme", "severe", "moderate", "minor")]
    assert names(consider([opening("new", waiting), *told], NO_EXCHANGE))[1] == moved


def test_as_many_changes_as_urgent_ones_wait_and_no_more_than_the_policy_says() -> None:
    told = [opening(f"t{n}", "minor", to=f"w{n}") for n in range(4)]
    assert consider([opening("a", "severe"), *told], NO_EXCHANGE).max_changes == 1
    assert consider([*(opening(f"a{n}", "severe") for n in range(3)), *told], NO_EXCHANGE).max_changes == 2
    assert names(consider([opening("a", "severe"), *told], Policy(max_changes=0))) == ({"a"}, set())


def test_the_second_place_of_an_extreme_ticket_calls_nobody_back_and_weighs_as_a_moderate_one() -> None:
    second = opening("x#2", "extreme", is_first=False)
    assert names(consider([second, opening("t", "minor", to="w1")], NO_EXCHANGE))[1] == set()
    assert (second.weight, opening("x", "extreme").weight) == (3.0, 16.0)


def test_a_policy_may_let_people_exchange_whenever_that_pays() -> None:
    told = [opening("a", to="w1"), opening("b", to="w2")]
    asked = consider(told, Policy(exchange=True))
    assert (names(asked)[1], asked.max_changes) == ({"a", "b"}, DEFAULT.max_changes)


def test_who_keeps_one_keeps_all() -> None:
    told = [opening("keeps", "severe", to="w1"), opening("minor", "minor", to="w1"), opening("other", to="w2")]
    asked = consider([opening("new", "severe"), *told], NO_EXCHANGE)
    assert (names(asked)[1], asked.workers) == ({"other"}, {"w2"})


def test_what_changed_hands_twice_changes_them_again_only_for_something_urgent() -> None:
    told = [opening("tired", to="w1", moves=2), opening("fresh", to="w2", moves=1)]
    assert names(consider([*told, opening("new")], DEFAULT))[1] == {"fresh"}
    assert names(consider([*told, opening("new", "severe")], DEFAULT))[1] == {"tired", "fresh"}


def test_one_ticket_a_hand_and_the_rest_for_whoever_is_free_a_second_time() -> None:
    asked = consider([opening("near"), opening("far")], DEFAULT)
    found = solved(asked, [Hand("w1", most=1)], [[100.0, 900.0]])
    routes = {waits(worker): route for worker, route in found.routes.items()}
    assert routes == {False: ("near",), True: ("far",)}
    assert found.arrivals["far"] == 1200.0 + LATER_WALK_S
    assert to_say(found, asked, {"w1"}) == [("w1", "near")]


def test_who_is_busy_and_soon_done_is_planned_for_but_hears_nothing_yet() -> None:
    asked = consider([opening("new")], DEFAULT)
    hands = [Hand("soon", free_at=60.0, most=1), Hand("idle", most=1)]
    found = solved(asked, hands, [[30.0], [900.0]])
    assert found.worker_of("new") == "soon"
    assert to_say(found, asked, {"idle"}) == []


def test_who_gives_up_something_less_hears_at_once() -> None:
    asked = consider([opening("fire", "extreme"), opening("leak", to="w1")], DEFAULT)
    hands = [Hand("w1", most=1), Hand("busy", free_at=1500.0, most=1)]
    found = solved(asked, hands, [[100.0, 100.0], [100.0, 100.0]])
    assert to_say(found, asked, ()) == [("w1", "fire")]


def test_skills_hold_also_when_nobody_who_has_them_is_there_now() -> None:
    asked = consider([opening("gas", able=("w2",)), opening("noise")], DEFAULT)
    found = solved(asked, [Hand("w1", most=1)], [[100.0, 100.0]])
    assert found.routes["w1"] == ("noise",)
    assert waits(found.worker_of("gas") or "")

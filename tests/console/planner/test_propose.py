"""What a proposal says, and what it does not say."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from console.planner.far import set_apart
from console.planner.propose import propose
from console.planner.signature import signature
from dispatch import commands as c
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.travel.crow_flies import CrowFlies
from tests.console.planner.scene import LAT, LON, Scene, crossed
from tests.dispatch.cast import DISPATCHER, District, worker


def made(scene: Scene) -> dict[str, Any]:
    shown = pickle.loads(pickle.dumps(scene.picture()))
    return propose(shown, CrowFlies(), time_limit_s=0.1)


def moves(body: dict[str, Any]) -> dict[str, tuple[str | None, str]]:
    return {one["ticket_id"]: (one["from"], one["to"]) for one in body["changes"]}


def test_three_sent_the_wrong_way_round_are_exchanged() -> None:
    scene, (first, second, third) = crossed()
    body = made(scene)
    assert moves(body) == {first: ("w1", "w2"), second: ("w2", "w3"), third: ("w3", "w1")}
    assert all(one["saves_s"] > 300 for one in body["changes"])
    assert {one["why"]["code"] for one in body["changes"]} <= {"sooner", "late_otherwise"}
    assert (body["gap"], body["late_after"]) == (0.0, 0)
    assert body["walk_after_s"] < body["walk_before_s"] / 10


BOX = (LON, LAT - 0.01, LON + 0.02, LAT + 0.01)


def test_to_a_place_far_outside_the_district_no_plan_sends_anybody_and_says_so() -> None:
    scene = Scene(District())
    scene.stand(1, 0)
    near, far = scene.open(100), scene.open(700_000)
    shown = set_apart(scene.picture(), BOX)
    number = scene.district.board.tickets[far].number
    body = propose(pickle.loads(pickle.dumps(shown)), CrowFlies(), time_limit_s=0.1)
    assert set(moves(body)) <= {near}
    assert {"code": "place_far_off", "number": number, "km": 699} in body["notes"]
    scene.district.say(DISPATCHER, c.OfferAssignment(ticket_id=far, worker_id="w1"))  # a person may
    assert {one.id for one in set_apart(scene.picture(), BOX).tickets} == {near, far}
    assert far not in moves(made(scene))


def test_nobody_is_planned_to_walk_for_more_than_three_hours() -> None:
    scene = Scene(District())
    scene.stand(1, 0)
    scene.stand(2, 12_900)  # w3 stands nobody knows where
    reached, far = scene.open(12_000), scene.open(40_000)
    body = made(scene)
    assert moves(body) == {reached: (None, "w2")}
    assert {"code": "too_far", "number": scene.district.board.tickets[far].number} in body["notes"]
    assert "nobody_able" not in {note["code"] for note in body["notes"]}


def test_the_budget_of_the_policy_holds() -> None:
    scene, _ = crossed()
    scene.policy = Policy(max_changes=2)
    assert len(made(scene)["changes"]) <= 2
    scene.policy = Policy(max_changes=0)
    assert made(scene)["changes"] == []


def test_who_is_on_scene_is_left_alone() -> None:
    scene, (first, _, third) = crossed()
    scene.district.say(worker(1), c.ArriveOnScene(ticket_id=first))
    assert first not in moves(made(scene))
    assert moves(made(scene)).get(third, ("", ""))[1] != "w1"


def test_the_same_difference_has_the_same_name_and_another_one_another() -> None:
    scene, _ = crossed()
    before = made(scene)
    known = signature(scene.district.board)
    assert made(scene)["id"] == before["id"]
    scene.open(300)
    assert signature(scene.district.board) != known


def test_late_otherwise_says_by_how_much() -> None:
    scene = Scene(District())
    scene.stand(1, 0)
    scene.stand(2, 1990)
    scene.open(2000, to=1)
    (change,) = made(scene)["changes"]
    assert change["why"]["code"] == "late_otherwise"
    assert change["why"]["minutes"] >= 5


def test_nobody_on_duty_and_unknown_places_are_said_plainly() -> None:
    scene = Scene(District())
    scene.stand(1, 0, age=3 * 3600 + 60)
    scene.open(100)
    notes = {note["code"]: note for note in made(scene)["notes"]}
    assert notes["fix_too_old"]["workers"] == ["w1"]
    assert notes["no_fix"]["count"] == 2
    for n in (1, 2, 3):
        scene.district.say(worker(n), c.SignOff())
    assert made(scene)["notes"] == [{"code": "nobody_on_duty"}]


def test_an_island_is_named_and_still_planned() -> None:
    scene = Scene(District())
    scene.stand(1, 0)
    scene.open(100)

    class Islands(CrowFlies):
        def matrix(self, goals: Any, starts: Any, **more: Any) -> Any:
            found = super().matrix(goals, starts, **more)
            found.seconds[:] = float("inf")
            return found

    body = propose(scene.picture(), Islands(), time_limit_s=0.1)
    assert {"code": "no_way", "number": body["changes"][0]["number"]} in body["notes"]


def test_a_skill_that_nobody_has_is_named() -> None:
    scene = Scene(District())
    scene.stand(1, 0)
    scene.open(100, kind="lift_fault")
    assert [note["code"] for note in made(scene)["notes"] if "number" in note] == ["nobody_able"]


@pytest.mark.parametrize("place", [Position(0.0, 0.0), Position(111.0, 35.02)])
def test_a_fix_anywhere_does_no_harm(place: Position) -> None:
    scene, _ = crossed()
    scene.fixes["w1"] = type(scene.fixes["w1"])("w1", place, scene.district.now, None, scene.district.now)
    assert made(scene)["id"]


def test_who_is_at_a_fire_is_not_planned_for_another() -> None:
    scene = Scene(District(workers=1))
    scene.stand(1, 0)
    fire = scene.open(10, to=1, kind="smoke")
    scene.district.say(worker(1), c.ArriveOnScene(ticket_id=fire))
    scene.open(50, kind="smoke")
    body = made(scene)
    assert (body["changes"], [note["code"] for note in body["notes"]]) == ([], ["nobody_able"])


def test_only_one_there_is_sent_to_what_is_worse_first_and_keeps_the_other_for_afterwards() -> None:
    scene = Scene(District(workers=1))
    scene.stand(1, 0)
    kept = scene.open(900, to=1, kind="clutter")
    worse = scene.open(100)
    (change,) = made(scene)["changes"]
    assert (change["ticket_id"], change["from"], change["to"], change["stack"]) == (worse, None, "w1", True)
    assert kept not in moves(made(scene))
    scene.policy = Policy(stack=False)
    assert made(scene)["changes"] == []


def test_beside_something_as_bad_nothing_is_suggested_that_would_wait_all_the_same() -> None:
    scene = Scene(District(workers=1))
    scene.stand(1, 0)
    scene.open(900, to=1)
    scene.open(100)
    body = made(scene)
    assert (body["changes"], body["notes"]) == ([], [])

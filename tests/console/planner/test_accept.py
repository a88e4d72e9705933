"""Carrying a proposal out."""

from __future__ import annotations

from pathlib import Path

from console.planner.accept import carry_out
from console.planner.propose import propose
from dispatch import commands as c
from dispatch.travel.crow_flies import CrowFlies
from tests.console.planner.scene import Scene, crossed
from tests.dispatch.cast import DISPATCHER, worker


def changes(scene: Scene) -> list[dict[str, object]]:
    found: list[dict[str, object]] = propose(scene.picture(), CrowFlies(), time_limit_s=0.1)["changes"]
    return found


def test_three_are_exchanged_in_one_go(tmp_path: Path) -> None:
    scene, tickets = crossed()
    rows = carry_out(scene.services(tmp_path), DISPATCHER, changes(scene), scene.district.board)
    assert [(row["ok"], row["code"]) for row in rows] == [(True, "")] * 3
    board = scene.district.board
    stages = {t: {a.worker_id: a.stage for a in board.assignments_of(t)} for t in tickets}
    assert stages[tickets[0]] == {"w1": "recalling", "w2": "offered"}
    assert stages[tickets[1]] == {"w2": "recalling", "w3": "offered"}
    assert stages[tickets[2]] == {"w3": "recalling", "w1": "offered"}
    assert all(next(a for a in board.assignments_of(t) if a.stage == "offered").lead for t in tickets)


def test_what_has_moved_on_is_refused_alone(tmp_path: Path) -> None:
    scene, tickets = crossed()
    wanted = changes(scene)
    scene.district.say(worker(1), c.ArriveOnScene(ticket_id=tickets[0]))
    rows = {
        row["ticket_id"]: row for row in carry_out(scene.services(tmp_path), DISPATCHER, wanted, scene.district.board)
    }
    assert (rows[tickets[0]]["ok"], rows[tickets[0]]["code"]) == (False, "plan_moved_on")
    assert rows[tickets[0]]["message"]
    assert rows[tickets[1]]["ok"]
    assert [a.stage for a in scene.district.board.assignments_of(tickets[0])] == ["on_scene"]


def test_who_went_off_duty_is_refused_with_the_reason(tmp_path: Path) -> None:
    scene, tickets = crossed()
    wanted = [one for one in changes(scene) if one["ticket_id"] == tickets[0]]
    scene.district.say(DISPATCHER, c.RecallAssignment(ticket_id=tickets[1], worker_id="w2"))
    scene.district.say(worker(2), c.ConfirmRecall(ticket_id=tickets[1]))
    scene.district.say(worker(2), c.SignOff())
    (row,) = carry_out(scene.services(tmp_path), DISPATCHER, wanted, scene.district.board)
    assert (row["ok"], row["code"]) == (False, "worker_off_duty")
    assert [a.stage for a in scene.district.board.assignments_of(tickets[0])] == ["acknowledged"]  # not called back


def test_twice_is_once(tmp_path: Path) -> None:
    scene, _ = crossed()
    wanted = changes(scene)
    carry_out(scene.services(tmp_path), DISPATCHER, wanted, scene.district.board)
    rows = carry_out(scene.services(tmp_path), DISPATCHER, wanted, scene.district.board)
    assert [row["code"] for row in rows] == ["plan_moved_on"] * 3


def test_nobody_is_given_a_second_extreme_ticket_and_nobody_called_back_for_it(tmp_path: Path) -> None:
    scene, tickets = crossed()
    for ticket in tickets[:2]:
        scene.district.say(DISPATCHER, c.PrioritiseTicket(ticket_id=ticket, severity="extreme"))
    wanted = {"ticket_id": tickets[0], "number": "1", "from": "w1", "to": "w2", "stack": True}
    (row,) = carry_out(scene.services(tmp_path), DISPATCHER, [wanted], scene.district.board)
    assert (row["ok"], row["code"]) == (False, "worker_on_extreme")
    assert [a.stage for a in scene.district.board.assignments_of(tickets[0])] == ["acknowledged"]
    back = {"ticket_id": tickets[1], "number": "2", "from": "w2", "to": "w1", "stack": True}
    rows = carry_out(scene.services(tmp_path), DISPATCHER, [wanted, back], scene.district.board)
    assert [row["ok"] for row in rows] == [True, True]

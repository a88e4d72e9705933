"""What the engine does of a plan without a person: by the policy alone."""

from __future__ import annotations

from pathlib import Path

from console.planner.propose import propose
from dispatch import commands as c
from dispatch.board import Board
from dispatch.policy import Policy
from dispatch.travel.crow_flies import CrowFlies
from tests.console.planner.scene import Scene, crossed
from tests.console.planner.test_watch import Engine
from tests.dispatch.cast import ADMIN, DISPATCHER
from tests.dispatch.playbooks import PROPERTY, Lift


def called_off() -> tuple[Scene, str, list[str]]:
    """All three are on their way to something severe; smoke is seen, two wait that are not pressing. No exchange."""
    scene, tickets = crossed()
    scene.policy = Policy(exchange=False)
    for n in range(2):
        scene.open(3000 + 100 * n, kind="clutter")
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    return scene, scene.open(20, kind="smoke"), tickets


def recalled(board: Board) -> list[tuple[str, str]]:
    return [(a.ticket_id, a.worker_id) for a in board.assignments.values() if a.stage in ("recalling", "recalled")]


def test_the_nearest_is_called_off_something_less_for_smoke(tmp_path: Path) -> None:
    scene, smoke, tickets = called_off()
    Engine(scene, tmp_path).settle()
    board = scene.district.board
    assert recalled(board) == [(tickets[0], "w1")]
    assert [(a.worker_id, a.stage) for a in board.assignments_of(smoke)] == [("w1", "offered")]
    assert board.assignments_of(tickets[0])[0].reason == "replanned"


def test_three_the_wrong_way_round_are_shown_where_the_policy_does_not_exchange_by_itself(tmp_path: Path) -> None:
    scene, _ = crossed()
    scene.policy = Policy(exchange=False)
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    body = Engine(scene, tmp_path).settle()
    assert len(body["changes"]) == 3
    assert "own" not in body
    assert recalled(scene.district.board) == []


def test_nobody_is_called_off_what_a_person_sends_for() -> None:
    scene, _ = crossed()
    scene.policy = Policy()
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    scene.district.say(ADMIN, c.SetModes(by_severity={"severe": "hand"}))
    scene.open(20, kind="smoke")
    body = propose(scene.picture(), CrowFlies(), time_limit_s=0.0)
    assert body["own"] == []


def test_a_policy_without_changes_calls_nobody_off() -> None:
    scene, _, _ = called_off()
    scene.policy = Policy(max_changes=0)
    assert propose(scene.picture(), CrowFlies(), time_limit_s=0.0)["own"] == []


def test_who_comes_for_the_steps_of_his_role_is_not_called_off_and_somebody_is_sent_beside_him() -> None:
    scene = Scene(Lift(workers=1))
    ticket = scene.district.trapped()  # type: ignore[attr-defined]
    scene.district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket, role="property"))
    scene.district.say(PROPERTY, c.AcknowledgeAssignment(ticket_id=ticket))
    assert [a.lead for a in scene.district.board.assignments_of(ticket)] == [True]
    scene.stand(1, 300)
    shown = scene.picture()
    assert [(one.told, one.able) for one in shown.tickets] == [(None, ("w1",))]

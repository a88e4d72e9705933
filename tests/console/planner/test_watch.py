"""The engine's clockwork: when it asks, what it keeps, what it does by itself, and what a failing child costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from console import policies
from console.planner.child import PlannerFailed
from console.planner.patience import AGAIN_S
from console.planner.propose import propose
from console.planner.watch import DEBOUNCE_S, Planner
from dispatch import commands as c
from dispatch.policy import Policy
from dispatch.travel.crow_flies import CrowFlies
from tests.console.planner.scene import Scene, crossed, later
from tests.dispatch.cast import ADMIN, District


class Child:
    """Answers in this process, or fails as it is told."""

    def __init__(self, fails: str = "") -> None:
        self.fails, self.asked = fails, 0

    def ask(self, shown: Any, time_limit_s: float) -> dict[str, Any]:
        self.asked += 1
        if self.fails:
            raise PlannerFailed(self.fails)
        return propose(shown, CrowFlies(), time_limit_s=0.05)

    def close(self) -> None:
        pass


class Engine:
    """Steps the planner as the engine would, and waits for its thread."""

    def __init__(self, scene: Scene, home: Path, child: Child | None = None) -> None:
        self.scene, self.child = scene, child or Child()
        self.services = scene.services(home)
        self.planner = Planner(self.services, self.child)  # type: ignore[arg-type]

    def go(self, seconds: float) -> None:
        self.scene.district.now = later(self.scene.district.now, seconds)
        self.planner.step(self.scene.district.now)
        if self.planner._asked is not None:
            self.planner._asked[1].exception(10)

    def settle(self) -> dict[str, Any]:
        for _ in range(4):
            self.go(DEBOUNCE_S)
        latest = self.services.proposals.latest()
        assert latest is not None
        body: dict[str, Any] = latest.body
        return body


def test_a_proposal_is_kept_and_found_again_under_the_same_name(tmp_path: Path) -> None:
    scene, _ = crossed()
    engine = Engine(scene, tmp_path)
    body = engine.settle()
    assert len(body["changes"]) == 3
    kept = engine.services.proposals.latest()
    engine.go(AGAIN_S)
    engine.go(DEBOUNCE_S)
    assert engine.child.asked == 2
    assert engine.services.proposals.latest().body["id"] == kept.body["id"]


def test_many_events_are_one_question(tmp_path: Path) -> None:
    engine = Engine(Scene(District()), tmp_path)
    engine.scene.stand(1, 0)
    for metres in range(5):
        engine.scene.open(metres * 100)
        engine.go(0.05)
    engine.settle()
    assert engine.child.asked == 1


def test_a_board_that_moved_on_meanwhile_is_asked_about_again(tmp_path: Path) -> None:
    scene, tickets = crossed()
    engine = Engine(scene, tmp_path)
    engine.go(0.0)
    engine.go(DEBOUNCE_S)  # asked
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=False))
    scene.district.say(_desk(), c.CancelTicket(ticket_id=tickets[0], reason="误报"))
    engine.go(0.1)
    assert engine.services.proposals.latest() is None
    assert tickets[0] not in [one["ticket_id"] for one in engine.settle()["changes"]]


def _desk() -> Any:
    from tests.dispatch.cast import DISPATCHER

    return DISPATCHER


def test_without_the_child_a_plan_is_made_all_the_same(tmp_path: Path) -> None:
    scene, _ = crossed()
    body = Engine(scene, tmp_path, Child(fails="timed_out")).settle()
    assert len(body["changes"]) == 3
    assert {"code": "solver_failed"} in body["notes"]


def test_a_fault_in_planning_is_said_and_does_not_stop_the_clock(tmp_path: Path) -> None:
    scene, _ = crossed()
    engine = Engine(scene, tmp_path, Child(fails="crashed"))
    engine.services.travel = None  # the fallback fails, too
    body = engine.settle()
    assert (body["changes"], body["notes"]) == ([], [{"code": "planner_failed"}])


def test_nobody_on_duty_is_no_question_to_a_solver(tmp_path: Path) -> None:
    engine = Engine(Scene(District(workers=0)), tmp_path)
    engine.scene.open(100)
    assert engine.settle()["notes"] == [{"code": "nobody_on_duty"}]
    assert engine.child.asked == 0


def test_a_policy_without_replanning_proposes_nothing(tmp_path: Path) -> None:
    scene, _ = crossed()
    scene.policy = Policy(replan=False)
    assert Engine(scene, tmp_path).settle()["changes"] == []


@pytest.mark.parametrize(("told_per_worker", "exchanged"), [(0.7, 0), (1.0, 3)])
def test_by_itself_an_exchange_of_three_only_where_so_much_may_be_changed(
    told_per_worker: float, exchanged: int, tmp_path: Path
) -> None:
    scene, _ = crossed()
    scene.policy = Policy(told_per_worker=told_per_worker)
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    Engine(scene, tmp_path).settle()
    held = scene.district.board.assignments.values()
    assert [a.reason for a in held if a.stage in ("recalling", "recalled")] == ["replanned"] * exchanged


def test_desks_are_told_that_the_file_of_rules_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = {"code": "policy_number", "file": "default.toml", "field": "load_today_s", "value": "much"}
    monkeypatch.setattr(policies, "notes", lambda: [note])
    scene, _ = crossed()
    assert Engine(scene, tmp_path).settle()["notes"][0] == note

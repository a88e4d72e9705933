"""Engine and planner together: whose the first offer is, when the plan is waited for, and when no longer."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

from console import engine
from dispatch import commands as c
from dispatch.dispatcher import Dispatcher
from dispatch.policy import Policy
from tests.console.planner.scene import Scene, later
from tests.console.planner.test_watch import Child, Engine
from tests.dispatch.cast import ADMIN, DISPATCHER, District, worker


class Room(Engine):
    """The planner with the engine around it, which ranks what the planner does not keep."""

    def __init__(self, scene: Scene, home: Path, child: Child | None = None) -> None:
        super().__init__(scene, home, child)
        history = SimpleNamespace(catch_up=lambda log: None)
        self.services.history = history
        self.engine = engine.Engine(self.services, (self.planner,))

    def go(self, seconds: float) -> None:
        self.scene.district.now = later(self.scene.district.now, seconds)
        self.engine.step(self.scene.district.now)
        if self.planner._asked is not None and not isinstance(self.child, Slow):
            self.planner._asked[1].exception(10)


class Slow(Child):
    """Thinks until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()

    def ask(self, shown: Any, time_limit_s: float) -> dict[str, Any]:
        self.go_on.wait(20)
        return super().ask(shown, time_limit_s)


def two_at_once() -> tuple[Scene, list[str]]:
    """w1 at 0 m, w2 at 310 m; two calls at once, at 160 and 700 m. By rank the first takes w2, who is 10 m nearer,
    and the second is left with w1."""
    scene = Scene(District(workers=2), policy=Policy())
    scene.stand(1, 0)
    scene.stand(2, 310)
    tickets = [scene.open(160), scene.open(700)]
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    return scene, tickets


def offered(scene: Scene, tickets: list[str]) -> list[list[str]]:
    return [[a.worker_id for a in scene.district.board.assignments_of(one)] for one in tickets]


def leave_to_the_plan(scene: Scene, tmp_path: Path, *, turns: int) -> None:
    """Automatic dispatch is on from now; engine and planner take so many turns of 0.2 s."""
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    room = Room(scene, tmp_path)
    for _ in range(turns):
        room.go(0.2)


def test_where_two_compete_the_plan_makes_both_offers(tmp_path: Path) -> None:
    scene, tickets = two_at_once()
    room = Room(scene, tmp_path)
    room.go(0.1)
    assert offered(scene, tickets) == [[], []]
    room.go(0.2)
    assert offered(scene, tickets) == [["w1"], ["w2"]]


def test_the_ranking_offers_where_the_plan_does_not_come(tmp_path: Path) -> None:
    scene, tickets = two_at_once()
    child = Slow()
    room = Room(scene, tmp_path, child)
    try:
        for _ in range(9):
            room.go(0.2)
            assert offered(scene, tickets) == [[], []]
        room.go(0.2)
        assert [len(one) for one in offered(scene, tickets)] == [1, 1]
    finally:
        child.go_on.set()


def test_an_engine_that_begins_again_does_not_begin_to_wait_again(tmp_path: Path) -> None:
    scene, tickets = two_at_once()
    children = Slow(), Slow()
    try:
        Room(scene, tmp_path, children[0]).go(1.5)
        again = Room(scene, tmp_path, children[1])
        again.go(0.4)
        assert offered(scene, tickets) == [[], []]
        again.go(0.1)
        assert [len(one) for one in offered(scene, tickets)] == [1, 1]
    finally:
        for child in children:
            child.go_on.set()


def test_with_a_planner_that_always_fails_nothing_is_stuck(tmp_path: Path) -> None:
    scene, tickets = two_at_once()
    room = Room(scene, tmp_path, Child(fails="crashed"))
    room.planner._services = SimpleNamespace(**{**vars(room.services), "travel": None})  # the fallback fails, too
    for _ in range(11):
        room.go(0.2)
    assert [len(one) for one in offered(scene, tickets)] == [1, 1]


def test_without_the_solver_the_plan_still_makes_the_offers(tmp_path: Path) -> None:
    scene, tickets = two_at_once()
    room = Room(scene, tmp_path, Child(fails="timed_out"))
    room.go(0.1)
    room.go(0.2)
    assert offered(scene, tickets) == [["w1"], ["w2"]]


def test_an_extreme_ticket_goes_by_rank_in_the_first_round(tmp_path: Path) -> None:
    scene, _ = two_at_once()
    smoke = scene.open(20, kind="smoke")
    room = Room(scene, tmp_path, Slow())
    room.go(0.1)
    assert sorted(offered(scene, [smoke])[0]) == ["w1", "w2"]
    room.child.go_on.set()  # type: ignore[attr-defined]


def test_what_the_plan_keeps_for_somebody_is_not_ranked(tmp_path: Path) -> None:
    """w1 is free, 3 km off; w2 is nearly done beside both."""
    scene = Scene(District(workers=2), policy=Policy())
    scene.stand(1, 3000)
    scene.stand(2, 0)
    busy = scene.open(10, to=2)
    scene.district.say(worker(2), c.ArriveOnScene(ticket_id=busy))
    scene.district.now = later(scene.district.now, 850)
    scene.stand(1, 3000)
    scene.stand(2, 0)
    tickets = [scene.open(50), scene.open(2600)]
    leave_to_the_plan(scene, tmp_path, turns=30)
    assert offered(scene, tickets) == [[], ["w1"]]


def test_an_engine_whose_writer_has_not_read_on_offers_all_the_same(tmp_path: Path) -> None:
    """In a process of its own it hears of the others' words by following the log, not by writing."""
    scene, tickets = two_at_once()
    for n in (1, 2):
        scene.district.say(worker(n), c.StartBreak())
    room = Room(scene, tmp_path)
    desk = scene.district.desk
    own = Dispatcher(desk.log, clock=lambda: scene.district.now)
    own.open()
    room.services.dispatcher = own
    room.go(0.1)
    for n in (1, 2):
        scene.district.say(worker(n), c.EndBreak())
    room.go(0.2)
    room.go(0.2)
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))  # this writer reads on by its next word
    assert offered(scene, tickets) == [["w1"], ["w2"]]
    own.close()


def test_from_what_a_dispatcher_took_back_the_plan_keeps_its_hands_off(tmp_path: Path) -> None:
    scene, tickets = two_at_once()
    scene.district.say(DISPATCHER, c.OfferAssignment(ticket_id=tickets[0], worker_id="w1"))
    scene.district.say(DISPATCHER, c.RecallAssignment(ticket_id=tickets[0], worker_id="w1", reason="wrong"))
    scene.district.now = later(scene.district.now, 11 * 60)  # he might be asked again
    scene.stand(1, 0)
    scene.stand(2, 310)
    leave_to_the_plan(scene, tmp_path, turns=20)
    assert offered(scene, tickets) == [[], ["w2"]]


def test_for_people_who_forgot_to_say_that_they_are_done_nothing_waits_for_ever(tmp_path: Path) -> None:
    """w2 and w3 have been on the scene for three hours, beside both tickets; w1 is free, 1,500 m off."""
    scene = Scene(District(), policy=Policy())
    for n in (2, 3):
        scene.stand(n, 0)
        scene.district.say(worker(n), c.ArriveOnScene(ticket_id=scene.open(10, to=n)))
    scene.district.now = later(scene.district.now, 3 * 3600)
    scene.stand(1, 1500)
    tickets = [scene.open(50), scene.open(40)]
    leave_to_the_plan(scene, tmp_path, turns=4)
    assert sorted(offered(scene, tickets)) == [[], ["w1"]]

"""What the planner is shown of the board, and what it is not."""

from __future__ import annotations

from dispatch import commands as c
from tests.console.planner.scene import Scene
from tests.dispatch.cast import ADMIN, DISPATCHER, District, worker


def scene_of(workers: int = 3) -> Scene:
    scene = Scene(District(workers=workers))
    for n in range(1, workers + 1):
        scene.stand(n, 100.0 * n)
    return scene


def seen(scene: Scene) -> dict[str, bool]:
    """Ticket → whether its first offer is the plan's."""
    return {one.id: one.left for one in scene.picture().tickets}


def test_what_is_sent_by_hand_is_no_planners_business() -> None:
    scene = scene_of()
    by_hand, other = scene.open(100, kind="dispute"), scene.open(200, kind="water_leak")
    assert list(seen(scene)) == [other]
    scene.district.say(ADMIN, c.SetModes(by_severity={"moderate": "hand"}))
    assert list(seen(scene)) == []
    scene.district.say(ADMIN, c.SetModes(by_severity={"moderate": "suggest"}))
    assert list(seen(scene)) == [by_hand, other]


def test_whom_a_person_sent_by_hand_stays_on_it() -> None:
    scene = scene_of(workers=1)
    scene.open(900, to=1, kind="dispute")
    (crew,) = scene.picture().crew
    assert not crew.idle
    assert crew.free_at == crew.done_at > scene.district.now.timestamp()


def test_a_call_to_everybody_near_is_let_run_until_somebody_takes_it() -> None:
    scene = scene_of()
    called = scene.open(100, kind="lost_elder")
    assert list(seen(scene)) == [called]
    scene.district.say(DISPATCHER, c.BroadcastTicket(ticket_id=called))
    assert len(scene.district.stages(called)) > 1
    assert list(seen(scene)) == []
    scene.district.say(worker(2), c.AcknowledgeAssignment(ticket_id=called))
    assert list(seen(scene)) == [called]
    assert scene.picture().tickets[0].told == ("w2", "acknowledged")


def test_the_picture_says_whose_the_first_offer_is() -> None:
    scene = scene_of()
    scene.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    for n in (1, 2, 3):
        scene.district.say(worker(n), c.StartBreak())
    first = scene.open(100)
    scene.district.say(worker(1), c.EndBreak())
    assert seen(scene) == {first: False}  # alone: the ranking's
    scene.district.say(worker(1), c.StartBreak())
    second = scene.open(300)
    scene.district.say(worker(1), c.EndBreak())
    assert seen(scene) == {first: True, second: True}

"""Nobody has two extreme tickets, also where one of them becomes extreme later."""

from __future__ import annotations

from dispatch import commands as c
from tests.dispatch.cast import DISPATCHER, District, worker


def two_jobs(second: str, upto: str) -> tuple[District, str, str]:
    """w1 has smoke and a second ticket, not extreme yet; both acknowledged at least."""
    made = District(workers=3)
    smoke = made.sent(1, "smoke", "acknowledged")
    other = made.ticket(second)
    made.say(DISPATCHER, c.OfferAssignment(ticket_id=other.id, worker_id="w1", stack=True))
    made.say(worker(1), c.AcknowledgeAssignment(ticket_id=other.id))
    if upto == "on_scene":
        made.say(worker(1), c.ArriveOnScene(ticket_id=other.id))
    return made, smoke, other.id


def test_who_has_an_extreme_ticket_is_called_back_from_one_that_becomes_extreme():
    made, smoke, other = two_jobs("water_leak", "acknowledged")
    made.say(DISPATCHER, c.PrioritiseTicket(ticket_id=other, severity="extreme"))
    assert (made.stages(smoke), made.stages(other)) == ({"w1": "acknowledged"}, {"w1": "recalling"})
    assert made.board.latest(other, "w1").reason == "two_extreme"


def test_who_is_on_the_scene_of_what_becomes_extreme_stays_and_is_called_back_from_the_other():
    made, smoke, other = two_jobs("water_leak", "on_scene")
    made.say(DISPATCHER, c.PrioritiseTicket(ticket_id=other, severity="extreme"))
    assert (made.stages(smoke), made.stages(other)) == ({"w1": "recalling"}, {"w1": "on_scene"})

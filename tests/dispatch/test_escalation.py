"""Who hears of a ticket that nobody takes, and when."""

from __future__ import annotations

import pytest

from dispatch import commands as c
from dispatch import events as e
from dispatch.adapters.memory_log import MemoryLog
from dispatch.deadlines import due
from dispatch.projections.rows import render
from tests.dispatch.cast import ADMIN, DISPATCHER, District, worker

LADDER = {"extreme": (1, 3, 5, 10), "moderate": (15, 30, 60, 120)}


def waiting(**more) -> tuple[District, str]:
    """A leak that nobody is sent to."""
    district = District(**more)
    district.say(ADMIN, c.SetLadder(minutes=LADDER))
    return district, district.ticket().id


def levels(events) -> list[str]:
    return [ev.level for ev in events if isinstance(ev, e.EscalationRaised) and ev.level]


def test_nobody_is_told_before_the_minutes_are_over():
    district, _ = waiting()
    assert levels(district.tick(minutes=14)) == []
    assert levels(district.tick(minutes=1)) == ["grid"]


def test_it_climbs_level_by_level_as_the_table_says():
    district, leak = waiting()
    told = [levels(district.tick(minutes=1)) for _ in range(121)]
    assert [(n + 1, one) for n, one in enumerate(told) if one] == [
        (15, ["grid"]), (30, ["community"]), (60, ["street"]), (120, ["district"]),
    ]  # fmt: skip
    assert district.board.tickets[leak].level == "district"
    assert levels(district.tick(hours=5)) == []


def test_who_says_im_on_it_stops_it():
    district, leak = waiting()
    district.tick(minutes=15)
    district.say(DISPATCHER, c.AcknowledgeEscalation(ticket_id=leak))
    assert levels(district.tick(hours=3)) == []
    row = render(district.board, "tickets", leak, "desk")["escalation"]
    assert (row["level"], row["reason"], row["taken_by"]) == ("grid", "not_taken", "dispatcher:jia")
    assert district.say(DISPATCHER, c.AcknowledgeEscalation(ticket_id=leak)) == []
    assert district.refusal(ADMIN, c.AcknowledgeEscalation(ticket_id=leak)) == "already_done"


def test_what_was_not_told_to_anybody_cannot_be_taken_up():
    district, leak = waiting()
    assert district.refusal(DISPATCHER, c.AcknowledgeEscalation(ticket_id=leak)) == "not_escalated"


def test_a_ticket_that_somebody_takes_does_not_climb_until_it_is_late():
    district, leak = waiting()
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=leak, worker_id="w1"))
    district.say(worker(1), c.AcknowledgeAssignment(ticket_id=leak))
    assert levels(district.tick(minutes=29)) == []
    events = [ev for _ in range(20) for ev in district.tick(minutes=1)]  # 30 to arrive, 15 more until the first level
    assert levels(events) == ["grid"]
    assert [ev.reason for ev in events if isinstance(ev, e.EscalationRaised)] == ["late"]


def test_an_engine_that_was_away_does_not_call_everybody_at_once():
    district, _leak = waiting()
    assert levels(district.tick(hours=6)) == ["grid"]
    assert levels(district.tick(minutes=14)) == []
    assert levels(district.tick(minutes=1)) == ["community"]


def test_a_restart_forgets_no_deadline_and_none_fires_twice():
    log = MemoryLog("140802")
    district, _leak = waiting(log=log)
    district.tick(minutes=15)
    again = District(log=log)
    again.now = district.now
    again.say(ADMIN, c.SetLadder(minutes=LADDER))
    assert levels(again.tick(seconds=1)) == []
    assert [type(cmd).__name__ for _, cmd in due(again.board, again.now)] == []
    assert levels(again.tick(minutes=15)) == ["community"]


def test_a_person_sends_it_one_level_up_whatever_the_table_says():
    district, leak = waiting()
    events = district.say(DISPATCHER, c.EscalateTicket(ticket_id=leak, reason="居民情绪激动"))
    assert levels(events) == ["grid"]
    district.say(DISPATCHER, c.AcknowledgeEscalation(ticket_id=leak))
    assert levels(district.say(DISPATCHER, c.EscalateTicket(ticket_id=leak, reason="x"))) == ["community"]
    assert district.board.tickets[leak].taken_up_by == ""


def test_what_is_opened_again_begins_at_the_bottom():
    district, leak = waiting()
    district.tick(minutes=15)
    district.say(DISPATCHER, c.CancelTicket(ticket_id=leak, reason="x"))
    district.say(DISPATCHER, c.ReopenTicket(ticket_id=leak, reason="x"))
    assert district.board.tickets[leak].level == ""
    assert levels(district.tick(minutes=15)) == ["grid"]


def test_with_no_table_nothing_climbs():
    district = District()
    district.ticket()
    assert levels(district.tick(hours=12)) == []


@pytest.mark.parametrize(
    "minutes", [{"extreme": (3, 1)}, {"extreme": (0, 1)}, {"loud": (1,)}, {"minor": (1, 2, 3, 4, 5)}]
)
def test_a_table_that_makes_no_sense_is_refused(minutes):
    assert District().refusal(ADMIN, c.SetLadder(minutes=minutes)) == "invalid_field"

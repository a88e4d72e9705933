"""How a ticket finds its worker: suggested, by itself, offered to all who are near, or by hand."""

from __future__ import annotations

import pytest

from dispatch import commands as c
from dispatch.codec import decode_event
from dispatch.errors import Refused
from dispatch.events import KindDefined
from dispatch.kind import Kind
from dispatch.modes import mode_of
from dispatch.projections.rows import render
from tests.dispatch.cast import ADMIN, DISPATCHER, District, types, worker

OLD = (
    '{"kind": {"id": "smoke", "zh": "烟感", "en": "Smoke", "category": "fire", "severity": "extreme", "opens": "yes",'
    ' "opens_after_min": 30, "auto": %s, "arrive_min": 3, "finish_min": 30, "check": "yes", "skills": [],'
    ' "pulse_window_min": 10, "fire": true, "bring": []}}'
)


@pytest.mark.parametrize(("said", "mode"), [("true", "auto"), ("false", "suggest")])
def test_a_kind_written_before_there_were_modes_goes_as_its_switch_said(said, mode):
    event = decode_event("KindDefined", 1, OLD % said)
    assert isinstance(event, KindDefined)
    assert (event.kind.mode, event.kind.auto) == (mode, said == "true")


def test_the_old_word_follows_the_mode():
    assert Kind("x", "x", "x", "x", "minor", mode="broadcast").auto
    assert not Kind("x", "x", "x", "x", "minor", auto=True, mode="hand").auto


def test_a_mode_nobody_knows_is_refused_by_its_field():
    district = District()
    kind = {"id": "x", "zh": "x", "en": "x", "category": "x", "severity": "minor", "mode": "shout"}
    with pytest.raises(Refused) as refusal:
        district.say(ADMIN, c.DefineKind(kind=kind))
    assert refusal.value.field == "kind.mode"


def test_a_severity_may_go_its_own_way_whatever_the_kind_says():
    district = District(auto=True)
    district.say(ADMIN, c.SetModes(by_severity={"extreme": "auto"}))
    leak = district.ticket("water_leak", severity="extreme")
    assert mode_of(district.board, leak) == "auto"
    assert set(district.stages(leak.id)) == {"w1", "w2"}
    district.say(ADMIN, c.SetModes(by_severity={}))
    assert mode_of(district.board, leak) == "suggest"


def test_the_districts_switch_stands_above_every_mode():
    district = District(auto=False)
    assert district.stages(district.ticket("lost_elder").id) == {}
    assert district.stages(district.ticket("smoke").id) == {}


# --- broadcast ----------------------------------------------------------------------------------


def test_everybody_within_four_minutes_is_asked_at_once():
    district = District(auto=True, workers=5)  # 80, 160, 240, 320, 400 s away
    elder = district.ticket("lost_elder")
    assert district.stages(elder.id) == {"w1": "offered", "w2": "offered", "w3": "offered"}


def test_the_first_to_say_yes_has_it_and_the_others_are_told_who():
    district = District(auto=True)
    elder = district.ticket("lost_elder").id
    events = district.say(worker(2), c.AcknowledgeAssignment(ticket_id=elder))
    assert types(events) == ["AssignmentMoved", "LeadChanged", "AssignmentEnded", "AssignmentEnded"]
    assert {(ev.worker_id, ev.reason, ev.by) for ev in events[2:]} == {("w1", "taken", "w2"), ("w3", "taken", "w2")}
    assert district.stages(elder) == {"w2": "acknowledged"}
    assert [a.lead for a in district.board.assignments_of(elder)] == [True]


def test_who_was_slower_reads_it_on_the_phone_until_the_next_offer():
    district = District(auto=True)
    elder = district.ticket("lost_elder")
    district.say(worker(2), c.AcknowledgeAssignment(ticket_id=elder.id))
    lost = render(district.board, "workers", "w1", "worker:w1")["lost"]
    assert (lost["ticket_id"], lost["number"], lost["name"]) == (elder.id, elder.number, "网格员 02")
    assert render(district.board, "workers", "w1", "wall")["lost"] is None
    district.sent(1)
    assert render(district.board, "workers", "w1", "worker:w1")["lost"] is None


def test_who_taps_a_moment_late_is_told_by_name():
    district = District(auto=True)
    elder = district.ticket("lost_elder").id
    district.say(worker(2), c.AcknowledgeAssignment(ticket_id=elder))
    with pytest.raises(Refused) as refusal:
        district.say(worker(1), c.AcknowledgeAssignment(ticket_id=elder))
    assert refusal.value.code == "offer_expired"
    assert refusal.value.detail["name"] == "网格员 02"


def test_being_slower_is_no_failure_and_no_recall():
    district = District(auto=True)
    elder = district.ticket("lost_elder").id
    district.say(DISPATCHER, c.AcknowledgeAssignment(ticket_id=elder, on_behalf_of="w2", via="radio"))
    ticket = district.board.tickets[elder]
    assert (ticket.tried, ticket.offers_failed, ticket.hands_on) == ((), 0, False)
    district.say(worker(2), c.DeclineAssignment(ticket_id=elder, reason="x"))
    assert district.stages(elder) == {"w1": "offered", "w3": "offered"}  # asked again, who was merely slower


def test_who_was_sent_by_hand_beside_a_broadcast_and_is_quicker_ends_it():
    district = District(auto=True, workers=5)
    elder = district.ticket("lost_elder").id
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=elder, worker_id="w5"))
    district.say(worker(5), c.AcknowledgeAssignment(ticket_id=elder))
    assert district.stages(elder) == {"w5": "acknowledged"}


def test_nobody_near_is_said_and_the_best_is_asked_instead():
    district = District(auto=True)
    far = {"id": "lost_elder", "zh": "x", "en": "x", "category": "x", "severity": "moderate"}
    district.say(ADMIN, c.DefineKind(kind={**far, "mode": "broadcast", "broadcast_min": 1}))  # 80 s is too far
    elder = district.ticket("lost_elder").id
    assert district.stages(elder) == {"w1": "offered"}
    assert district.board.tickets[elder].escalations == ("broadcast_nobody",)


def test_when_all_who_were_asked_decline_the_next_best_is_asked_and_then_it_is_escalated():
    district = District(auto=True, workers=4)
    elder = district.ticket("lost_elder").id
    for n in (1, 2, 3):
        district.say(worker(n), c.DeclineAssignment(ticket_id=elder, reason="x"))
    assert district.stages(elder) == {"w4": "offered"}
    district.say(worker(4), c.DeclineAssignment(ticket_id=elder, reason="x"))
    assert {"offers_failed", "no_candidate"} <= set(district.board.tickets[elder].escalations)


def test_when_nobody_answers_the_offers_end_and_the_next_are_asked():
    district = District(auto=True, workers=4)
    elder = district.ticket("lost_elder").id
    district.tick(seconds=91)
    assert district.stages(elder) == {"w4": "offered"}


def test_with_nobody_on_duty_a_broadcast_says_so():
    district = District(auto=True, workers=0)
    assert "no_candidate" in district.board.tickets[district.ticket("lost_elder").id].escalations


def test_a_dispatcher_asks_everybody_near_with_one_word():
    district = District()
    leak = district.ticket().id
    district.say(DISPATCHER, c.BroadcastTicket(ticket_id=leak, minutes=3))
    assert set(district.stages(leak)) == {"w1", "w2"}
    assert sum(a.lead for a in district.board.assignments_of(leak)) == 1


@pytest.mark.parametrize(
    ("workers", "minutes", "code"), [(0, 5, "no_candidate"), (3, 1, "nobody_near"), (3, 500, "invalid_field")]
)
def test_a_broadcast_that_reaches_nobody_is_refused_with_the_reason(workers, minutes, code):
    district = District(workers=workers)
    leak = district.ticket().id
    assert district.refusal(DISPATCHER, c.BroadcastTicket(ticket_id=leak, minutes=minutes)) == code


def test_nobody_is_called_together_for_what_somebody_is_on_the_way_to():
    district = District()
    leak = district.sent(upto="en_route")
    assert district.refusal(DISPATCHER, c.BroadcastTicket(ticket_id=leak)) == "already_assigned"


# --- by hand ------------------------------------------------------------------------------------


def test_what_is_sent_by_hand_is_never_offered_by_the_engine():
    district = District(auto=True)
    row = district.ticket("dispute").id
    assert district.stages(row) == {}
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=row, worker_id="w1"))
    district.say(worker(1), c.DeclineAssignment(ticket_id=row, reason="x"))
    assert district.tick(seconds=5) == []
    assert district.stages(row) == {}


# --- races --------------------------------------------------------------------------------------


def test_the_second_to_send_one_worker_is_told_who_was_first():
    district = District()
    first, second = district.ticket(), district.ticket()
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=first.id, worker_id="w1"))
    district.tick(seconds=2)
    with pytest.raises(Refused) as refusal:
        district.say(ADMIN, c.OfferAssignment(ticket_id=second.id, worker_id="w1"))
    told = refusal.value.detail
    assert refusal.value.code == "worker_busy"
    assert (told["by"], told["number"], told["ago_s"]) == ("dispatcher:jia", first.number, 2)
    assert told["at"].startswith("2026-11-21T01:58:02")


def test_who_was_sent_by_itself_was_not_sent_by_whoever_reported():
    district = District(auto=True)
    sent = next(iter(district.stages(district.ticket("smoke").id)))
    with pytest.raises(Refused) as refusal:
        district.say(DISPATCHER, c.OfferAssignment(ticket_id=district.ticket().id, worker_id=sent))
    assert (refusal.value.code, refusal.value.detail["by"]) == ("worker_busy", "engine")


def test_the_second_to_send_to_one_ticket_is_told_who_goes():
    district = District()
    leak = district.ticket()
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=leak.id, worker_id="w1", alone=True))
    with pytest.raises(Refused) as refusal:
        district.say(ADMIN, c.OfferAssignment(ticket_id=leak.id, worker_id="w2", alone=True))
    told = refusal.value.detail
    assert refusal.value.code == "already_assigned"
    assert (told["by"], told["name"], told["number"]) == ("dispatcher:jia", "网格员 01", leak.number)
    district.say(ADMIN, c.OfferAssignment(ticket_id=leak.id, worker_id="w2"))  # who means it sends one more


def test_who_is_named_lead_by_hand_takes_the_lead():
    district = District()
    leak = district.sent(1, upto="en_route")
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=leak, worker_id="w2", lead=True))
    assert [a.worker_id for a in district.board.assignments_of(leak) if a.lead] == ["w2"]

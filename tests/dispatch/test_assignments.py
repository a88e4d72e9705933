"""Sending workers, and what they answer."""

from datetime import timedelta

import pytest

from dispatch import commands as c
from tests.dispatch.cast import DISPATCHER, MOVES, District, types, worker


def test_an_offer_waits_for_its_answer_and_the_ticket_for_its_worker():
    district = District()
    ticket = district.sent()
    assert district.stages(ticket) == {"w1": "offered"}
    assert district.state(ticket) == "pending"


def test_four_taps_take_a_ticket_from_offered_to_resolved():
    district = District()
    ticket = district.sent(kind="smoke", upto="on_scene")
    assert district.state(ticket) == "active"
    events = district.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done", note="复位"))
    assert types(events) == ["AssignmentEnded", "TicketResolved"]
    assert district.state(ticket) == "resolved"


def test_a_step_forward_may_be_skipped_and_none_taken_back():
    district = District()
    ticket = district.sent()
    district.say(worker(1), c.ArriveOnScene(ticket_id=ticket))
    assert district.refusal(worker(1), c.StartTravel(ticket_id=ticket)) == "not_a_move"


def test_done_needs_somebody_on_the_scene():
    district = District()
    ticket = district.sent(upto="acknowledged")
    assert district.refusal(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done")) == "not_a_move"


@pytest.mark.parametrize("stage", list(MOVES))
def test_the_same_tap_twice_is_no_change(stage):
    district = District()
    ticket = district.sent(upto=stage)
    assert district.say(worker(1), MOVES[stage](ticket_id=ticket)) == []


def test_twenty_dispatchers_send_the_same_worker_and_one_of_them_does():
    district = District()
    tickets = [district.ticket().id for _ in range(20)]
    offers = [c.OfferAssignment(ticket_id=t, worker_id="w1") for t in tickets]
    outcomes = [district.refusal(DISPATCHER, offer) for offer in offers]
    assert outcomes.count("accepted") == 1
    assert outcomes.count("worker_busy") == 19


def test_the_same_ticket_cannot_be_given_to_the_same_worker_twice_even_when_stacking():
    district = District()
    ticket = district.sent()
    again = c.OfferAssignment(ticket_id=ticket, worker_id="w1", stack=True)
    assert district.refusal(DISPATCHER, again) == "worker_busy"


def test_a_dispatcher_stacks_a_second_job_on_purpose_and_it_does_not_hide_the_first():
    district = District()
    first, second = district.sent(upto="en_route"), district.ticket().id
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=second, worker_id="w1", stack=True))
    assert [a.ticket_id for a in district.board.work_of("w1")] == [first, second]


@pytest.mark.parametrize(
    ("before", "code"),
    [([c.SignOff()], "worker_off_duty"), ([c.StartBreak()], "worker_on_break")],
)
def test_who_is_not_at_work_is_not_sent(before, code):
    district = District()
    for command in before:
        district.say(worker(1), command)
    ticket = district.ticket().id
    assert district.refusal(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w1")) == code


def test_a_lift_needs_somebody_who_may_touch_it():
    district = District()
    ticket = district.ticket("lift_fault").id
    assert district.refusal(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w1")) == "worker_lacks_skill"


def test_without_a_name_the_best_candidate_is_sent():
    district = District()
    district.sent(n=1)
    ticket = district.ticket().id
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket))
    assert district.stages(ticket) == {"w2": "offered"}


def test_nobody_free_is_said_so():
    district = District(workers=0)
    assert district.refusal(DISPATCHER, c.OfferAssignment(ticket_id=district.ticket().id)) == "no_candidate"


# --- expiry -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "seconds"), [("smoke", 20), ("charger_overheat", 45), ("water_leak", 90)])
def test_an_offer_expires_by_severity_and_goes_to_the_next(kind, seconds):
    district = District()
    ticket = district.sent(kind=kind)
    assert not [t for t in types(district.tick(seconds=seconds - 1)) if t == "AssignmentEnded"]
    assert "AssignmentEnded" in types(district.tick(seconds=1))
    assert "w1" not in district.stages(ticket)
    assert district.stages(ticket)["w2"] == "offered"


def test_an_extreme_ticket_goes_to_the_two_nearest_at_once_and_the_first_to_take_it_leads():
    district = District(auto=True)
    _, opened, *offers = district.alert("smoke")
    assert types(offers) == ["AssignmentOffered", "AssignmentOffered"]
    assert [o.worker_id for o in offers] == ["w1", "w2"]
    taken = district.say(worker(2), c.AcknowledgeAssignment(ticket_id=opened.ticket_id))
    assert types(taken) == ["AssignmentMoved", "LeadChanged"]
    late = district.say(worker(1), c.AcknowledgeAssignment(ticket_id=opened.ticket_id))
    assert types(late) == ["AssignmentMoved"]
    assert [a.worker_id for a in district.board.assignments_of(opened.ticket_id) if a.lead] == ["w2"]


def test_a_severe_one_goes_to_one_and_automatic_dispatch_may_be_off():
    assert types(District(auto=True).alert("charger_overheat"))[2:] == ["AssignmentOffered"]
    assert types(District(auto=False).alert("charger_overheat"))[2:] == []


def test_nobody_answers_and_a_supervisor_is_told_once():
    district = District(auto=True, workers=1)
    district.alert("charger_overheat")
    assert types(district.tick(seconds=45)) == ["AssignmentEnded", "EscalationRaised"]
    assert district.tick(seconds=45) == []


def test_three_who_do_not_come_are_told_upwards_while_the_fourth_is_asked():
    district = District(auto=True, workers=4)
    district.alert("charger_overheat")
    district.tick(seconds=45)
    district.tick(seconds=45)
    events = district.tick(seconds=45)
    assert types(events) == ["AssignmentEnded", "AssignmentOffered", "EscalationRaised"]


def test_who_declined_is_not_asked_again_for_ten_minutes():
    district = District(auto=True, workers=1)
    _, opened, _ = district.alert("charger_overheat")
    district.say(worker(1), c.DeclineAssignment(ticket_id=opened.ticket_id, reason="正在处理纠纷"))
    district.tick(minutes=9)
    assert district.stages(opened.ticket_id) == {}
    district.tick(minutes=1)
    assert district.stages(opened.ticket_id) == {"w1": "offered"}


def test_declining_needs_a_reason_and_passes_the_offer_on():
    district = District()
    ticket = district.sent()
    assert district.refusal(worker(1), c.DeclineAssignment(ticket_id=ticket, reason=" ")) == "invalid_field"
    events = district.say(worker(1), c.DeclineAssignment(ticket_id=ticket, reason="太远"))
    assert types(events) == ["AssignmentEnded", "AssignmentOffered"]
    assert events[1].worker_id == "w2"


def test_an_acknowledgement_after_the_offer_went_to_another_is_refused():
    district = District()
    ticket = district.sent()
    district.tick(seconds=90)
    assert district.refusal(worker(1), c.AcknowledgeAssignment(ticket_id=ticket)) == "offer_expired"


def test_an_offer_past_its_time_that_nobody_took_back_yet_may_still_be_taken():
    district = District()
    ticket = district.sent()
    district.now += timedelta(seconds=91)
    assert types(district.say(worker(1), c.AcknowledgeAssignment(ticket_id=ticket))) == ["AssignmentMoved"]


def test_somebody_elses_ticket_is_not_mine():
    district = District()
    ticket = district.sent()
    assert district.refusal(worker(2), c.AcknowledgeAssignment(ticket_id=ticket)) == "not_your_assignment"


# --- recalling --------------------------------------------------------------------------------


def test_an_unanswered_offer_is_simply_taken_back_and_automatic_dispatch_keeps_its_hands_off():
    district = District(auto=True)
    _, opened, _ = district.alert("charger_overheat")
    recall = c.RecallAssignment(ticket_id=opened.ticket_id, worker_id="w1", reason="改派")
    assert types(district.say(DISPATCHER, recall)) == ["AssignmentEnded"]
    assert district.tick(seconds=1) == []


def test_who_is_on_the_way_must_confirm_the_recall():
    district = District()
    ticket = district.sent(upto="en_route")
    district.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket, worker_id="w1"))
    assert district.stages(ticket) == {"w1": "recalling"}
    assert district.state(ticket) == "pending"
    district.say(worker(1), c.ConfirmRecall(ticket_id=ticket))
    assert district.stages(ticket) == {}


def test_a_recall_that_is_not_confirmed_ends_after_a_minute():
    district = District()
    ticket = district.sent(upto="en_route")
    district.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket, worker_id="w1"))
    assert district.tick(seconds=59) == []
    assert types(district.tick(seconds=1)) == ["AssignmentEnded"]


# --- several on one ticket --------------------------------------------------------------------


def helpers(district: District) -> str:
    """w1 leads, w2 helps, both on the scene."""
    ticket = district.sent(1, kind="smoke", upto="on_scene")
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w2"))
    district.say(worker(2), c.ArriveOnScene(ticket_id=ticket))
    return ticket


def test_a_helper_clears_himself_and_the_ticket_goes_on():
    district = District()
    ticket = helpers(district)
    assert types(district.say(worker(2), c.ResolveTicket(ticket_id=ticket, disposition="done"))) == ["AssignmentEnded"]
    assert district.state(ticket) == "active"
    assert district.refusal(worker(2), c.ArriveOnScene(ticket_id=ticket)) == "already_done"


def test_the_leads_done_resolves_the_ticket_and_calls_the_others_back():
    district = District()
    ticket = helpers(district)
    events = district.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done"))
    assert types(events) == ["AssignmentEnded", "TicketResolved", "AssignmentRecalling"]


def test_when_the_lead_is_recalled_the_one_who_is_furthest_leads():
    district = District()
    ticket = helpers(district)
    district.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket, worker_id="w1"))
    assert [a.worker_id for a in district.board.assignments_of(ticket) if a.lead] == ["w2"]
    assert district.state(ticket) == "active"


# --- by radio ---------------------------------------------------------------------------------


def test_a_dispatcher_taps_for_a_worker_who_answers_by_telephone():
    district = District()
    ticket = district.sent()
    (moved,) = district.say(DISPATCHER, c.AcknowledgeAssignment(ticket_id=ticket, on_behalf_of="w1", via="phone"))
    assert (moved.worker_id, moved.via) == ("w1", "phone")
    assert district.refusal(DISPATCHER, c.StartTravel(ticket_id=ticket)) == "invalid_field"


def test_going_off_duty_needs_empty_hands():
    district = District()
    district.sent()
    assert district.refusal(worker(1), c.SignOff()) == "worker_has_work"


def test_who_is_sent_after_a_recalled_lead_leads():
    district = District()
    ticket = district.ticket()
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket.id, worker_id="w1"))
    district.say(worker(1), c.AcknowledgeAssignment(ticket_id=ticket.id))
    district.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket.id, worker_id="w1"))
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket.id, worker_id="w2"))
    assert district.board.latest(ticket.id, "w2").lead


def test_a_recall_that_nobody_confirmed_leaves_with_its_ticket():
    """The engine was away for a day: nothing ended the recall, and the worker must not keep a job that is gone."""
    district = District()
    ticket = district.ticket()
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket.id, worker_id="w1"))
    district.say(worker(1), c.AcknowledgeAssignment(ticket_id=ticket.id))
    district.say(DISPATCHER, c.CancelTicket(ticket_id=ticket.id, reason="x"))
    district.now += timedelta(hours=25)
    district.ticket()
    assert ticket.id not in district.board.tickets
    assert district.board.work_of("w1") == []

"""A stuck lift: who is asked for which role, and whose word ends it."""

from __future__ import annotations

from datetime import timedelta

from dispatch import commands as c
from dispatch import events as e
from dispatch.deadlines import seeking_roles
from tests.dispatch.cast import ADMIN, DISPATCHER, ENGINE, types, worker
from tests.dispatch.playbooks import MAINTAINER, PROPERTY, Lift


def offers_of_roles(town: Lift) -> list[e.Event]:
    """What the engine does after its deadlines."""
    found = []
    for ticket, role in seeking_roles(town.board, town.now):
        found += town.say(ENGINE, c.OfferRole(ticket_id=ticket.id, role=role))
    return found


# --- who goes -----------------------------------------------------------------------------------


def test_where_automatic_dispatch_is_on_the_nearest_of_each_role_is_asked_beside_the_lead():
    town = Lift(auto=True)
    ticket = town.trapped()
    offers_of_roles(town)
    rows = {a.worker_id: (a.lead, a.role) for a in town.board.assignments_of(ticket)}
    assert rows == {
        "w1": (True, ""), "w2": (False, ""), "p1": (False, "property"), "m1": (False, "maintainer"),
    }  # fmt: skip
    assert offers_of_roles(town) == []


def test_who_declines_is_not_asked_again_at_once():
    town = Lift(auto=True)
    ticket = town.trapped()
    offers_of_roles(town)
    town.say(PROPERTY, c.DeclineAssignment(ticket_id=ticket, reason="在另一小区"))
    assert offers_of_roles(town) == []
    town.now += timedelta(minutes=11)
    assert [ev.worker_id for ev in offers_of_roles(town)] == ["p1"]


def test_no_more_tickets_are_asked_about_than_there_are_people_of_the_role():
    town = Lift()
    first, *_ = [town.trapped() for _ in range(20)]
    town.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    assert [(t.id, role) for t, role in seeking_roles(town.board, town.now)] == [
        (first, "property"),
        (first, "maintainer"),
    ]


def test_where_it_is_off_the_desk_asks_for_a_role_with_one_word():
    town = Lift()
    ticket = town.trapped()
    assert offers_of_roles(town) == []
    offered = town.say_desk(c.OfferAssignment(ticket_id=ticket, role="property"))[0]
    assert (offered.worker_id, offered.lead, offered.role) == ("p1", False, "property")
    assert town.refusal(DISPATCHER, c.OfferAssignment(ticket_id=ticket, role="volunteer")) == "no_candidate"


def test_who_comes_for_the_signs_leaves_the_lead_to_who_was_asked_for_the_ticket():
    town = Lift(auto=True)
    ticket = town.trapped()
    offers_of_roles(town)
    town.say(PROPERTY, c.AcknowledgeAssignment(ticket_id=ticket))
    town.say(worker(1), c.AcknowledgeAssignment(ticket_id=ticket))
    assert [a.worker_id for a in town.board.assignments_of(ticket) if a.lead] == ["w1"]


def test_while_only_the_property_comes_the_next_is_asked_for_the_ticket_and_leads():
    town = Lift(auto=True, workers=3)
    ticket = town.trapped()
    offers_of_roles(town)
    town.say(PROPERTY, c.AcknowledgeAssignment(ticket_id=ticket))
    town.tick(seconds=21)  # w1 and w2 did not answer
    asked = {a.worker_id: a.lead for a in town.board.assignments_of(ticket) if not a.role}
    assert asked == {"w3": False}  # until he says yes the property leads
    town.say(worker(3), c.AcknowledgeAssignment(ticket_id=ticket))
    assert [a.worker_id for a in town.board.assignments_of(ticket) if a.lead] == ["w3"]


def test_who_is_done_and_leaves_the_rest_to_a_role_is_not_replaced():
    town = Lift(auto=True)
    ticket = town.trapped()
    offers_of_roles(town)
    for actor in (worker(1), MAINTAINER):
        town.say(actor, c.ArriveOnScene(ticket_id=ticket))
    town.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done"))
    town.tick(seconds=60)
    assert {a.worker_id for a in town.board.assignments_of(ticket) if not a.role} <= {"w2"}
    assert town.board.tickets[ticket].state == "active"


# --- the end ------------------------------------------------------------------------------------


def test_the_leads_done_does_not_call_back_who_is_freeing_the_person():
    town = Lift()
    ticket = town.trapped()
    town.joins(worker(1), ticket)
    town.joins(MAINTAINER, ticket, "acknowledged")
    told = town.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done", note="已安抚"))
    assert types(told) == ["AssignmentEnded", "NoteAdded", "LeadChanged"]
    assert (town.state(ticket), town.stages(ticket)) == ("active", {"m1": "acknowledged"})
    town.say(MAINTAINER, c.ArriveOnScene(ticket_id=ticket))
    town.say(MAINTAINER, c.CompleteStep(ticket_id=ticket, step_id="freed"))
    town.say(MAINTAINER, c.ResolveTicket(ticket_id=ticket, disposition="done"))
    assert town.state(ticket) == "resolved"
    town.say_desk(c.CloseTicket(ticket_id=ticket))
    assert town.state(ticket) == "closed"


def test_a_false_alarm_ends_for_everybody():
    town = Lift()
    ticket = town.trapped()
    town.joins(worker(1), ticket)
    town.joins(MAINTAINER, ticket, "acknowledged")
    town.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="no_fault_found"))
    assert (town.state(ticket), town.stages(ticket)) == ("resolved", {"m1": "recalling"})


def test_a_ticket_with_an_open_mandatory_step_is_not_closed_until_it_is_skipped_with_a_reason():
    town = Lift()
    ticket = town.trapped()
    town.joins(worker(1), ticket)
    town.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done"))
    assert town.refusal(DISPATCHER, c.CloseTicket(ticket_id=ticket)) == "steps_open"
    town.say_desk(c.SkipStep(ticket_id=ticket, step_id="freed", reason="自行脱困"))
    town.say_desk(c.CloseTicket(ticket_id=ticket))
    assert town.state(ticket) == "closed"


def test_a_kind_that_needs_no_check_closes_itself_with_the_last_step_that_stood_in_the_way():
    town = Lift()
    ticket = town.sent(1, upto="on_scene")
    town.say_desk(c.StartPlaybook(ticket_id=ticket, playbook_id="leak"))
    town.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done"))
    assert town.state(ticket) == "resolved"
    town.done(ticket, "valve")
    assert town.state(ticket) == "closed"

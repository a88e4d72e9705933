"""A stuck lift as a dispatcher would tell it: who does what, whose clock runs, who is late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dispatch import checkpoint
from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.deadlines import seeking_roles
from dispatch.projections.rows import render
from tests.dispatch.cast import ADMIN, DISPATCHER, ENGINE, District, types, worker
from tests.dispatch.playbooks import LIFT, MAINTAINER, PROPERTY, Lift, step


def offers_of_roles(town: Lift) -> list[e.Event]:
    """What the engine does after its deadlines."""
    found = []
    for ticket, role in seeking_roles(town.board, town.now):
        found += town.say(ENGINE, c.OfferRole(ticket_id=ticket.id, role=role))
    return found


# --- beginning ----------------------------------------------------------------------------------


def test_a_ticket_of_the_kind_begins_its_playbook_and_the_clocks_of_three_roles_run_at_once():
    town = Lift()
    ticket = town.trapped()
    assert town.states(ticket) == {
        "calm": "open", "there": "open", "signs": "waiting", "maintainer": "open", "freed": "waiting",
    }  # fmt: skip
    limits = {mark.id: mark.due_at - town.now for mark in town.board.tickets[ticket].steps if mark.due_at}
    assert limits == {
        "calm": timedelta(minutes=2), "there": timedelta(minutes=3), "maintainer": timedelta(minutes=30),
    }  # fmt: skip


def test_an_alert_of_a_device_begins_it_too():
    town = Lift()
    assert "PlaybookStarted" in types(town.alert("lift_trapped", device="lift-3"))


def test_a_ticket_of_another_kind_has_no_steps_until_the_dispatcher_begins_a_playbook():
    town = Lift()
    ticket = town.ticket("water_leak").id
    assert town.states(ticket) == {}
    assert town.refusal(DISPATCHER, c.StartPlaybook(ticket_id=ticket)) == "no_playbook"
    town.say_desk(c.StartPlaybook(ticket_id=ticket, playbook_id="leak"))
    assert town.states(ticket) == {"valve": "open", "tell": "open"}
    assert town.refusal(DISPATCHER, c.StartPlaybook(ticket_id=ticket, playbook_id="lift")) == "playbook_running"


def test_a_ticket_that_turns_out_to_be_a_stuck_lift_begins_the_playbook_then():
    town = Lift()
    ticket = town.ticket("water_leak").id
    town.say_desk(c.AmendTicket(ticket_id=ticket, kind="lift_trapped"))
    assert town.states(ticket)["calm"] == "open"


def test_a_playbook_that_nobody_knows_is_not_found():
    town = Lift()
    command = c.StartPlaybook(ticket_id=town.ticket("water_leak").id, playbook_id="nothing")
    assert town.refusal(DISPATCHER, command) == "not_found"


# --- doing --------------------------------------------------------------------------------------


def test_who_arrives_ticks_off_the_step_of_his_role_and_opens_the_next_with_its_own_clock():
    town = Lift()
    ticket = town.trapped()
    town.now += timedelta(minutes=2)
    town.joins(PROPERTY, ticket)
    there, signs = town.mark(ticket, "there"), town.mark(ticket, "signs")
    assert (there.state, there.worker_id, there.done_by) == ("done", "p1", "worker:p1")
    assert (signs.state, signs.due_at) == ("open", town.now + timedelta(minutes=5))
    assert town.mark(ticket, "maintainer").state == "open"


def test_a_grid_worker_who_arrives_is_not_the_property():
    town = Lift()
    ticket = town.trapped()
    town.joins(worker(1), ticket)
    assert town.mark(ticket, "there").state == "open"


def test_a_worker_does_the_steps_of_his_role_and_of_no_other():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    assert town.refusal(PROPERTY, c.CompleteStep(ticket_id=ticket, step_id="freed")) == "not_your_step"
    assert town.refusal(MAINTAINER, c.CompleteStep(ticket_id=ticket, step_id="freed")) == "not_your_assignment"
    town.say(PROPERTY, c.CompleteStep(ticket_id=ticket, step_id="signs", note="三面都放了"))
    assert town.mark(ticket, "signs").note == "三面都放了"


def test_a_dispatcher_ticks_off_any_step_also_for_a_worker_on_the_radio():
    town = Lift()
    ticket = town.trapped()
    town.done(ticket, "calm")
    assert town.mark(ticket, "calm").done_by == "dispatcher:jia"
    town.joins(PROPERTY, ticket)
    word = c.CompleteStep(ticket_id=ticket, step_id="signs", on_behalf_of="p1", via="radio")
    assert types(town.say_desk(word)) == ["StepDone"]
    assert town.mark(ticket, "signs").worker_id == "p1"


def test_a_tap_that_comes_twice_changes_nothing_and_another_word_is_told_that_it_is_done():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    tap = c.CompleteStep(ticket_id=ticket, step_id="signs")
    assert types(town.say(PROPERTY, tap)) == ["StepDone"]
    assert town.say(PROPERTY, tap) == []
    assert town.refusal(DISPATCHER, tap) == "already_done"
    assert town.refusal(DISPATCHER, c.SkipStep(ticket_id=ticket, step_id="signs", reason="x")) == "already_done"


def test_what_was_done_before_its_turn_counts():
    town = Lift()
    ticket = town.trapped()
    town.done(ticket, "freed")
    assert town.states(ticket)["freed"] == "done"


def test_a_step_is_skipped_only_with_a_reason_and_lets_the_next_begin():
    town = Lift()
    ticket = town.trapped()
    assert town.refusal(DISPATCHER, c.SkipStep(ticket_id=ticket, step_id="there", reason=" ")) == "invalid_field"
    town.say_desk(c.SkipStep(ticket_id=ticket, step_id="there", reason="夜间无物业"))
    assert (town.mark(ticket, "there").note, town.states(ticket)["signs"]) == ("夜间无物业", "open")


def test_a_step_that_does_not_exist_is_not_found():
    town = Lift()
    assert town.refusal(DISPATCHER, c.CompleteStep(ticket_id=town.trapped(), step_id="dance")) == "not_found"


def test_a_true_report_and_the_reset_of_the_host_settle_their_steps():
    town = Lift()
    fire = LIFT | {
        "id": "fire", "kinds": ["smoke"],
        "steps": [step("verify", "dispatcher", on="verify"), step("reset", on="alerts_over", after=["verify"])],
    }  # fmt: skip
    town.say(ADMIN, c.DefinePlaybook(playbook=fire))
    raised, opened, *_ = town.alert("smoke")
    town.say(town_source(), c.RaiseAlert(kind="smoke", report_id="r9", device_id="fh889-10-2", state="resolved"))
    assert town.states(opened.ticket_id) == {"verify": "open", "reset": "waiting"}
    told = town.say_desk(c.VerifyTicket(ticket_id=opened.ticket_id, ok=True))
    assert types(told) == ["TicketVerified", "StepDone", "StepDone"]
    assert town.states(opened.ticket_id) == {"verify": "done", "reset": "done"}
    assert raised.kind == "smoke"


def town_source():
    from tests.dispatch.cast import SOURCE

    return SOURCE


# --- late ---------------------------------------------------------------------------------------


def test_each_step_is_late_by_its_own_clock_once():
    town = Lift()
    ticket = town.trapped()
    assert [ev.step_id for ev in town.tick(minutes=3) if isinstance(ev, e.StepLate)] == ["calm", "there"]
    assert [ev for ev in town.tick(minutes=1) if isinstance(ev, e.StepLate)] == []
    town.done(ticket, "there")
    assert town.mark(ticket, "there").late
    late = [ev.step_id for ev in town.tick(minutes=40) if isinstance(ev, e.StepLate)]
    assert late == ["signs", "maintainer"]


def test_nothing_is_late_on_a_ticket_that_is_over():
    town = Lift()
    ticket = town.trapped()
    town.say_desk(c.CancelTicket(ticket_id=ticket, reason="误报"))
    assert town.tick(minutes=60) == []


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


# --- versions -----------------------------------------------------------------------------------


def test_a_ticket_keeps_the_version_it_began_with():
    town = Lift()
    old = town.trapped()
    town.say(ADMIN, c.DefinePlaybook(playbook=LIFT | {"version": 2, "steps": [step("only")]}))
    new = town.trapped()
    assert list(town.states(old)) == ["calm", "there", "signs", "maintainer", "freed"]
    assert town.states(new) == {"only": "open"}
    town.done(old, "calm")
    row = render(town.board, "tickets", old, "desk")
    assert row["playbook"] == {"id": "lift", "version": 1, "name": {"zh": "电梯困人", "en": "Stuck lift"}}


def test_a_version_is_never_changed_and_none_goes_back():
    town = Lift()
    assert town.say(ADMIN, c.DefinePlaybook(playbook=LIFT)) == []
    assert town.refusal(ADMIN, c.DefinePlaybook(playbook=LIFT | {"en": "Otherwise"})) == "invalid_field"
    town.say(ADMIN, c.DefinePlaybook(playbook=LIFT | {"version": 3}))
    assert town.refusal(ADMIN, c.DefinePlaybook(playbook=LIFT)) == "invalid_field"


def test_a_removed_playbook_begins_no_more_and_what_runs_goes_on():
    town = Lift()
    old = town.trapped()
    town.say(ADMIN, c.RemovePlaybook(playbook_id="lift"))
    assert town.states(town.trapped()) == {}
    town.done(old, "calm")
    assert town.states(old)["calm"] == "done"
    assert town.refusal(ADMIN, c.RemovePlaybook(playbook_id="lift")) == "not_found"


# --- what is seen -------------------------------------------------------------------------------


def test_the_row_says_of_each_step_what_whose_until_when_and_by_whom():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    there, signs = render(town.board, "tickets", ticket, "desk")["steps"][1:3]
    assert {name: there[name] for name in ("id", "role", "state", "late", "worker_id", "done_by")} == {
        "id": "there", "role": "property", "state": "done", "late": False, "worker_id": "p1", "done_by": "worker:p1",
    }  # fmt: skip
    assert (signs["text"], signs["worker_id"], signs["state"]) == (
        {"zh": "步骤signs", "en": "Step signs"},
        "p1",
        "open",
    )
    assert signs["due_at"] > there["done_at"]


def test_the_wall_is_told_of_no_names_and_no_words():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    for row in render(town.board, "tickets", ticket, "wall")["steps"]:
        assert set(row) == {"id", "role", "state", "due_at", "late"}


def test_the_timeline_tells_of_the_playbook_and_its_steps():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    entries = {entry.type: entry.data for entry in town.board.timelines[ticket]}
    assert entries["PlaybookStarted"]["zh"] == "电梯困人"
    assert (entries["StepDone"]["step_id"], entries["StepDone"]["trigger"]) == ("there", "arrive")


def test_a_checkpoint_and_the_log_give_the_same_steps():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    town.tick(minutes=9)
    folded = Board("140802")
    folded.apply_all(town.desk.log.stream())
    loaded = checkpoint.load(checkpoint.dump(town.board))
    assert loaded is not None
    assert loaded.tickets[ticket].steps == folded.tickets[ticket].steps == town.board.tickets[ticket].steps


@pytest.mark.parametrize("kind", ["smoke", "water_leak"])
def test_without_playbooks_everything_is_as_it_was(kind):
    town = District(auto=True)
    assert town.ticket(kind).steps == ()
    assert seeking_roles(town.board, town.now) == []

"""A stuck lift as a dispatcher would tell it: what begins, who does what, whose clock runs, who is late."""

from __future__ import annotations

from datetime import timedelta

from dispatch import commands as c
from dispatch import events as e
from tests.dispatch.cast import ADMIN, DISPATCHER, SOURCE, types, worker
from tests.dispatch.playbooks import LIFT, MAINTAINER, PROPERTY, Lift, step

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


def test_what_was_done_before_its_turn_counts_from_the_desk_and_from_a_phone():
    town = Lift()
    ticket = town.trapped()
    assert {town.states(ticket)[name] for name in ("signs", "freed")} == {"waiting"}
    town.done(ticket, "freed")
    town.joins(PROPERTY, ticket, "acknowledged")
    town.say(PROPERTY, c.CompleteStep(ticket_id=ticket, step_id="signs"))
    assert (town.states(ticket)["signs"], town.states(ticket)["freed"]) == ("done", "done")
    assert (town.states(ticket)["there"], town.states(ticket)["maintainer"]) == ("open", "open")


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
    town.say(SOURCE, c.RaiseAlert(kind="smoke", report_id="r9", device_id="fh889-10-2", state="resolved"))
    assert town.states(opened.ticket_id) == {"verify": "open", "reset": "waiting"}
    told = town.say_desk(c.VerifyTicket(ticket_id=opened.ticket_id, ok=True))
    assert types(told) == ["TicketVerified", "StepDone", "StepDone"]
    assert town.states(opened.ticket_id) == {"verify": "done", "reset": "done"}
    assert raised.kind == "smoke"


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

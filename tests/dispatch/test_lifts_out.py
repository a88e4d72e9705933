"""Which lifts an alert says are out of order."""

from dispatch import commands as c
from dispatch.approach import LOOK_EVERY_S, LiftsOut, lifts_out
from tests.dispatch.cast import ADMIN, DISPATCHER, District

LIFT = "lift-03-1-1"


def town() -> District:
    district = District()
    more = {"severity": "moderate", "arrive_min": 30, "finish_min": 1440, "check": "none"}
    for kind in ("lift_fault", "lift_trapped"):
        district.say(ADMIN, c.DefineKind(kind={"id": kind, "zh": kind, "en": kind, "category": "lift", **more}))
    return district


def test_a_lift_is_out_until_every_alert_about_it_is_resolved():
    district = town()
    district.alert("lift_fault", LIFT)
    district.alert("lift_trapped", LIFT)
    assert lifts_out(district.board) == {LIFT}
    district.alert("lift_fault", LIFT, state="resolved")
    assert lifts_out(district.board) == {LIFT}
    district.alert("lift_trapped", LIFT, state="resolved")
    assert lifts_out(district.board) == set()


def test_what_is_about_other_things_and_exercises_stops_no_lift():
    district = town()
    district.alert("smoke", LIFT)
    district.alert("lift_fault", None)
    district.alert("lift_fault", "lift-2", exercise=True)
    assert lifts_out(district.board) == set()


def test_a_report_that_nothing_resolves_lasts_as_long_as_its_ticket():
    district = town()
    _, opened, *_ = district.alert("lift_fault", LIFT, state="pulse")
    assert lifts_out(district.board) == {LIFT}
    district.say(DISPATCHER, c.CancelTicket(ticket_id=opened.ticket_id, reason="false_alarm"))
    assert lifts_out(district.board) == set()


def test_the_alerts_are_looked_through_once_a_second_and_when_something_happened():
    district, clock = town(), [0.0]
    asked = []
    out = LiftsOut(lambda: asked.append(1) or district.board, lambda: clock[0])
    assert not out(LIFT)
    district.alert("lift_fault", LIFT)
    assert not out(LIFT)
    clock[0] = LOOK_EVERY_S
    assert out(LIFT)
    assert not out("lift-2")
    assert len(asked) == 2

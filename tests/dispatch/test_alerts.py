"""What a source may say, and that nothing of it is lost or doubled."""

from datetime import timedelta

import pytest

from dispatch import commands as c
from dispatch import events as e
from dispatch.errors import IdReused
from tests.dispatch.cast import DISPATCHER, SOURCE, START, District, types, worker


def test_a_smoke_detector_opens_a_ticket_with_the_limits_of_its_kind():
    district = District()
    raised, opened = district.alert("smoke")
    assert types([raised, opened]) == ["AlertRaised", "TicketOpened"]
    assert opened.arrive_by == START + timedelta(minutes=3)
    assert district.board.alerts[raised.alert_id].ticket_id == opened.ticket_id


def test_the_same_report_sent_again_gets_the_first_answer_and_no_new_event():
    district = District()
    alert = c.RaiseAlert(report_id="889-1", kind="smoke", device_id="d")
    first = district.answer(SOURCE, alert, id="889-1", body_hash="h")
    again = district.answer(SOURCE, alert, id="889-1", body_hash="h")
    assert again.duplicate
    assert again.data == first.data
    assert district.board.seq == first.seq


def test_the_same_id_with_another_body_is_refused():
    district = District()
    district.answer(SOURCE, c.RaiseAlert(report_id="1", kind="smoke"), id="1", body_hash="a")
    with pytest.raises(IdReused):
        district.answer(SOURCE, c.RaiseAlert(report_id="1", kind="clutter"), id="1", body_hash="b")


def test_another_report_of_the_same_thing_while_firing_repeats_and_opens_no_second_ticket():
    district = District()
    first = district.answer(SOURCE, c.RaiseAlert(report_id="1", kind="smoke", device_id="d"))
    again = district.answer(SOURCE, c.RaiseAlert(report_id="2", kind="smoke", device_id="d"))
    assert again.data["repeat"]
    assert again.data["ticket_id"] == first.data["ticket_id"]
    assert len(district.board.tickets) == 1
    assert district.board.alerts["demo-source:1"].repeat_count == 1


def test_without_a_device_every_report_is_its_own():
    district = District()
    district.alert(device=None)
    district.alert(device=None)
    assert len(district.board.tickets) == 2


def test_two_points_of_one_fire_host_are_two_alerts():
    district = District()
    district.alert(labels={"zone": "10", "point": "2"})
    district.alert(labels={"zone": "10", "point": "3"})
    assert len(district.board.tickets) == 2


def test_resolved_never_closes_a_ticket():
    district = District()
    _, opened = district.alert()
    assert types(district.alert(state="resolved")) == ["AlertResolved"]
    assert district.state(opened.ticket_id) == "pending"


def test_firing_again_while_the_ticket_lives_goes_to_the_same_ticket():
    district = District()
    _, opened = district.alert()
    district.alert(state="resolved")
    (again,) = district.alert()
    assert again.ticket_id == opened.ticket_id
    assert len(district.board.tickets) == 1
    assert len(district.board.tickets[opened.ticket_id].alert_ids) == 2


def test_firing_again_after_the_ticket_was_cancelled_opens_a_new_one():
    district = District()
    _, opened = district.alert()
    district.alert(state="resolved")
    district.say(DISPATCHER, c.CancelTicket(ticket_id=opened.ticket_id, reason="演示"))
    assert types(district.alert()) == ["AlertRaised", "TicketOpened"]


def test_a_device_that_goes_on_reporting_after_the_close_is_a_new_case_and_no_silence():
    district = District()
    first = district.alert()[1]
    district.say(DISPATCHER, c.CancelTicket(ticket_id=first.ticket_id, reason="误报"))
    assert types(district.alert()) == ["AlertResolved", "AlertRaised", "TicketOpened"]
    assert types(district.alert()) == ["AlertRepeated"]


def test_a_resolved_that_comes_before_its_firing_is_kept_and_applied():
    district = District()
    late = START - timedelta(minutes=1)
    assert types(district.alert(state="resolved", occurred_at=START)) == ["ResolutionHeld"]
    assert types(district.alert(occurred_at=late)) == ["AlertRaised", "AlertResolved", "TicketOpened"]


def test_a_firing_after_the_held_resolution_is_a_new_alarm():
    district = District()
    district.alert(state="resolved", occurred_at=START - timedelta(minutes=5))
    raised, _ = district.alert(occurred_at=START)
    assert district.board.alerts[raised.alert_id].state == "firing"


def test_a_pulse_repeats_within_ten_minutes_when_it_has_no_ticket():
    district = District()
    assert types(district.alert("loitering", state="pulse")) == ["AlertRaised"]
    district.now += timedelta(minutes=9)
    assert types(district.alert("loitering", state="pulse")) == ["AlertRepeated"]
    district.now += timedelta(minutes=11)
    assert types(district.alert("loitering", state="pulse")) == ["AlertRaised"]


def test_a_pulse_repeats_as_long_as_its_ticket_lives():
    district = District()
    district.alert("clutter", state="pulse")
    district.now += timedelta(hours=3)
    assert types(district.alert("clutter", state="pulse")) == ["AlertRepeated"]


@pytest.mark.parametrize(
    ("minutes", "suspect"), [(0, False), (9, False), (11, True), (-11, True), (60 * 24 * 365 * 9, True)]
)
def test_no_alarm_is_refused_for_its_clock_but_marked(minutes, suspect):
    district = District()
    raised, opened = district.alert(occurred_at=START + timedelta(minutes=minutes))
    assert raised.clock_suspect is suspect
    assert opened.arrive_by == START + timedelta(minutes=3)  # limits run from our own clock


def test_loitering_waits_for_a_dispatcher_who_may_open_a_ticket_for_it():
    district = District()
    (raised,) = district.alert("loitering")
    (opened,) = district.say(DISPATCHER, c.OpenTicket(kind="loitering", alert_id=raised.alert_id))
    assert opened.alert_ids == (raised.alert_id,)
    assert district.refusal(DISPATCHER, c.OpenTicket(kind="loitering", alert_id=raised.alert_id)) == "already_done"


def test_an_offline_camera_becomes_a_ticket_after_half_an_hour_unless_it_comes_back():
    district = District()
    district.alert("camera_offline", device="c1")
    district.alert("camera_offline", device="c2")
    district.tick(minutes=29)
    district.alert("camera_offline", device="c2", state="resolved")
    assert types(district.tick(minutes=1)) == ["TicketOpened"]
    assert district.tick(minutes=1) == []


def test_a_notice_opens_nothing():
    assert types(District().alert("water_outage")) == ["AlertRaised"]


def test_a_dispatcher_acknowledges_once_and_resolves_by_hand():
    district = District()
    raised, _ = district.alert()
    assert types(district.say(DISPATCHER, c.AcknowledgeAlert(alert_id=raised.alert_id))) == ["AlertAcknowledged"]
    assert district.say(DISPATCHER, c.AcknowledgeAlert(alert_id=raised.alert_id)) == []
    district.say(DISPATCHER, c.ResolveAlert(alert_id=raised.alert_id, reason="主机已复位"))
    assert district.refusal(DISPATCHER, c.ResolveAlert(alert_id=raised.alert_id, reason="x")) == "alert_not_firing"


def test_an_unknown_kind_is_refused_by_the_name_of_the_field():
    assert District().refusal(SOURCE, c.RaiseAlert(report_id="1", kind="earthquake")) == "invalid_field"


def test_an_exercise_is_counted_nowhere():
    from dispatch.projections.kpi import kpis

    district = District()
    district.alert(exercise=True)
    assert district.board.tickets
    figures = kpis(district.board, district.now)
    assert figures["open"] == 0
    assert figures["alerts_10min"] == 0


def test_a_worker_in_need_is_an_extreme_ticket_and_pressing_twice_is_one():
    district = District()
    events = district.say(worker(1), c.RaiseSOS(lon=111.0, lat=35.0))
    assert types(events) == ["TicketOpened", "SOSRaised"]
    assert events[0].severity == "extreme"
    assert district.say(worker(1), c.RaiseSOS()) == []
    assert isinstance(events[1], e.SOSRaised)

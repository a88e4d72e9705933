"""Why not this one: what a dispatcher is told of the busy, the tired, the far and the unable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch import commands as c
from dispatch.approach import Approach
from dispatch.errors import Conflict
from dispatch.matching import free_at, nobody, rank
from dispatch.policy import Policy
from dispatch.position import Position
from tests.dispatch.cast import ADMIN, DISPATCHER, START, District, types, worker
from tests.dispatch.test_matching import FIRE, Walls, at, ranked

TOWN = (111.00, 35.00, 111.02, 35.05)


def rows_of(district: District, fixes: dict, kind: str = "smoke", **more):
    return {row.worker_id: row for row in ranked(district, fixes, kind, **more)}


def test_a_busy_worker_is_ranked_from_where_his_work_will_leave_him():
    district = District()
    leak = district.sent(1, upto="on_scene")
    rows = rows_of(district, {f"w{n}": at(100 * n) for n in (1, 2, 3)}, "clutter")
    busy = rows["w1"]
    assert (busy.available, busy.stackable, busy.why_not) == (False, True, "worker_busy")
    assert busy.after_ticket_id == leak
    assert busy.start == (FIRE.lon, FIRE.lat)
    assert busy.costs[0] == ("present_work", 900.0)
    assert busy.why["minutes"] == 15


def test_one_more_job_that_makes_another_late_names_it_and_by_how_much():
    district = District()
    leak = district.ticket("water_leak")  # to be reached within 30 min
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=leak.id, worker_id="w1"))
    district.say(worker(1), c.AcknowledgeAssignment(ticket_id=leak.id))
    fixes = {f"w{n}": at(100 * n) for n in (1, 2, 3)}
    slow = Policy(service_s=2100.0)  # 35 min of work at the new ticket, which is worse and goes first
    busy = rows_of(district, fixes, "charger_overheat", policy=slow)["w1"]
    assert (busy.why_not, busy.why["load"]) == ("would_delay", 1)
    assert busy.why["number"] == leak.number
    # 80 s of his offer's way and 2,100 s of work: 380 s beyond the 1,800 s of the leak
    assert busy.why["minutes"] == 7
    assert (busy.stackable, busy.after_ticket_id) == (True, None)
    quick = rows_of(district, fixes, "charger_overheat", policy=Policy(service_s=300.0))["w1"]
    assert quick.why_not == "worker_busy"


def test_without_stacking_a_busy_worker_is_only_busy():
    district = District()
    district.sent(1)
    assert set(rows_of(district, {}, policy=Policy(stack=False))["w1"].why) == {"ticket_id", "number", "load"}


def test_nobody_is_given_two_extreme_tickets_not_even_by_hand():
    district = District()
    first = district.sent(1, "smoke", "acknowledged")
    assert rows_of(district, {"w1": at(10)})["w1"].why_not == "worker_on_extreme"
    second = district.ticket("sos").id
    refused = district.refusal(DISPATCHER, c.OfferAssignment(ticket_id=second, worker_id="w1", stack=True))
    assert refused == "worker_on_extreme"
    leak = district.ticket("water_leak").id
    assert types(district.say(DISPATCHER, c.OfferAssignment(ticket_id=leak, worker_id="w1", stack=True)))
    assert first in {a.ticket_id for a in district.board.work_of("w1")}


def test_who_had_much_today_costs_more_but_not_at_a_fire():
    district = District()
    for _ in range(3):
        ticket = district.sent(1, upto="on_scene", floor=6)
        district.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done"))
    fixes = {"w1": at(200), "w2": at(230)}
    tired = ranked(district, fixes, "water_leak")
    assert [row.worker_id for row in tired][:2] == ["w2", "w1"]
    assert ("load_today", 45.0) in tired[1].costs
    assert ("floors_today", 30.0) in tired[1].costs
    assert [row.worker_id for row in ranked(district, fixes, "smoke")][:2] == ["w1", "w2"]


@pytest.mark.parametrize(
    ("fix", "doubt"),
    [
        (at(100, at=START - timedelta(hours=3, minutes=1)), "fix_too_old"),
        (at(-18_000), "fix_far_away"),
        (at(100, at=START + timedelta(days=400)), None),  # a phone whose clock runs ahead
    ],
)
def test_a_place_that_cannot_be_believed_is_named_and_the_worker_still_asked(fix, doubt):
    row = rows_of(District(), {"w1": fix, "w2": at(100)}, extent=TOWN)["w1"]
    assert row.available
    assert (doubt in row.reasons) == (doubt is not None)
    assert (row.eta_s is None) == (doubt is not None)
    if doubt:
        assert row.costs == (("no_fix", 1800.0),)


def test_an_old_fix_widens_what_is_likely():
    rows = rows_of(District(), {"w1": at(300), "w2": at(300, at=START - timedelta(minutes=9))})
    assert rows["w2"].eta_s == rows["w1"].eta_s
    assert rows["w2"].eta_spread_s > rows["w1"].eta_spread_s + 100


def test_stairs_and_gate_come_on_top_of_the_walk_and_a_slow_walker_is_slower():
    up = Approach(seconds=75.0, floors=5, by="stairs")
    rows = rows_of(District(), {"w1": at(125), "w2": at(125)}, approach=up, paces={"w2": 1.5})
    assert rows["w1"].eta_s == pytest.approx(175, abs=0.1)
    assert rows["w2"].eta_s == pytest.approx(225, abs=0.1)
    assert ("approach", 75.0) in rows["w1"].costs


def test_straight_lines_are_walked_where_the_policy_says_so():
    rows = ranked(District(), {"w1": at(50), "w2": at(200)}, policy=Policy(travel="crow_flies"))
    assert (rows[0].worker_id, rows[0].travel) == ("w1", "crow_flies")


def test_who_comes_after_the_limit_is_told_so():
    district = District()
    ticket = district.ticket("smoke")  # 3 min
    rows = ranked(district, {"w1": at(100), "w2": at(900)}, ticket=ticket)
    assert "after_limit" not in rows[0].reasons
    assert "after_limit" in rows[1].reasons


def test_free_is_when_the_last_job_is_done_and_where_it_is():
    district = District()
    here = Position(lon=111.0, lat=35.0)
    assert free_at(district.board, "w1", START, here=here) == (START, here)
    district.sent(1, upto="on_scene")
    district.now = START + timedelta(minutes=5)
    when, place = free_at(district.board, "w1", district.now)
    assert (when, place) == (START + timedelta(minutes=15), FIRE)
    late = START + timedelta(hours=1)  # longer than expected: two minutes more, again and again
    assert free_at(district.board, "w1", late)[0] == late + timedelta(minutes=2)


def test_a_job_being_called_back_is_no_job():
    district = District()
    ticket = district.sent(1, upto="acknowledged")
    district.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket, worker_id="w1"))
    assert free_at(district.board, "w1", START) == (START, None)


def test_who_would_walk_for_more_than_three_hours_is_sent_by_hand_only():
    district = District()
    rows = rows_of(district, {"w1": at(100), "w2": at(14_000), "w3": at(300)})
    assert (rows["w2"].available, rows["w2"].why_not, rows["w2"].why) == (False, "too_far", {"minutes": 281})
    assert [rows[one].available for one in ("w1", "w3")] == [True, True]
    district.sent(2, upto="on_scene")  # whatever his phone says, it is from there that he would go
    assert rows_of(district, {"w2": at(14_000)}, "clutter")["w2"].stackable


# --- nobody -----------------------------------------------------------------------------------


def said(district: District, kind: str = "smoke", **more) -> tuple[str, dict] | None:
    known = district.board.kinds[kind]
    return nobody(rank(district.board, FIRE, known, {}, Walls(), START, **more), known)


def test_where_nobody_is_on_duty_that_is_said_and_nothing_is_stuck():
    district = District(workers=0)
    assert said(district) == ("nobody_on_duty", {})
    ticket = district.ticket("smoke").id
    with pytest.raises(Conflict) as refused:
        district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket))
    assert (refused.value.code, refused.value.detail["why_not"]) == ("no_candidate", "nobody_on_duty")
    assert "EscalationRaised" in types(District(auto=True, workers=0).alert("smoke"))


CITY = (116.38, 39.88, 116.42, 39.92)  # 730 km off


def test_to_a_place_far_outside_the_district_nobody_is_sent_by_itself_and_it_is_said():
    district = District()
    fixes = {"w1": at(100), "w2": at(200)}  # w3 has none
    rows = rows_of(district, fixes, extent=CITY)
    assert {row.why_not for row in rows.values()} == {"place_far_off"}
    code, why = said(district, extent=CITY)
    assert code == "place_far_off"
    assert why["km"] == pytest.approx(730, abs=10)
    east = (FIRE.lon + 0.05, FIRE.lat - 0.01, FIRE.lon + 0.1, FIRE.lat + 0.01)  # 4.6 km: the next town is helped
    assert all(row.available for row in rows_of(district, fixes, extent=east).values())


def test_a_far_off_ticket_escalates_and_may_be_sent_by_hand(monkeypatch):
    district = District(auto=True)
    far = tuple(replace(row, available=False, why_not="place_far_off", why={"km": 730}) for row in district.ranking())
    monkeypatch.setattr(district, "ranking", lambda: far)
    _, opened, raised = district.alert("smoke")
    assert types([opened, raised]) == ["TicketOpened", "EscalationRaised"]
    assert raised.reason == "place_far_off"
    assert types(district.say(DISPATCHER, c.OfferAssignment(ticket_id=opened.ticket_id, worker_id="w1")))


def test_where_nobody_has_the_skill_it_is_named():
    assert said(District(), "lift_fault") == ("nobody_skilled", {"skills": ["lift"]})


def test_where_all_are_busy_the_first_to_be_free_is_named():
    district = District(workers=2)
    district.sent(1, upto="on_scene")
    district.sent(2, upto="acknowledged")
    code, why = said(district, "clutter")
    assert (code, why["n"]) == ("nobody_free", 2)
    assert why["worker_id"] == "w1"


def test_while_somebody_can_go_nothing_is_said():
    assert said(District()) is None


def test_an_expired_certificate_is_a_missing_one_and_named():
    district = District()
    skills = ("lift:2026-11-20", "electric:2027-01-01")
    district.say(ADMIN, c.RegisterWorker(worker_id="w1", name="维保", skills=skills))
    row = rows_of(district, {}, "lift_fault")["w1"]
    assert (row.why_not, row.why) == ("worker_lacks_skill", {"skills": ["lift"], "expired": ["lift"]})
    ticket = district.ticket("lift_fault").id
    refused = district.refusal(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w1"))
    assert refused == "worker_lacks_skill"
    district.say(ADMIN, c.RegisterWorker(worker_id="w1", name="维保", skills=("lift:2026-11-21",)))
    assert rows_of(district, {}, "lift_fault")["w1"].available


def test_a_certificate_without_a_real_day_is_refused():
    bad = c.RegisterWorker(worker_id="w1", name="维保", skills=("lift:2026-02-30",))
    assert District().refusal(ADMIN, bad) == "invalid_field"

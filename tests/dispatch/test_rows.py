"""What each screen may see, and that personal data stays where it is needed."""

from datetime import timedelta

import pytest

from dispatch import commands as c
from dispatch.projections import kpi, masking
from dispatch.projections.rows import render, snapshot
from tests.dispatch.cast import ADMIN, DISPATCHER, District, worker

#: contracts.md §4
TICKET = """id number kind category severity state title description lon lat place unit floor room building_id grid_code
    outside_district exercise reporter opened_at due_at overdue disposition closed_at alert_ids repeat_count
    assignments"""
WORKER = "id name role org duty grid_code skills phone lon lat fix_at accuracy_m seen_at on_ticket load"
ALERT = """id kind severity state device_id lon lat place unit floor occurred_at received_at clock_suspect repeat_count
    acknowledged_by ticket_id"""
ASSIGNMENT = "id ticket_id worker_id lead stage eta_s distance_m since expires fix_age_s"
KPIS = """open overdue by_severity workers_free workers_busy median_arrival_s_today alerts_10min"""


def busy_district() -> District:
    district = District()
    district.alert("smoke")
    district.sent(1, caller="王小明 13812345678")
    return district


@pytest.mark.parametrize(
    ("table", "fields"), [("tickets", TICKET), ("workers", WORKER), ("alerts", ALERT), ("assignments", ASSIGNMENT)]
)
def test_rows_have_the_fields_of_the_contract(table, fields):
    for row in snapshot(busy_district().board, "desk")[table]:
        assert set(fields.split()) <= set(row)


def test_the_figures_of_the_contract_are_there():
    district = busy_district()
    assert set(KPIS.split()) <= set(kpi.kpis(district.board, district.now))


def test_the_callers_name_and_number_are_masked_in_every_list():
    district = busy_district()
    for view in ("desk", "wall", "worker:w1"):
        assert "13812345678" not in str(snapshot(district.board, view))
        assert "王小明" not in str(snapshot(district.board, view))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("王小明 13812345678", "王* 138****5678"), ("0359-2081234", "0359-****1234"), ("", ""), ("李", "李*")],
)
def test_masking_keeps_the_family_name_and_the_ends_of_the_number(text, shown):
    assert masking.caller(text) == shown


def test_a_worker_sees_the_own_work_and_nothing_else():
    district = busy_district()
    mine, other = snapshot(district.board, "worker:w1"), snapshot(district.board, "worker:w2")
    assert len(mine["tickets"]) == len(mine["assignments"]) == 1
    assert [row["id"] for row in other["workers"]] == ["w2"]
    assert other["tickets"] == other["assignments"] == other["alerts"] == []


def test_a_worker_sees_who_else_goes():
    district = busy_district()
    ticket = snapshot(district.board, "worker:w1")["tickets"][0]["id"]
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w2"))
    names = [a["name"] for a in render(district.board, "tickets", ticket, "worker:w1")["assignments"]]
    assert names == ["网格员 01", "网格员 02"]


def test_a_closed_ticket_takes_its_alerts_with_it_though_the_device_was_never_reset():
    district = District()
    raised, opened = district.alert("smoke")
    district.say(DISPATCHER, c.CancelTicket(ticket_id=opened.ticket_id, reason="误报"))
    assert render(district.board, "tickets", opened.ticket_id, "desk") is None
    assert render(district.board, "alerts", raised.alert_id, "wall") is None


def test_the_wall_shows_no_telephone_and_no_callers_words():
    district = busy_district()
    district.say(ADMIN, c.RegisterWorker(worker_id="w1", name="网格员 01", phone="13900001111"))
    wall = snapshot(district.board, "wall")
    assert all(row["phone"] == "" for row in wall["workers"])
    assert all(row["reporter"] == "" for row in wall["tickets"])
    assert snapshot(district.board, "desk")["workers"][0]["phone"] == "139****1111"


def test_figures_follow_the_work():
    district = District()
    ticket = district.sent(kind="smoke", upto="acknowledged")
    district.now += timedelta(seconds=100)
    district.say(worker(1), c.ArriveOnScene(ticket_id=ticket))
    figures = kpi.kpis(district.board, district.now)
    assert (figures["open"], figures["workers_free"], figures["workers_busy"]) == (1, 2, 1)
    assert figures["median_arrival_s_today"] == 100
    assert figures["by_severity"]["extreme"] == 1


def test_more_than_ten_alerts_in_ten_minutes_are_a_flood():
    district = District()
    for _ in range(11):
        district.alert(device=None)
    assert kpi.kpis(district.board, district.now)["flood"]
    assert not kpi.kpis(district.board, district.now + timedelta(minutes=11))["flood"]

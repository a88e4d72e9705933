"""Tickets from the first report until somebody has checked."""

from datetime import timedelta

import pytest

from dispatch import commands as c
from tests.dispatch.cast import DISPATCHER, START, District, types, worker


def resolved(district: District, kind: str = "smoke") -> str:
    ticket = district.sent(kind=kind, upto="on_scene")
    district.say(worker(1), c.ResolveTicket(ticket_id=ticket, disposition="done"))
    return ticket


def test_numbers_count_through_the_local_day():
    district = District()
    assert [district.ticket().number for _ in range(2)] == ["20261121-0001", "20261121-0002"]
    district.now = START.replace(hour=16)  # midnight in Yuncheng
    assert district.ticket().number == "20261122-0001"


def test_a_ticket_needs_a_place_in_some_form():
    district = District()
    assert district.refusal(DISPATCHER, c.OpenTicket(kind="clutter")) == "invalid_field"
    district.say(DISPATCHER, c.OpenTicket(kind="clutter", place="吉祥社区 7号楼"))


def test_only_what_is_resolved_can_be_closed():
    district = District()
    ticket = district.ticket().id
    assert district.refusal(DISPATCHER, c.CloseTicket(ticket_id=ticket)) == "ticket_not_resolved"


def test_a_fire_is_checked_and_closed_by_a_person():
    district = District()
    ticket = resolved(district)
    district.say(DISPATCHER, c.CheckTicket(ticket_id=ticket, ok=True))
    assert types(district.say(DISPATCHER, c.CloseTicket(ticket_id=ticket))) == ["TicketClosed"]
    assert district.state(ticket) == "closed"
    assert district.refusal(DISPATCHER, c.CloseTicket(ticket_id=ticket)) == "ticket_not_resolved"


def test_a_kind_without_check_closes_itself():
    district = District()
    assert district.state(resolved(district, "water_leak")) == "closed"


def test_every_fifth_of_a_sampled_kind_waits_for_a_check():
    district = District()
    states = [district.state(resolved(district, "clutter")) for _ in range(5)]
    assert states == ["closed"] * 4 + ["resolved"]


def test_a_failed_check_sends_it_back_with_new_limits_and_counts_as_rework():
    district = District()
    ticket = resolved(district)
    district.now += timedelta(hours=1)
    district.say(DISPATCHER, c.CheckTicket(ticket_id=ticket, ok=False, note="还在冒烟"))
    row = district.board.tickets[ticket]
    assert (row.state, row.reworks) == ("pending", 1)
    assert row.arrive_by == district.now + timedelta(minutes=3)


def test_a_closed_ticket_is_reopened_with_a_reason():
    district = District()
    ticket = resolved(district, "water_leak")
    district.say(DISPATCHER, c.ReopenTicket(ticket_id=ticket, reason="又漏了"))
    assert district.state(ticket) == "pending"
    assert district.refusal(DISPATCHER, c.ReopenTicket(ticket_id=ticket, reason="x")) == "ticket_not_closed"


def test_cancelling_calls_everybody_back():
    district = District()
    ticket = district.sent(upto="en_route")
    events = district.say(DISPATCHER, c.CancelTicket(ticket_id=ticket, reason="误报"))
    assert types(events) == ["TicketCancelled", "AssignmentRecalling"]
    assert district.refusal(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w2")) == "ticket_not_open"


def test_merging_moves_the_signals_and_unmerging_gives_them_back():
    district = District()
    first, second = district.alert(device="a")[1].ticket_id, district.alert(device="b")[1].ticket_id
    district.say(DISPATCHER, c.MergeTickets(into=first, ticket_ids=(second,)))
    assert district.state(second) == "merged"
    assert len(district.board.tickets[first].alert_ids) == 2
    district.say(DISPATCHER, c.UnmergeTicket(ticket_id=second))
    assert district.state(second) == "pending"
    assert len(district.board.tickets[first].alert_ids) == 1
    assert len(district.board.tickets[second].alert_ids) == 1


def test_a_device_that_repeats_after_merging_counts_on_the_ticket_it_went_to():
    district = District()
    first, second = district.alert(device="a")[1].ticket_id, district.alert(device="b")[1].ticket_id
    district.say(DISPATCHER, c.MergeTickets(into=first, ticket_ids=(second,)))
    assert types(district.alert(device="b")) == ["AlertRepeated"]


@pytest.mark.parametrize("wrong", [(), ("{into}",), ("x", "x")])
def test_merging_needs_other_tickets_each_once(wrong):
    district = District()
    into = district.ticket().id
    ids = tuple(w.format(into=into) for w in wrong)
    assert district.refusal(DISPATCHER, c.MergeTickets(into=into, ticket_ids=ids)) in ("invalid_field", "not_found")


def test_referring_names_who_takes_over():
    district = District()
    ticket = district.ticket().id
    assert district.refusal(DISPATCHER, c.ReferTicket(ticket_id=ticket, org=" ", reason="")) == "invalid_field"
    district.say(DISPATCHER, c.ReferTicket(ticket_id=ticket, org="供水公司", reason="主管"))
    assert district.board.tickets[ticket].disposition == "referred"


def test_a_higher_severity_brings_its_limits():
    district = District()
    ticket = district.ticket().id
    district.say(DISPATCHER, c.PrioritiseTicket(ticket_id=ticket, severity="extreme"))
    assert district.board.tickets[ticket].arrive_by == START + timedelta(minutes=3)


def test_late_is_an_event_and_happens_once():
    district = District()
    ticket = district.ticket("smoke").id
    assert types(district.tick(minutes=3)).count("LimitBreached") == 1
    assert district.board.tickets[ticket].is_overdue
    assert "LimitBreached" not in types(district.tick(minutes=1))
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w1"))
    district.say(worker(1), c.ArriveOnScene(ticket_id=ticket))
    assert not district.board.tickets[ticket].is_overdue


def test_amending_changes_only_what_was_said():
    district = District()
    ticket = district.ticket(description="水管漏水", unit="3单元").id
    district.say(DISPATCHER, c.AmendTicket(ticket_id=ticket, floor=5, title="两户之间漏水"))
    row = district.board.tickets[ticket]
    assert (row.where.floor, row.where.unit, row.title, row.description) == (5, "3单元", "两户之间漏水", "水管漏水")
    assert district.say(DISPATCHER, c.AmendTicket(ticket_id=ticket)) == []


def test_an_empty_note_is_refused():
    district = District()
    ticket = district.ticket().id
    assert district.refusal(DISPATCHER, c.AddNote(ticket_id=ticket, text="  ")) == "invalid_field"


def test_the_timeline_tells_the_story():
    district = District()
    ticket = resolved(district)
    told = [entry.type for entry in district.board.timelines[ticket]]
    assert told == ["TicketOpened", "AssignmentOffered", *["AssignmentMoved"] * 3, "AssignmentEnded", "TicketResolved"]


def test_a_closed_ticket_leaves_the_board_after_a_day():
    district = District()
    ticket = resolved(district, "water_leak")
    district.now += timedelta(hours=24, minutes=2)
    district.ticket()
    assert ticket not in district.board.tickets
    assert not district.board.timelines.get(ticket)


def test_a_ticket_of_last_week_comes_back_with_what_history_knows_of_it():
    district = District()
    ticket = resolved(district, "water_leak")
    told = next(r.event for r in district.desk.log.read() if getattr(r.event, "ticket_id", "") == ticket)
    district.now += timedelta(days=7)
    district.ticket()
    assert district.refusal(DISPATCHER, c.ReopenTicket(ticket_id=ticket, reason="又漏了")) == "not_found"
    district.say(DISPATCHER, c.ReopenTicket(ticket_id=ticket, reason="又漏了", carried=told))
    row = district.board.tickets[ticket]
    assert (row.state, row.number) == ("pending", told.number)
    assert row.finish_by == district.now + timedelta(days=1)

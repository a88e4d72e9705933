"""Whose is the first offer: the ranking's at once, or the plan's where tickets compete for people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dispatch import commands as c
from dispatch import events as e
from dispatch.actor import ENGINE
from dispatch.dispatcher import Request
from dispatch.first_offer import left_to_plan
from dispatch.matching import rank
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.ticket import Ticket
from dispatch.travel.crow_flies import CrowFlies
from tests.dispatch.cast import ADMIN, DISPATCHER, District, worker

PLANS = Policy()
HERE = Position(111.0031, 35.0302)


@pytest.fixture
def district() -> District:
    return District(auto=True)


def unasked(district: District, kind: str = "charger_overheat", **more: Any) -> Ticket:
    """A ticket that came in a crowd: nobody ranked for it."""
    place = {"lon": HERE.lon, "lat": HERE.lat} | more
    said = district.desk.handle([Request(DISPATCHER, f"r{district.board.seq}", c.OpenTicket(kind=kind, **place))])[0]
    opened = next(r.event for r in said.events if isinstance(r.event, e.TicketOpened))
    return district.board.tickets[opened.ticket_id]


def ranked(district: District, policy: Policy = PLANS) -> Any:
    kind = district.board.kinds["charger_overheat"]
    return rank(district.board, HERE, kind, {}, CrowFlies(), district.now, policy=policy)


def is_left(district: District, ticket: Ticket, policy: Policy = PLANS) -> bool:
    return ticket.id in left_to_plan(district.board, policy, district.now)


def test_alone_it_goes_to_the_best_of_the_ranking(district: District) -> None:
    assert not is_left(district, unasked(district))


def test_two_that_want_the_same_people_are_left_to_the_plan(district: District) -> None:
    one, other = unasked(district), unasked(district)
    assert is_left(district, one)
    assert is_left(district, other)


def test_an_extreme_ticket_never_waits_for_a_plan(district: District) -> None:
    one, fire = unasked(district), unasked(district, "smoke")
    assert not is_left(district, fire)
    assert is_left(district, one)


def test_where_nobody_could_go_there_is_nothing_to_wait_for(district: District) -> None:
    one, _ = unasked(district), unasked(district)
    for n in (1, 2, 3):
        district.say(worker(n), c.StartBreak())
    assert not is_left(district, one)


def test_what_nobody_here_can_do_does_not_hold_up_the_others(district: District) -> None:
    district.say(ADMIN, c.SetModes(by_severity={"moderate": "auto"}))
    unasked(district, "lift_fault")  # nobody has the skill
    assert not is_left(district, unasked(district))


def test_what_a_person_sends_or_has_no_place_does_not_hold_up_the_others(district: District) -> None:
    unasked(district, "water_leak")
    unasked(district, "dispute")
    unasked(district, lon=None, lat=None, place="somewhere")
    assert not is_left(district, unasked(district))


def test_what_the_plan_does_not_see_is_not_left_to_it(district: District) -> None:
    unasked(district)
    assert not is_left(district, unasked(district, lon=None, lat=None, place="somewhere"))


def test_after_an_offer_that_failed_the_next_is_left_as_well_and_the_third_is_told(district: District) -> None:
    one, _ = unasked(district), unasked(district)
    district.say(ADMIN, c.RegisterWorker(worker_id="w4", name="网格员 04"))
    district.say(worker(4), c.SignOn())
    said: list[str] = []
    for n in (1, 2, 3):
        assert is_left(district, one)
        district.say(ENGINE, c.OfferAssignment(ticket_id=one.id, worker_id=f"w{n}"))
        decline = c.DeclineAssignment(ticket_id=one.id, reason="busy")
        asked = Request(worker(n), f"d{n}", decline, ranking=ranked(district))
        said += [type(r.event).__name__ for r in district.desk.handle([asked])[0].events]
    assert said == ["AssignmentEnded"] * 3 + ["EscalationRaised"]


def test_who_was_called_off_the_other_just_now_is_nobody_it_waits_for(district: District) -> None:
    one, other = unasked(district), unasked(district)
    for n in (1, 2, 3):
        district.say(ENGINE, c.OfferAssignment(ticket_id=other.id, worker_id=f"w{n}"))
        district.say(ENGINE, c.RecallAssignment(ticket_id=other.id, worker_id=f"w{n}", reason="replanned"))
    assert not is_left(district, one)
    district.now += timedelta(minutes=11)
    assert is_left(district, one)


@pytest.mark.parametrize("policy", [Policy(replan=False), Policy(plan_patience_s=0)])
def test_a_policy_without_plan_or_patience_leaves_nothing(district: District, policy: Policy) -> None:
    one, _ = unasked(district), unasked(district)
    assert not is_left(district, one, policy)


def test_opened_with_a_ranking_it_is_offered_in_the_same_append_or_left(district: District) -> None:
    def opened() -> list[str]:
        command = c.OpenTicket(kind="charger_overheat", lon=HERE.lon, lat=HERE.lat)
        asked = Request(DISPATCHER, f"r{district.board.seq}", command, ranking=ranked(district))
        outcome = district.desk.handle([asked])[0]
        return [type(r.event).__name__ for r in outcome.events]

    assert opened() == ["TicketOpened", "AssignmentOffered"]
    unasked(district)
    assert opened() == ["TicketOpened"]


def test_the_engine_asks_the_ranking_without_patience(district: District) -> None:
    one, _ = unasked(district), unasked(district)
    asked = Request(ADMIN, "r", c.OfferNext(ticket_id=one.id), ranking=ranked(district))
    assert [type(r.event).__name__ for r in district.desk.handle([asked])[0].events] == ["AssignmentOffered"]


def test_what_a_plan_of_the_engine_offers_counts_as_automatic_and_what_a_dispatcher_accepts_does_not() -> None:
    district = District(workers=2)
    by_whom = {}
    for n, actor in ((1, ENGINE), (2, DISPATCHER)):
        ticket = district.ticket()
        district.say(actor, c.OfferAssignment(ticket_id=ticket.id, worker_id=f"w{n}"))
        (held,) = district.board.assignments_of(ticket.id)
        by_whom[held.automatic] = held.by
    assert by_whom == {True: "engine", False: str(DISPATCHER)}

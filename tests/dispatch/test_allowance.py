"""How much may be changed by itself: so much a worker, more with every ticket, dearer the less is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dispatch import commands as c
from dispatch.allowance import Allowance, allowance
from dispatch.policy import Policy
from tests.dispatch.cast import DISPATCHER, District

POLICY = Policy(told_per_worker=1.0, told_per_ticket=0.5, own_change_s=100.0)


def called_back(district: District, reason: str = "replanned") -> None:
    """One more ticket, given to w1 and taken back."""
    ticket = district.ticket("clutter")
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket.id, worker_id="w1"))
    district.now += timedelta(seconds=1)
    district.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket.id, worker_id="w1", reason=reason))


def left(district: District, policy: Policy = POLICY) -> float:
    return allowance(district.board, policy, district.now).left


def test_at_first_one_for_each_who_is_on_duty() -> None:
    assert allowance(District(workers=3).board, POLICY, District().now) == Allowance(3.0, 3.0)
    assert left(District(workers=0)) == 1.0


def test_a_change_takes_one_and_a_ticket_gives_back_its_share_but_never_more_than_fits() -> None:
    district = District(workers=3)
    called_back(district)
    assert left(district) == 2.0
    district.now += timedelta(seconds=1)
    district.ticket("clutter")
    assert left(district) == 2.5
    for _ in range(5):
        district.ticket("clutter")
    assert left(district) == 3.0


def test_who_is_called_back_for_another_reason_does_not_count() -> None:
    district = District(workers=3)
    called_back(district, "not needed")
    assert left(district) == 3.0


def test_a_day_later_it_is_forgotten() -> None:
    district = District(workers=3)
    called_back(district)
    district.now += timedelta(hours=25)
    assert left(district) == 3.0


def test_parts_of_one_are_saved_up() -> None:
    assert (Allowance(0.9, 3.0).changes, Allowance(1.0, 3.0).changes, Allowance(2.99, 3.0).changes) == (0, 1, 2)


@pytest.mark.parametrize(("of_four", "price"), [(4.0, 100.0), (2.0, 800.0), (1.0, 6400.0), (0.2, 6400.0)])
def test_the_less_is_left_the_dearer(of_four: float, price: float) -> None:
    assert Allowance(of_four, 4.0).price_s(POLICY) == price

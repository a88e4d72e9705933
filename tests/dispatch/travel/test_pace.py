from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.adapters.paces import Paces
from dispatch.adapters.positions import Fix
from dispatch.position import Position
from dispatch.travel.pace import LEAST, MOST, Learned, Seen, learn

START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def track(paces: Paces, m_s: float, fixes: int = 200, every_s: float = 10.0, accuracy_m: float = 8.0) -> None:
    for n in range(fixes):
        at = START + timedelta(seconds=n * every_s)
        place = Position(111.0, 35.0 + n * every_s * m_s / 111_195)
        paces.tell([Fix("w1", place, at, accuracy_m, at)])


def test_who_walks_fast_is_expected_sooner() -> None:
    paces = Paces()
    track(paces, 1.7)
    assert paces.factors()["w1"] == pytest.approx(1.25 / (1.7 * 1.05), abs=0.06)


def test_who_stands_rides_or_is_seen_vaguely_teaches_nothing() -> None:
    for speed, accuracy in ((0.1, 8.0), (8.0, 8.0), (1.2, 60.0)):
        paces = Paces()
        track(paces, speed, accuracy_m=accuracy)
        assert paces.factors() == {}


def test_one_stretch_changes_little() -> None:
    before, now = Seen(Position(111.0, 35.0), START, 5.0), Seen(Position(111.0, 35.0005), START + timedelta(0, 30), 5.0)
    assert 0.9 < learn(Learned(), before, now).factor < 1.0


@given(st.lists(st.floats(-5, 5), max_size=3), st.floats(0, 1e6))
def test_a_factor_stays_within_its_bounds(means: list[float], count: float) -> None:
    for mean in means:
        assert LEAST <= Learned(count, mean).factor <= MOST


def test_a_check_in_is_no_walk() -> None:
    paces = Paces()
    for n in range(60):
        at = START + timedelta(seconds=40 * n)
        place = Position(111.0, 35.0 + n * 50 / 111_195)
        paces.tell([Fix("w1", place, at, 5.0, at, "checkin", "b1")])
    assert paces.factors() == {}

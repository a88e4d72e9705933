"""Walking along a line."""

from __future__ import annotations

import pytest

from console.simulation.crew import Shift
from console.simulation.walk import Walk
from dispatch.position import Position

A, B, C = (Position(lon=111.0 + n * 0.001, lat=35.0) for n in range(3))


def test_a_walk_goes_along_its_line_and_ends_at_the_goal() -> None:
    walk = Walk([A, B, C])
    length = A.metres_to(C)
    assert walk.go(length / 4).lon == pytest.approx(111.0005)
    assert walk.metres_left == pytest.approx(length * 3 / 4)
    assert walk.go(length).lon == pytest.approx(C.lon)
    assert walk.is_done


def test_standing_is_a_walk_of_no_length() -> None:
    walk = Walk([A, A])
    assert walk.is_done
    assert walk.go(5.0) == A


@pytest.mark.parametrize(("second", "covered"), [(7, False), (9, True), (23, False)])
def test_a_day_shift(second: int, covered: bool) -> None:
    assert Shift(None, 8 * 3600, 18 * 3600).covers(second * 3600) is covered


@pytest.mark.parametrize(("second", "covered"), [(7, True), (9, False), (23, True)])
def test_a_night_shift_goes_over_midnight(second: int, covered: bool) -> None:
    assert Shift(None, 22 * 3600, 8 * 3600).covers(second * 3600) is covered

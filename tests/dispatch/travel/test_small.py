"""Hours, the crow, and the file that is followed."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dispatch.travel.crow_flies import DETOUR, CrowFlies
from dispatch.travel.current import CurrentTravel
from dispatch.travel.hours import is_open
from tests.dispatch.travel.cast import at, town

MONDAY = datetime(2026, 11, 23)


@pytest.mark.parametrize(
    ("hours", "day", "time", "open_"),
    [
        ("24/7", 0, "03:00", True),
        ("06:00-22:00", 0, "06:00", True),
        ("06:00-22:00", 0, "22:00", False),
        ("06:00-22:00", 0, "05:59", False),
        ("Mo-Fr 06:00-22:00; Sa,Su 08:00-20:00", 4, "21:00", True),
        ("Mo-Fr 06:00-22:00; Sa,Su 08:00-20:00", 6, "21:00", False),
        ("06:00-09:00,17:00-19:00", 1, "12:00", False),
        ("06:00-09:00,17:00-19:00", 1, "18:00", True),
        ("22:00-06:00", 2, "23:30", True),
        ("22:00-06:00", 2, "05:30", True),
        ("22:00-06:00", 2, "12:00", False),
        ("Fr 22:00-02:00", 5, "01:00", True),
        ("Fr 22:00-02:00", 6, "01:00", False),
        ("Mo-Su 06:00-24:00", 3, "23:59", True),
        ("06:00-22:00; Su off", 6, "12:00", False),
        ("off", 0, "12:00", False),
        ("ring the bell", 0, "12:00", True),
        ("", 0, "12:00", True),
    ],
)
def test_opening_hours(hours: str, day: int, time: str, open_: bool) -> None:
    hour, minute = map(int, time.split(":"))
    assert is_open(hours, MONDAY + timedelta(days=day, hours=hour, minutes=minute)) is open_


def test_the_crow_allows_for_the_usual_detour() -> None:
    crow = CrowFlies()
    leg, far = crow.to(at(1), [at(2), at(4)], limit_m=150)
    assert leg is not None
    assert far is None
    assert leg.distance_m == pytest.approx(at(1).metres_to(at(2)))
    assert leg.eta_s == pytest.approx(leg.distance_m * DETOUR / 1.25)
    path = crow.path(at(1), at(2))
    assert path is not None
    assert path.path == (at(1), at(2))


def test_without_a_network_the_crow_flies_and_an_import_is_seen(tmp_path: Path) -> None:
    file, now = tmp_path / "roads.npz", [0.0]
    travel = CurrentTravel(file, clock=lambda: now[0])
    assert travel.name == "crow_flies"
    town().save(file)
    now[0] += 2
    assert travel.to(at(1), [at(4)])[0] is not None
    assert travel.name == "roads"
    file.unlink()
    now[0] += 2
    travel.warm()
    assert travel.name == "crow_flies"


def test_a_network_that_cannot_be_read_leaves_the_former_one(tmp_path: Path) -> None:
    file, now = tmp_path / "roads.npz", [0.0]
    town().save(file)
    travel = CurrentTravel(file, clock=lambda: now[0])
    travel.warm()
    assert travel.name == "roads"
    file.write_bytes(b"half a file")
    os.utime(file, ns=(1, 1))
    now[0] += 2
    travel.warm()
    assert travel.name == "roads"
    assert travel.path(at(1), at(4)) is not None

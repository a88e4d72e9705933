"""Hours, the crow, and the file that is followed."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dispatch.travel.crow_flies import DETOUR, CrowFlies
from dispatch.travel.current import CurrentTravel
from dispatch.travel.hours import is_open, is_readable, opens_at, spans_on
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
        ("Mo-Su 06:00-22:00; PH off", 0, "12:00", True),
        ("Mo-Su 06:00-22:00; PH off", 0, "23:00", False),
        ("Mo-Su 06:00-22:00; ph off; SH closed", 6, "12:00", True),
        ("24/7; PH off", 0, "03:00", True),
        ("PH off", 0, "12:00", True),
        ("PH,SH off", 0, "12:00", True),
        ("Mo-Su,PH 06:00-22:00", 5, "05:00", False),
        ("Mo-Fr 08:00-18:00; Sa,Su off", 4, "12:00", True),
        ("Mo-Fr 08:00-18:00; Sa,Su off", 5, "12:00", False),
        ("08:00-12:00,14:00-22:00", 2, "13:00", False),
        ("08:00-12:00,14:00-22:00", 2, "21:59", True),
        ("sunrise-sunset", 0, "12:00", True),
        ("sunrise-sunset", 0, "23:00", False),
        ('Mo-Fr 08:00-18:00 "ring 24/7; PH"', 0, "12:00", True),
        ('Mo-Fr 08:00-18:00 "ring the guard"', 0, "20:00", False),
        ("Apr-Sep 05:00-23:00; Oct-Mar 07:00-21:00", 0, "06:00", False),
        ("06：00—22：00", 0, "05:00", False),
        ("06:00 - 22:00", 0, "12:00", True),
        ("全天开放", 0, "03:00", True),
        ("周一至周日 06:00-22:00", 0, "03:00", True),
        ("ring the bell", 0, "12:00", True),
        ("", 0, "12:00", True),
    ],
)
def test_opening_hours(hours: str, day: int, time: str, open_: bool) -> None:
    hour, minute = map(int, time.split(":"))
    assert is_open(hours, MONDAY + timedelta(days=day, hours=hour, minutes=minute)) is open_


@pytest.mark.parametrize(
    ("hours", "day", "time", "opens"),
    [
        ("06:00-22:00; PH off", 0, "23:00", "06:00"),
        ("Mo-Fr 08:00-18:00; Sa,Su off", 4, "19:00", "08:00"),
        ("08:00-12:00,14:00-22:00", 0, "13:00", "14:00"),
        ("06:00-22:00", 0, "12:00", None),
        ("off", 0, "12:00", None),
        ("ring the bell", 0, "12:00", None),
    ],
)
def test_a_shut_gate_says_when_it_opens(hours: str, day: int, time: str, opens: str | None) -> None:
    hour, minute = map(int, time.split(":"))
    assert opens_at(hours, MONDAY + timedelta(days=day, hours=hour, minutes=minute)) == opens


@pytest.mark.parametrize(
    ("hours", "day", "spans"),
    [
        ("Mo 08:30-09:30; Tu 16:00-17:00", 0, ((510, 570),)),
        ("Mo 08:30-09:30; Tu 16:00-17:00", 2, ()),
        ("22:00-02:00", 1, ((0, 120), (1320, 1560))),
        ("08:00-12:00,14:00-22:00; PH off", 3, ((480, 720), (840, 1320))),
        ("24/7", 3, None),
        ("ring the bell", 3, None),
    ],
)
def test_the_spans_of_a_day(hours: str, day: int, spans: tuple[tuple[int, int], ...] | None) -> None:
    assert spans_on(hours, (MONDAY + timedelta(days=day)).date()) == spans


def test_what_cannot_be_read_is_told_from_what_says_nothing() -> None:
    assert is_readable("Mo-Su 06:00-22:00; PH off")
    assert is_readable("")
    assert is_readable("PH off")
    assert not is_readable("周一至周日 06:00-22:00")
    assert not is_readable("ring the bell")


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

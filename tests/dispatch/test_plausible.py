"""What a phone says of its place, and what cannot be true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from dispatch.adapters.positions import Fix, Positions
from dispatch.plausible import CLOCK_OFF, clock_off, taken_at
from dispatch.position import Position
from tests.support.real_data import real_data

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def fix(seconds: float, east_m: float = 0.0, accuracy_m: float | None = 8.0, *, late_s: float = 0.0) -> Fix:
    at = NOON + timedelta(seconds=seconds)
    return Fix("w1", Position(111.0 + east_m / 91_090, 35.0), at, accuracy_m, at + timedelta(seconds=late_s))


def codes(positions: Positions, *fixes: Fix) -> list[str]:
    return [doubt.code if doubt else "" for _, doubt in positions.offer(fixes)]


def test_ten_kilometres_in_ten_seconds_are_not_believed() -> None:
    positions = Positions()
    assert codes(positions, fix(0), fix(10, 10_000)) == ["", "impossible_jump"]
    assert positions.all()["w1"] == fix(0)
    assert positions.rejected == {"impossible_jump": 1}


def test_a_drive_is_believed_and_so_is_a_place_after_a_long_silence() -> None:
    assert codes(Positions(), fix(0), fix(60, 1_500), fix(660, 21_000)) == ["", "", ""]


def test_the_circles_of_two_vague_fixes_are_allowed_for() -> None:
    assert codes(Positions(), fix(0, accuracy_m=700), fix(5, 1_200, accuracy_m=500)) == ["", ""]


def test_when_the_first_fix_was_the_wrong_one_the_third_that_disagrees_is_believed() -> None:
    positions = Positions()
    told = codes(positions, fix(0, 10_000), fix(10), fix(20, 5), fix(30, 9))
    assert told == ["", "impossible_jump", "impossible_jump", ""]
    assert positions.all()["w1"] == fix(30, 9)


def test_jumps_to_and_fro_never_agree() -> None:
    wild = [fix(10 * n, 9_000 * n * (-1) ** n) for n in range(1, 8)]
    assert set(codes(Positions(), fix(0), *wild)) == {"", "impossible_jump"}
    assert codes(Positions(), fix(0), *wild).count("") == 1


def test_a_fix_that_may_be_kilometres_off_and_one_of_yesterday_are_no_news() -> None:
    assert codes(Positions(), fix(0, accuracy_m=5_000)) == ["inaccurate"]
    assert codes(Positions(), fix(0, late_s=25 * 3600)) == ["too_old"]


def test_an_older_fix_is_passed_over_without_a_complaint() -> None:
    positions = Positions()
    positions.offer([fix(100)])
    ((_, doubt),) = positions.offer([fix(40, 30, late_s=61)])
    assert doubt is not None
    assert (doubt.code, doubt.is_fault) == ("older_than_known", False)


def test_a_clock_that_runs_ahead_counts_as_of_its_arrival() -> None:
    positions = Positions()
    ahead = Fix("w1", Position(111.0, 35.0), NOON + timedelta(days=9), 8.0, NOON)
    assert codes(positions, ahead, fix(30, 20)) == ["", ""]
    assert positions.all()["w1"] == fix(30, 20)


def test_a_check_in_stands_against_what_cannot_tell_it_apart() -> None:
    positions = Positions()
    here = Fix("w1", Position(111.0, 35.0), NOON, None, NOON, "checkin", "b1")
    assert codes(positions, here, fix(20, 60, accuracy_m=90)) == ["", "checked_in"]
    assert codes(positions, fix(30, 60, accuracy_m=10)) == [""]


def test_a_check_in_ends_a_quarrel_about_places() -> None:
    positions = Positions()
    positions.offer([fix(0, 10_000)])
    here = Fix("w1", Position(111.0, 35.0), NOON + timedelta(seconds=5), None, NOON, "desk", "b1")
    assert codes(positions, here) == [""]
    assert positions.all()["w1"].source == "desk"


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def test_a_clock_within_a_minute_of_ours_is_right() -> None:
    assert CLOCK_OFF == MINUTE
    assert clock_off(NOON - timedelta(seconds=59), NOON) == timedelta(0)
    assert clock_off(NOON - HOUR, NOON) == HOUR
    assert clock_off(NOON + HOUR, NOON) == -HOUR


@pytest.mark.parametrize("behind", [HOUR, -HOUR, timedelta(days=400)])
@pytest.mark.parametrize("age", [timedelta(0), timedelta(seconds=40), 20 * MINUTE])
@pytest.mark.parametrize("clock", ["phone", "satellites"])
def test_a_wrong_clock_is_put_right_whichever_the_fix_was_stamped_with(
    behind: timedelta, age: timedelta, clock: str
) -> None:
    stamp = NOON - age - (behind if clock == "phone" else timedelta(0))
    assert taken_at(stamp, behind, NOON) == NOON - age


def test_a_stamp_that_no_clock_explains_counts_as_of_its_arrival() -> None:
    assert taken_at(NOON + 5 * HOUR, HOUR, NOON) == NOON
    assert taken_at(datetime.max.replace(tzinfo=UTC), HOUR, NOON) == NOON


@pytest.mark.real_data
def test_a_real_bus_ride_is_believed_from_end_to_end() -> None:
    text = real_data("gps_open_samples", "304_to_UL_2019-02-18_0745.gpx").read_text(encoding="utf-8")
    rows = re.findall(r'<trkpt lat="([-0-9.]+)" lon="([-0-9.]+)">.*?<time>([^<]+)</time>', text, re.S)
    fixes = [
        Fix("bus", Position(float(lon), float(lat)), at, 10.0, at)
        for lat, lon, stamp in rows
        for at in [datetime.fromisoformat(stamp.replace("Z", "+00:00"))]
    ]
    assert len(fixes) > 2_000
    positions = Positions()
    judged = positions.offer(fixes)
    assert sum(doubt is not None for _, doubt in judged) <= 2
    jumped = [
        fixes[n] if n % 100 else Fix("bus", Position(-8.0, 52.0), fixes[n].at, 10.0, fixes[n].at)
        for n in range(1, 2000)
    ]
    doubts = [doubt.code for _, doubt in Positions().offer(jumped) if doubt]
    assert doubts.count("impossible_jump") == 19

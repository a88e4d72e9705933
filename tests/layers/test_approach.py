"""What comes after the street: entrance, gate, stairs, lift."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dispatch.approach import NOTHING, Approach
from dispatch.events import Place
from dispatch.kind import Kind
from layers.approach import DOWN_S, GUARD_S, LIFT_FLOOR_S, LIFT_WAIT_S, UP_S, ApproachBook, stairs_s
from layers.feature import Feature
from layers.store import LayerStore

SMOKE = Kind("smoke", "烟感", "Smoke", "fire_safety", "extreme", fire=True)
LEAK = Kind("water_leak", "漏水", "Leak", "public_facility", "moderate")
TRAPPED = Kind("lift_trapped", "电梯困人", "Trapped", "lift", "extreme")
DAY = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def point(id: str, name: str, lon: float, **props: str) -> Feature:
    return Feature(id, name, shapely.Point(lon, 35.0), props)


class Town:
    """A block with a lift in its first unit, another without any, and what the lifts say of themselves."""

    def __init__(self, folder: Path) -> None:
        self.states: dict[str, str] = {}
        self.out: set[str] = set()
        self.now = DAY
        store = LayerStore(folder)
        homes = [
            Feature(id, f"{id}号楼", shapely.box(lon, 35.0, lon + 0.0005, 35.0002), {"compound": "滨湖一号"})
            for id, lon in (("b1", 111.0), ("b2", 111.001))
        ]
        doors = [
            point("e1", "1单元", 111.0001, building_id="b1", unit="1单元"),
            point("e2", "2单元", 111.0004, building_id="b1", unit="2单元"),
        ]
        gates = [
            point("g1", "南门", 111.0002, compound="滨湖一号", foot="yes", open_hours="06:00-22:30"),
            point("g2", "车行口", 111.0003, compound="滨湖一号", kind="gate", access="no"),
        ]
        lift = point("lift-1", "1号梯", 111.0001, building_id="b1", unit="1单元")
        store.replace_all(
            {"buildings": homes, "entrances": doors, "lifts": [lift], "gates": gates},
            datum="wgs84", source="test", attribution="",
        )  # fmt: skip
        self.book = ApproachBook(store, self.states.get, lambda: self.now, out=self.out.__contains__)

    def to(self, floor: int | None, unit: str = "1单元", building: str = "b1", kind: Kind | None = LEAK) -> Approach:
        return self.book(Place(building_id=building, unit=unit, floor=floor), kind)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_the_ninth_floor_is_ridden_to(town: Town) -> None:
    found = town.to(9)
    assert (found.floors, found.by, found.seconds) == (8, "lift", LIFT_WAIT_S + 8 * LIFT_FLOOR_S)
    assert found.reasons == ()


def test_the_second_floor_is_quicker_on_foot(town: Town) -> None:
    assert (town.to(2).by, town.to(2).seconds) == ("stairs", UP_S)


def test_nobody_rides_to_a_fire(town: Town) -> None:
    found = town.to(9, kind=SMOKE)
    assert (found.by, found.seconds, found.reasons) == ("stairs", 8 * UP_S, ("stairs_fire",))


@pytest.mark.parametrize(
    "state", ["fault", "offline", "FAULT", "broken", "故障", "out of service", "out_of_service", "停梯", "zzz"]
)
def test_a_lift_that_is_out_is_not_counted_on(town: Town, state: str) -> None:
    town.states["lift-1"] = state
    found = town.to(9)
    assert (found.by, found.reasons) == ("stairs", ("lift_out",))


@pytest.mark.parametrize(
    "state", ["online", "Running", "IN_SERVICE", "in service", "运行中", "正常", "空闲", " 上行 ", ""]
)
def test_a_lift_that_says_it_works_is_ridden(town: Town, state: str) -> None:
    town.states["lift-1"] = state
    assert (town.to(9).by, town.to(9).reasons) == ("lift", ())


def test_a_lift_that_an_alert_says_is_out_is_walked_past(town: Town) -> None:
    town.states["lift-1"] = "online"
    town.out.add("lift-1")
    assert (town.to(9).by, town.to(9).reasons) == ("stairs", ("lift_out",))


def test_a_ticket_about_the_only_lift_is_walked_to(town: Town) -> None:
    assert town.to(9, kind=TRAPPED).by == "stairs"


def test_a_unit_or_building_without_a_lift_is_climbed(town: Town) -> None:
    assert town.to(9, unit="2单元").by == "stairs"
    assert town.to(9, unit="", building="b2") == Approach(None, 8 * UP_S, 8, "stairs", ("no_lift",))


def test_the_door_is_that_of_the_unit(town: Town) -> None:
    for unit in ("2单元", "2", "二单元"):
        entrance = town.to(1, unit=unit).entrance
        assert entrance is not None
        assert entrance.lon == pytest.approx(111.0004)


def test_a_basement_is_below_and_the_ground_is_not_climbed(town: Town) -> None:
    assert (town.to(-1, unit="2单元").floors, town.to(-1, unit="2单元").seconds) == (-1, DOWN_S)
    assert (town.to(1).seconds, town.to(None).seconds, town.to(1).by) == (0.0, 0.0, "")


def test_when_every_gate_is_shut_the_guard_is_rung_for_and_it_says_until_when(town: Town) -> None:
    town.now = DAY.replace(hour=23)
    found = town.to(1)
    assert found.seconds == GUARD_S
    assert found.reasons == ("gate_closed_until",)
    assert dict(found.why) == {"gate": "南门", "until": "06:00"}


def test_a_place_without_a_building_has_nothing_after_the_street(town: Town) -> None:
    assert town.book(Place(lon=111.0, lat=35.0, floor=9), LEAK) == NOTHING
    assert town.to(9, building="nowhere") == NOTHING


@given(st.integers(-3, 60))
def test_more_floors_never_take_less(floors: int) -> None:
    further = floors + (1 if floors >= 0 else -1)
    assert stairs_s(further) > stairs_s(floors) >= 0

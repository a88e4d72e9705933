"""GET /travel: what it says besides the way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient

from dispatch.actor import Actor
from dispatch.commands import DefineKind, RaiseAlert
from dispatch.travel.roads import Roads
from layers.approach import GUARD_S, LIFT_FLOOR_S, LIFT_WAIT_S, UP_S
from layers.feature import Feature
from tests.dispatch.travel.cast import PLACES, at, gate, town
from tests.support.web import ADMIN, Console

SOURCE = Actor("source", "demo-source")
NIGHT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # 23:00 on the clocks there
LIFT = {"id": "lift_fault", "zh": "电梯故障", "en": "Lift fault", "category": "lift", "severity": "moderate"}


@pytest.fixture
def block(console: Console) -> Console:
    """The small town with stairs instead of its path, and at its end a block with a lift and a gate, shut at night."""
    lon, lat = PLACES[4]
    yard = {"compound": "滨湖一号"}
    home = Feature("b1", "1号楼", shapely.box(lon, lat, lon + 0.0002, lat + 0.0002), yard)
    lift = Feature("lift-1", "1号梯", shapely.Point(lon, lat), {"building_id": "b1", "unit": "1单元"})
    door = Feature("e1", "1单元", shapely.Point(lon, lat), {"building_id": "b1", "unit": "1单元"})
    shut = Feature("g1", "南门", shapely.Point(lon, lat), {**yard, "foot": "yes", "open_hours": "off"})
    console.services.layers.replace_all({"buildings": [home], "lifts": [lift], "entrances": [door], "gates": [shut]})
    console.services.gazetteer.refresh()
    graph = town(gate(open_hours="06:00-22:00"), path={"highway": "steps", "class": "steps"})
    console.services.travel = Roads(graph, clock=lambda: NIGHT)
    return console


def asked(desk: FlaskClient, start: int, **query: Any) -> dict[str, Any]:
    lon, lat = PLACES[start]
    body: dict[str, Any] = desk.get("/api/v1/travel", query_string={"from": f"{lon},{lat}", **query}).get_json()
    return body


def place(n: int, north_m: float = 0.0) -> str:
    there = at(n, north_m=north_m)
    return f"{there.lon},{there.lat}"


def test_the_reference_knows_no_gate_hours_at_the_house_either(block: Console, desk: FlaskClient) -> None:
    walk, reference = (asked(desk, 1, to_building="b1", profile=one)["approach"] for one in ("walk", "reference"))
    assert (walk["seconds"], walk["reasons"]) == (GUARD_S, ["gate_closed_until"])
    assert (reference["seconds"], reference["reasons"], reference["why"]) == (0.0, [], {})


@pytest.mark.parametrize(
    ("to", "profile", "reasons"),
    [
        (place(4), "walk", []),
        (place(4), "ebike", ["on_foot_only"]),
        (place(4), "reference", []),
        (place(9), "walk", ["roads_apart"]),
        (place(1, north_m=1500), "walk", ["to_off_roads"]),
        ("116.4,39.9", "walk", ["to_outside_district", "to_off_roads"]),
    ],
)
def test_no_way_has_a_reason(block: Console, desk: FlaskClient, to: str, profile: str, reasons: list[str]) -> None:
    body = asked(desk, 1, to=to, profile=profile)
    assert body["reasons"] == reasons
    assert (body["eta_s"] is None) == bool(reasons)


def test_a_way_that_is_shut_now_says_so(block: Console, desk: FlaskClient) -> None:
    block.services.travel = Roads(town(gate(open_hours="06:00-22:00"), path={"access": "no"}), clock=lambda: NIGHT)
    assert asked(desk, 1, to=place(4))["reasons"] == ["way_closed"]


def test_a_lift_is_not_ridden_while_an_alert_says_it_is_out(block: Console, desk: FlaskClient) -> None:
    query = {"to_building": "b1", "unit": "1单元", "floor": 9, "profile": "reference"}
    ridden = asked(desk, 1, **query)["approach"]
    assert (ridden["by"], ridden["seconds"]) == ("lift", LIFT_WAIT_S + 8 * LIFT_FLOOR_S)
    block.run(DefineKind(kind=LIFT), ADMIN)
    block.run(RaiseAlert(report_id="1", kind="lift_fault", device_id="lift-1"), SOURCE)
    climbed = asked(desk, 1, **query)["approach"]
    assert (climbed["by"], climbed["seconds"], climbed["reasons"]) == ("stairs", 8 * UP_S, ["lift_out"])
    block.run(RaiseAlert(report_id="2", kind="lift_fault", device_id="lift-1", state="resolved"), SOURCE)
    assert asked(desk, 1, **query)["approach"]["by"] == "lift"

"""How far one walks from a point."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shapely
from flask.testing import FlaskClient
from shapely.geometry import LineString, Point, box, shape

from dispatch.travel.current import CurrentTravel
from layers import network
from layers.feature import Feature
from tests.support.web import Console


@pytest.fixture
def streets(console: Console) -> Console:
    """A street of 2 km with a house every 91 m, and a lake south of it."""
    store = console.services.layers
    west, road = 111.0, [(111.0 + n * 0.001, 35.0) for n in range(21)]
    houses = [
        Feature(
            f"b{n}", f"{n}号楼", box(west + n * 0.001, 35.0001, west + n * 0.001 + 0.0004, 35.0002), {"households": 10}
        )
        for n in range(20)
    ]
    store.replace_all(
        {
            "roads": [Feature("r", "盐湖路", LineString(road), {"class": "street"})],
            "buildings": houses,
            "entrances": [Feature("e", "", Point(111.0001, 35.00009), {"building_id": "b0"})],
            "shops": [Feature("s", "超市", Point(111.0012, 35.0), {})],
            "water": [Feature("w", "湖", box(110.99, 34.99, 111.03, 34.9999), {})],
        }
    )
    network.build(store)
    console.services.travel = CurrentTravel(store.home / network.FILE)
    return console


def test_bands_and_what_is_in_them(streets: Console, desk: FlaskClient):
    answer = desk.get("/api/v1/reach?lon=111.0&lat=35.0")
    circle = answer.get_json()
    assert answer.mimetype == "application/geo+json"
    assert [one["properties"]["minutes"] for one in circle["features"]] == [15, 10, 5]
    # 15 minutes are 1125 m: 91 m between houses, each 15 m beside the road.
    assert circle["buildings"] == 12
    assert (circle["households"], circle["places"]) == (120, 1)
    five = circle["features"][2]["properties"]
    assert five["buildings"] == 4
    polygons = [shape(one["geometry"]) for one in circle["features"]]
    assert polygons[0].buffer(2e-6).contains(polygons[1])
    assert polygons[1].buffer(2e-6).contains(polygons[2])
    assert shapely.intersection(polygons[0], box(110.99, 34.99, 111.03, 34.9999)).area < 1e-12
    assert polygons[0].bounds[2] == pytest.approx(111.0 + 1125 / 91_090, abs=1e-4)


@pytest.mark.parametrize(("minutes", "bands"), [(1, [1]), (7, [7, 5]), (60, [60, 40, 20])])
def test_other_bands(streets: Console, desk: FlaskClient, minutes: int, bands: list[int]):
    circle = desk.get(f"/api/v1/reach?lon=111.0&lat=35.0&minutes={minutes}").get_json()
    assert [one["properties"]["minutes"] for one in circle["features"]] == bands


def test_wheels_get_farther(streets: Console, desk: FlaskClient):
    walk, ride = (
        desk.get(f"/api/v1/reach?lon=111.0&lat=35.0&minutes=5&profile={profile}").get_json()["buildings"]
        for profile in ("walk", "ebike")
    )
    assert walk < ride


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("lat=35", "lon"),
        ("lon=111&lat=x", "lat"),
        ("lon=111&lat=nan", "lat"),
        ("lon=200&lat=35", "lon"),
        ("lon=111&lat=35&minutes=0", "minutes"),
        ("lon=111&lat=35&minutes=61", "minutes"),
        ("lon=111&lat=35&minutes=5.5", "minutes"),
        ("lon=111&lat=35&minutes=" + "9" * 5000, "minutes"),
        ("lon=111&lat=35&profile=reference", "profile"),
    ],
)
def test_what_is_asked_wrongly_is_named(streets: Console, desk: FlaskClient, query: str, field: str):
    answer = desk.get(f"/api/v1/reach?{query}")
    assert (answer.status_code, answer.get_json()["error"]["detail"]["field"]) == (422, field)


def test_a_point_far_from_any_road_is_refused(streets: Console, desk: FlaskClient):
    error = desk.get("/api/v1/reach?lon=111.01&lat=35.01").get_json()["error"]
    assert (error["code"], error["detail"]["field"]) == ("off_network", "lon")


def test_without_roads_there_is_nothing_to_walk_on(desk: FlaskClient):
    answer = desk.get("/api/v1/reach?lon=111&lat=35")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "no_roads")


def test_layers_that_change_are_followed(streets: Console, desk: FlaskClient):
    address = "/api/v1/reach?lon=111.0&lat=35.0&minutes=5"
    assert desk.get(address).get_json()["buildings"] == 4
    streets.services.layers.replace("buildings", [])
    assert desk.get(address).get_json()["buildings"] == 0


def test_it_is_for_desks(streets: Console, sign_in: Callable[[str], FlaskClient]):
    assert sign_in("auditor").get("/api/v1/reach?lon=111&lat=35").status_code == 200
    assert sign_in("wall").get("/api/v1/reach?lon=111&lat=35").status_code == 403

"""What cameras see: for desks, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from shapely.geometry import Point, box

from layers.feature import Feature
from layers.gazetteer import Gazetteer
from layers.store import LayerStore
from tests.support.web import Console

ADDRESSES = ("/api/v1/cameras/views", "/api/v1/cameras/privacy", "/api/v1/cameras/cam-1/view")


@pytest.fixture
def street(console: Console) -> LayerStore:
    """One camera looking north at a house 11 m away, and a gate behind it."""
    store = console.services.layers
    store.replace_all(
        {
            "buildings": [Feature("b1", "1号楼", box(110.9999, 35.0001, 111.0001, 35.0003), {"use": "residential"})],
            "cameras": [Feature("cam-1", "南门", Point(111, 35), {"heading": 0, "angle": 90, "range_m": 30})],
            "gates": [Feature("g1", "北门", Point(111, 34.999), {})],
        }
    )
    return store


def test_the_view_of_a_camera(street: LayerStore, desk: FlaskClient):
    answer = desk.get(ADDRESSES[2])
    view, facade = answer.get_json()["features"]
    assert answer.mimetype == "application/geo+json"
    assert view["properties"]["range_m"] == 30
    assert view["geometry"]["type"] == "Polygon"
    assert facade["properties"]["building_id"] == "b1"
    assert 15 < facade["properties"]["length_m"] < 19
    assert desk.get("/api/v1/cameras/nix/view").status_code == 404


def test_views_of_all_follow_the_layers(street: LayerStore, desk: FlaskClient):
    first = desk.get(ADDRESSES[0])
    assert [one["properties"]["camera_id"] for one in first.get_json()["features"]] == ["cam-1"]
    assert desk.get(ADDRESSES[0], headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    street.replace("cameras", [])
    assert desk.get(ADDRESSES[0]).get_json()["features"] == []


def test_the_privacy_report(street: LayerStore, desk: FlaskClient):
    report = desk.get(ADDRESSES[1]).get_json()
    assert [(one["building_id"], one["name"]) for one in report["cameras"][0]["facades"]] == [("b1", "1号楼")]
    assert report["cameras"][0]["windows_m"] == report["windows_m"]
    assert report["unseen"] == [{"id": "g1", "kind": "gate", "name": "北门"}]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_desks_know(street: LayerStore, console: Console, sign_in: Callable[[str], FlaskClient], address: str):
    console.worker("w1", 10)
    for role in ("admin", "supervisor", "dispatcher"):
        assert sign_in(role).get(address).status_code == 200
    others = [sign_in("auditor"), sign_in("wall"), console.client("token-w1"), console.client("demo-display")]
    assert {one.get(address).status_code for one in others} == {403}


def test_a_home_without_layers_has_an_empty_report(desk: FlaskClient):
    assert desk.get(ADDRESSES[1]).get_json() == {"cameras": [], "windows_m": 0, "unseen": [], "doors": 0}
    assert desk.get(ADDRESSES[0]).get_json()["features"] == []


def test_the_wall_has_the_icon_and_others_do_not_know_where_cameras_are(
    street: LayerStore, console: Console, sign_in: Callable[[str], FlaskClient]
):
    console.worker("w1", 10)
    console.services.gazetteer = Gazetteer(street)
    place = "/api/v1/layers/cameras"
    for role in ("wall", "dispatcher"):
        props = sign_in(role).get(place).get_json()["features"][0]["properties"]
        assert ("heading" in props, "range_m" in props) == ((True, True) if role == "dispatcher" else (False, False))
    for client in (sign_in("auditor"), console.client("token-w1")):
        assert client.get(place).status_code == 404
        assert client.get("/api/v1/search?q=南门").get_json() == []
    assert [one["id"] for one in sign_in("dispatcher").get("/api/v1/search?q=南门").get_json()] == ["cam-1"]

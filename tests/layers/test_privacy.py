"""Whose windows a camera sees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, box

from layers.camera_views import CameraViews
from layers.feature import Feature
from layers.store import LayerStore
from layers.walls import scale_at

HERE = np.array([111.0, 35.03])
SCALE = scale_at(35.03)


def placed(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda xy: xy / SCALE + HERE)


def house(id: str, *bounds: float, use: str = "residential") -> Feature:
    return Feature(id, f"{id}号楼", placed(box(*bounds)), {"use": use, "compound": "四季绿城"})


def camera(id: str, x: float, y: float, **props: object) -> Feature:
    return Feature(id, id, placed(Point(x, y)), props)


def point(id: str, x: float, y: float, **props: object) -> Feature:
    return Feature(id, id, placed(Point(x, y)), props)


@pytest.fixture
def store(tmp_path: Path) -> LayerStore:
    return LayerStore(tmp_path)


def test_the_length_of_a_facade_in_view(store: LayerStore) -> None:
    """A wall 20 m long stands 10 m ahead; half of it is behind a shop."""
    store.replace_all(
        {
            "buildings": [house("5", -10, 10, 10, 20), house("shop", -6, 5, 0, 7, use="shop")],
            "cameras": [camera("north", 0, 0, heading=0, angle=120, range_m=30)],
        }
    )
    row = CameraViews(store).current().privacy.cameras[0]
    # The shop's near corners are at 50° and its far right corner at 0: from x = 0 to 10 the wall is free.
    assert [(one["building_id"], one["name"]) for one in row["facades"]] == [("5", "四季绿城 5号楼")]
    assert row["windows_m"] == pytest.approx(10.0, abs=0.2)


@pytest.mark.parametrize(("use", "metres"), [("residential", 20), ("", 20), ("yes", 20), ("office", 0), ("school", 0)])
def test_homes_have_windows_and_so_may_what_nobody_described(store: LayerStore, use: str, metres: float) -> None:
    store.replace_all({"buildings": [house("5", -10, 10, 10, 20, use=use)], "cameras": [camera("c", 0, 0)]})
    assert CameraViews(store).current().privacy.cameras[0]["windows_m"] == pytest.approx(metres, abs=0.1)


def test_the_wall_it_hangs_on_is_not_looked_into(store: LayerStore) -> None:
    long_wall = placed(shapely.Polygon([(-20, -10), (20, -10), (20, 0), (5, 0), (-20, 0)]))
    store.replace_all(
        {
            "buildings": [Feature("own", "", long_wall, {"use": "residential"}), house("over", -5, 12, 5, 20)],
            "cameras": [camera("c", 0, -0.5, heading=0, angle=180)],
        }
    )
    assert [one["building_id"] for one in CameraViews(store).current().privacy.cameras[0]["facades"]] == ["over"]


def test_wall_that_two_cameras_see_counts_once(store: LayerStore) -> None:
    cameras = [camera("a", -1, 0), camera("b", 1, 0)]
    store.replace_all({"buildings": [house("5", -10, 10, 10, 20)], "cameras": cameras})
    privacy = CameraViews(store).current().privacy
    assert sum(row["windows_m"] for row in privacy.cameras) == pytest.approx(40, abs=0.2)
    assert privacy.windows_m == pytest.approx(20, abs=0.1)


def test_gates_and_doors_seen_by_none(store: LayerStore) -> None:
    store.replace_all(
        {
            "buildings": [house("5", -10, 10, 10, 20)],
            "cameras": [camera("c", 0, 0, heading=0, angle=90)],
            "gates": [point("south", 0, -5), point("under", 0, 0)],
            "entrances": [
                point("front", 3, 10.3, building_id="5"),
                point("back", 3, 20, building_id="5"),
                point("fire", -3, 20, building_id="5", kind="emergency_exit"),
            ],
        }
    )
    privacy = CameraViews(store).current().privacy
    found = {(one.kind, one.id) for one in privacy.unseen}
    assert found == {("gate", "south"), ("entrance", "back"), ("exit", "fire")}
    assert privacy.doors == 5
    assert [one.name for one in privacy.unseen if one.id == "back"] == ["四季绿城 5号楼 back"]


def test_without_cameras_nothing_is_seen(store: LayerStore) -> None:
    assert CameraViews(store).current().privacy.as_dict() == {
        "cameras": [],
        "windows_m": 0,
        "unseen": [],
        "doors": 0,
    }
    store.replace("gates", [point("south", 0, -5)])
    assert len(CameraViews(store).current().privacy.unseen) == 1


def test_only_what_changed_is_looked_at_anew(store: LayerStore) -> None:
    views = CameraViews(store)
    store.replace("buildings", [house("5", -10, 10, 10, 20)])
    assert not views.current().cameras
    store.replace("cameras", [camera("a", 0, 0), camera("b", 5, 0)])
    first = views.current()
    assert first.cameras["a"].windows_m == pytest.approx(20, abs=0.1)
    assert views.current() is first
    store.replace("cameras", [camera("a", 0, 0), camera("b", 5, 0, heading=180)])
    second = views.current()
    assert second.cameras["a"] is first.cameras["a"]
    assert second.cameras["b"].windows_m == 0
    assert second.version != first.version
    store.replace("buildings", [house("5", -10, 12, 0, 20)])
    assert views.current().cameras["a"].windows_m == pytest.approx(10, abs=0.1)


def test_views_as_geojson(store: LayerStore) -> None:
    store.replace_all({"buildings": [house("5", -10, 10, 10, 20)], "cameras": [camera("a", 0, 0), camera("in", 0, 15)]})
    book = CameraViews(store).current()
    by_id = {one["id"]: one for one in book.geojson()["features"]}
    assert by_id["a"]["properties"]["windows_m"] == pytest.approx(20, abs=0.1)
    assert by_id["in"]["geometry"] is None
    assert by_id["in"]["properties"]["indoor"]
    view, line = book.cameras["a"].with_facades()["features"]
    assert (view["geometry"]["type"], line["geometry"]["type"]) == ("Polygon", "LineString")

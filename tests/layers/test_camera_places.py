"""Cameras in walls, corners, yards and registers that say anything."""

from __future__ import annotations

import math

import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon, box

from layers.feature import Feature
from layers.lens import ANGLE_DEG, RANGE_M, Lens
from layers.walls import Walls
from tests.layers.camera_town import HERE, SCALE, eye, metres, seen, town


def test_open_ground_is_the_whole_sector() -> None:
    assert metres(seen(town(), Lens(None, 360, 30))).area == pytest.approx(math.pi * 900, rel=0.001)
    assert metres(seen(town(), Lens(90, 60, 30))).area == pytest.approx(math.pi * 150, rel=0.001)
    assert metres(seen(town(), Lens(90, 60, 30))).centroid.x > 15


def test_a_courtyard_is_seen_from_within() -> None:
    ring = Polygon(box(-20, -20, 20, 20).exterior.coords, [box(-10, -10, 10, 10).exterior.coords])
    view = seen(town(ring), Lens(None, 360, 50))
    assert not view.indoor
    assert metres(view).area == pytest.approx(400, rel=0.001)


def test_a_camera_drawn_in_its_wall_looks_out_of_it() -> None:
    wall = box(-20, -10, 20, 0)
    for y in (-2.0, -0.2, 0.0):
        view = seen(town(wall), Lens(None, 360, 30), 0.0, y)
        assert eye(view).y == pytest.approx(0.15, abs=0.01)
        assert metres(view).area == pytest.approx(math.pi * 450, rel=0.03)
        assert metres(view).intersection(wall).area < 0.1


def test_a_camera_in_a_corner_goes_out_where_it_looks() -> None:
    view = seen(town(box(-20, -20, 0.5, 1.5)), Lens(0, 90, 30))  # east is nearer, but it looks north
    assert eye(view).y == pytest.approx(1.65, abs=0.01)


def test_a_camera_on_the_joint_of_two_houses_is_not_pushed_into_one() -> None:
    view = seen(town(box(-20, -10, 0, 0), box(0, -10, 20, 0)), Lens(0, 90, 30))
    assert not view.indoor
    assert metres(view).area == pytest.approx(math.pi * 225, rel=0.02)


def test_a_camera_deep_in_a_building_sees_nothing_outside() -> None:
    view = seen(town(box(-20, -20, 20, 20)), Lens(0, 90, 30))
    assert view.indoor
    assert view.polygon.is_empty


def test_houses_drawn_over_each_other_hide_as_one() -> None:
    cross = [box(-10, 10, 10, 12), box(-2, 6, 2, 20)]
    view = metres(seen(town(*cross), Lens(None, 360, 30)))
    assert view.intersection(shapely.union_all(cross)).area < 0.1
    assert view.covers(Point(0, 5.9))
    assert not view.intersects(Point(0, 15))


@pytest.mark.parametrize(
    ("props", "lens"),
    [
        ({}, Lens(None, 360, RANGE_M)),
        ({"heading": 400, "angle": 60, "range_m": 20}, Lens(40, 60, 20)),
        ({"heading": "90", "angle": "45.5"}, Lens(90, 45.5, RANGE_M)),
        ({"heading": 90}, Lens(90, ANGLE_DEG, RANGE_M)),
        ({"heading": 90, "angle": 360}, Lens(None, 360, RANGE_M)),
        ({"angle": 60}, Lens(None, 360, RANGE_M)),
        ({"heading": "south", "angle": -3, "range_m": 0}, Lens(None, 360, RANGE_M)),
        ({"heading": float("nan"), "range_m": float("inf")}, Lens(None, 360, RANGE_M)),
        ({"heading": 10, "angle": 0, "range_m": 99999}, Lens(10, ANGLE_DEG, 500)),
    ],
)
def test_a_register_may_say_anything(props: dict[str, object], lens: Lens) -> None:
    assert Lens.of(props) == lens


def test_outlines_that_are_no_areas_hide_nothing() -> None:
    bow = Polygon([(5, 5), (15, 15), (15, 5), (5, 15)])
    walls = Walls(
        [
            Feature("line", "", LineString([(111, 35), (111.1, 35)])),
            Feature("empty", "", Polygon()),
            Feature("bow", "", shapely.transform(bow, lambda xy: xy / SCALE + HERE)),
        ]
    )
    view = seen(walls, Lens(None, 360, 30))
    assert metres(view).is_valid
    assert metres(view).intersection(shapely.make_valid(bow)).area < 0.1

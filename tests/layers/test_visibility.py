"""Views of cameras against rays drawn one by one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box

from layers.feature import Feature
from layers.lens import ANGLE_DEG, RANGE_M, Lens
from layers.visibility import View, look
from layers.walls import Walls, scale_at

LON, LAT = 111.0, 35.03
HERE = np.array([LON, LAT])
SCALE = scale_at(LAT)
#: 1 cm: the arc is drawn 5 mm inside the circle
NEAR_M = 0.02


def town(*outlines: shapely.Geometry) -> Walls:
    """Buildings given in metres around the camera."""
    return Walls(
        [
            Feature(f"b{i}", "", shapely.transform(outline, lambda xy: xy / SCALE + HERE), {"use": "residential"})
            for i, outline in enumerate(outlines)
        ]
    )


def seen(walls: Walls, lens: Lens, x: float = 0.0, y: float = 0.0) -> View:
    return look(walls, *(np.array([x, y]) / SCALE + HERE), lens)


def metres(view: View) -> shapely.Geometry:
    """The polygon in metres around (0, 0)."""
    return shapely.transform(view.polygon, lambda xy: (xy - HERE) * SCALE)


def eye(view: View) -> Point:
    return Point((np.array([view.lon, view.lat]) - HERE) * SCALE)


@dataclass(frozen=True)
class Scene:
    outlines: tuple[Polygon, ...]
    lens: Lens


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Up to eight turned boxes and an L, some on top of each other, around a camera that is outside all."""
    boxes = []
    for _ in range(draw(st.integers(0, 8))):
        x, y = draw(st.floats(-40, 40)), draw(st.floats(-40, 40))
        w, h = draw(st.floats(0.5, 20)), draw(st.floats(0.5, 20))
        one = affinity.rotate(box(x, y, x + w, y + h), draw(st.integers(0, 89)))
        if draw(st.booleans()):
            one = one.difference(affinity.translate(one, w / 2, h / 2))
        boxes += [p for p in getattr(one, "geoms", [one]) if p.area > 0.1 and p.distance(Point(0, 0)) > 0.5]
    heading = draw(st.none() | st.integers(0, 359))
    angle = 360.0 if heading is None else float(draw(st.integers(5, 350)))
    return Scene(tuple(boxes), Lens(heading, angle, float(draw(st.integers(5, 60)))))


def free_way(blocked: shapely.Geometry, bearing: float, reach: float) -> float:
    """Metres until a ray meets a building; the independent answer."""
    end = (reach * math.sin(math.radians(bearing)), reach * math.cos(math.radians(bearing)))
    hit = shapely.intersection(LineString([(0, 0), end]), blocked)
    return reach if hit.is_empty else min(reach, Point(0, 0).distance(hit))


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_the_view_is_what_rays_find(scene: Scene) -> None:
    lens, view = scene.lens, seen(town(*scene.outlines), scene.lens)
    polygon, blocked = metres(view), shapely.union_all(scene.outlines)
    assert polygon.is_valid
    assert not view.indoor
    begin = 0.0 if lens.heading is None else lens.heading - lens.angle / 2
    for share in np.linspace(0.003, 0.997, 41):
        bearing = begin + share * lens.angle
        ways = [free_way(blocked, bearing + turn, lens.range_m) for turn in (-0.01, 0.0, 0.01)]
        ray = LineString([(0, 0), (999 * math.sin(math.radians(bearing)), 999 * math.cos(math.radians(bearing)))])
        ours = shapely.length(shapely.intersection(ray, polygon))
        # Beside a corner the way jumps within a hundredth of a degree: either length is right there.
        assert min(ways) - 0.05 <= ours <= max(ways) + NEAR_M, bearing


@settings(max_examples=40, deadline=None)
@given(scenes())
def test_the_view_keeps_to_the_sector_and_stays_out_of_buildings(scene: Scene) -> None:
    lens, polygon = scene.lens, metres(seen(town(*scene.outlines), scene.lens))
    assert polygon.within(Point(0, 0).buffer(lens.range_m + NEAR_M, 90))
    if lens.heading is not None:
        corners = shapely.get_coordinates(polygon)
        far = corners[np.hypot(*corners.T) > 0.1]
        turn = (np.degrees(np.arctan2(far[:, 0], far[:, 1])) - lens.heading + 180) % 360 - 180
        assert (np.abs(turn) <= lens.angle / 2 + 0.05).all()
    assert polygon.intersection(shapely.union_all(scene.outlines)).area <= 0.02 * (1 + polygon.length)


@settings(max_examples=40, deadline=None)
@given(scenes())
def test_more_range_never_shows_less(scene: Scene) -> None:
    walls, lens = town(*scene.outlines), scene.lens
    farther = Lens(lens.heading, lens.angle, lens.range_m * 1.5)
    short, long = metres(seen(walls, lens)), metres(seen(walls, farther))
    assert short.difference(long.buffer(NEAR_M)).area <= 0.02


@settings(max_examples=40, deadline=None)
@given(scenes())
def test_walls_in_view_are_on_the_outlines_and_on_the_edge_of_the_view(scene: Scene) -> None:
    view = seen(town(*scene.outlines), scene.lens)
    rim, outlines = metres(view).boundary, shapely.union_all([one.boundary for one in scene.outlines])
    for start, end, length in zip(view.start, view.end, view.metres, strict=True):
        line = LineString(np.array([(start - HERE) * SCALE, (end - HERE) * SCALE]))
        assert line.length == pytest.approx(length, abs=0.01)
        for share in (0.0, 0.3, 0.5, 1.0):
            place = line.interpolate(share, normalized=True)
            assert place.distance(outlines) < 0.01
            assert place.distance(rim) < NEAR_M


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

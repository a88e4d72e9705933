"""Views of cameras against rays drawn one by one, and what holds for every one of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from shapely.geometry import LineString, Point, box

from layers.lens import Lens
from tests.layers.camera_town import HERE, SCALE, Scene, metres, scenes, seen, town

#: 1 cm: the arc is drawn 5 mm inside the circle
NEAR_M = 0.02


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
def test_every_corner_is_in_sight_of_the_eye(scene: Scene) -> None:
    """The view is a star around its eye: nothing in it is reached only around a corner."""
    polygon = metres(seen(town(*scene.outlines), scene.lens))
    rays = shapely.linestrings([[(0, 0), corner] for corner in shapely.get_coordinates(polygon).tolist()])
    hidden = shapely.length(shapely.difference(rays, polygon.buffer(NEAR_M)))
    assert hidden.max(initial=0.0) == 0.0
    crossed = shapely.difference(rays, polygon.boundary.buffer(NEAR_M))
    assert shapely.length(shapely.intersection(crossed, shapely.union_all(scene.outlines))).max(initial=0.0) <= 0.02


@pytest.mark.parametrize(("x", "y"), [(-10.0, 5.0), (34.0, 91.0), (74.5, -3.0), (114.0, 250.0)])
def test_a_whole_circle_among_many_houses_needs_no_repair(monkeypatch: pytest.MonkeyPatch, x: float, y: float) -> None:
    """Its last ray is its first one. Where it was 15 prad beyond, the ring crossed itself, and to mend it took 4 ms."""
    walls = town(*(box(40 * n, 40 * m, 40 * n + 11 + n, 40 * m + 8 + m) for n in range(12) for m in range(12)))
    views = [seen(walls, Lens(None, 360, reach), x, y) for reach in (30, 500)]
    monkeypatch.setattr(shapely.Polygon, "buffer", lambda *_: pytest.fail("repaired"))
    again = [seen(walls, Lens(None, 360, reach), x, y) for reach in (30, 500)]
    assert [one.polygon.area for one in again] == pytest.approx([one.polygon.area for one in views])
    assert all(one.polygon.is_valid for one in again)


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

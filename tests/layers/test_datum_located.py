"""What was converted cannot be converted again."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, Polygon

from layers.datum import AlreadyWgs84, Located, from_wgs84


def shifted() -> Point:
    return Point(*map(float, from_wgs84(111.0, 35.02, "gcj02")))


def test_a_file_s_geometry_becomes_the_map_s_once() -> None:
    there = Located(shifted(), "GCJ-02").wgs84()
    assert (there.x, there.y) == pytest.approx((111.0, 35.02), abs=1e-9)
    for again in ("gcj02", "bd09", "EPSG:4546"):
        with pytest.raises(AlreadyWgs84, match=again):
            Located(there, again)


def test_the_mark_outlives_what_an_importer_does_with_geometry() -> None:
    box = Located(Polygon([(111, 35), (111.1, 35), (111.1, 35.1), (111, 35.1)]), "gcj02").wgs84()
    for kept in (shapely.make_valid(box), pickle.loads(pickle.dumps(box)), box.simplify(0.001), box.normalize()):
        with pytest.raises(AlreadyWgs84):
            Located(kept, "bd09")


def test_wgs84_said_of_wgs84_changes_nothing() -> None:
    there = Located(Located(Point(111, 35), "cgcs2000").wgs84(), "wgs84").wgs84()
    assert (there.x, there.y) == (111, 35)


def test_arrays_are_converted_together_and_empty_geometry_stays_empty() -> None:
    many = np.array([shifted(), Point(), shifted()], dtype=object)
    there = Located(many, "gcj02").wgs84()
    assert there[1].is_empty
    assert there[2].x == pytest.approx(111.0, abs=1e-9)
    with pytest.raises(AlreadyWgs84):
        Located(there, "gcj02")


def test_a_located_is_no_geometry() -> None:
    with pytest.raises(TypeError):
        shapely.to_wkb(Located(Point(111, 35), "gcj02"))


def test_a_datum_that_is_unknown_is_refused_before_anything_is_done() -> None:
    with pytest.raises(ValueError, match="pulkovo"):
        Located(Point(111, 35), "pulkovo")

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.datum import DATUMS, from_wgs84, parse, to_wgs84
from tests.support.real_data import real_data

#: Taiyuan, as prcoords, eviltransform, geocoordinates-rs and npm gcoord agree (standards.md §10).
TAIYUAN = {"wgs84": (112.5489, 37.8706), "gcj02": (112.555199, 37.871125), "bd09": (112.561579, 37.877449)}
TOLERANCE = 2e-7  # published libraries differ by 1.3e-7


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_known_place_agrees_with_four_libraries(datum: str) -> None:
    lon, lat = to_wgs84(*TAIYUAN[datum], datum)
    assert (float(lon), float(lat)) == pytest.approx(TAIYUAN["wgs84"], abs=1e-6)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_there_and_back_is_exact_over_shanxi(datum: str) -> None:
    random = np.random.default_rng(7)
    lon, lat = random.uniform(110.2, 114.6, 5_000), random.uniform(34.5, 40.8, 5_000)
    back_lon, back_lat = to_wgs84(*from_wgs84(lon, lat, datum), datum)
    metres = 111_195 * np.hypot(back_lon - lon, back_lat - lat)
    assert metres.max() < 0.001


@settings(max_examples=300, deadline=None)
@given(st.floats(110.2, 114.6), st.floats(34.5, 40.8), st.sampled_from(["gcj02", "bd09"]))
def test_there_and_back_is_a_millimetre_anywhere_in_shanxi(lon: float, lat: float, datum: str) -> None:
    back_lon, back_lat = to_wgs84(*from_wgs84(lon, lat, datum), datum)
    assert 111_195 * np.hypot(back_lon - lon, back_lat - lat) < 0.001
    there_lon, there_lat = from_wgs84(*to_wgs84(lon, lat, datum), datum)
    assert 111_195 * np.hypot(there_lon - lon, there_lat - lat) < 0.001


def test_many_points_are_converted_as_each_alone() -> None:
    random = np.random.default_rng(3)
    lon, lat = random.uniform(110.2, 114.6, (2, 70_000)), random.uniform(34.5, 40.8, (2, 70_000))  # over two chunks
    x, y = to_wgs84(lon, lat, "bd09")
    assert x.shape == lon.shape
    for at in ((0, 0), (0, 65_536), (1, 69_999)):
        alone = to_wgs84(float(lon[at]), float(lat[at]), "bd09")
        assert np.ravel(alone) == pytest.approx((x[at], y[at]), abs=1e-12)


@pytest.mark.parametrize(
    ("text", "datum"),
    [("WGS-84", "wgs84"), ("EPSG:4326", "wgs84"), ("urn:ogc:def:crs:OGC:1.3:CRS84", "wgs84"), ("GCJ-02", "gcj02"),
     ("gcj_02", "gcj02"), ("BD-09", "bd09"), ("bd09ll", "bd09"), ("CGCS2000", "cgcs2000"), ("epsg:4490", "cgcs2000"),
     ("4546", "EPSG:4546"), ("urn:ogc:def:crs:EPSG::4547", "EPSG:4547"), ("Epsg: 4548", "EPSG:4548")],
)  # fmt: skip
def test_a_datum_has_one_spelling(text: str, datum: str) -> None:
    assert parse(text) == datum


@pytest.mark.parametrize("text", ["", "auto", "EPSG:", "EPSG:12", "火星", "gcj02 bd09", "EPSG:4546.5"])
def test_what_is_no_datum_is_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(ValueError, match="wgs84, gcj02, bd09, cgcs2000 or EPSG:n"):
        parse(text)


def test_what_is_not_a_number_stays_so() -> None:
    for datum in DATUMS:
        assert np.isnan(to_wgs84(float("nan"), 35.0, datum)).any()


def test_a_forgotten_conversion_would_be_half_a_kilometre() -> None:
    lon, lat = from_wgs84(111.0, 35.02, "gcj02")
    assert 450 < 111_195 * float(np.hypot((lon - 111.0) * np.cos(np.radians(35.02)), lat - 35.02)) < 650


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000"])
def test_these_are_taken_as_they_are(datum: str) -> None:
    lon, lat = to_wgs84(111.5, 35.5, datum)
    assert (float(lon), float(lat)) == (111.5, 35.5)


def test_abroad_nothing_is_shifted() -> None:
    lon, lat = to_wgs84(-104.9903, 39.7392, "gcj02")
    assert (float(lon), float(lat)) == (-104.9903, 39.7392)


def test_an_unknown_datum_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="pulkovo"):
        to_wgs84(111.0, 35.0, "pulkovo")


@pytest.mark.real_data
def test_published_points_of_gcj02() -> None:
    for row in _rows("published_points.csv"):
        lon, lat = to_wgs84(row["gcj02_lon"], row["gcj02_lat"], "gcj02")
        assert (float(lon), float(lat)) == pytest.approx((row["wgs84_lon"], row["wgs84_lat"]), abs=TOLERANCE)


@pytest.mark.real_data
def test_published_points_of_bd09() -> None:
    for row in _rows("published_gcj02_bd09.csv"):
        by_baidu, by_gcj = (to_wgs84(row[f"{d}_lon"], row[f"{d}_lat"], d) for d in ("bd09", "gcj02"))
        assert np.subtract(by_baidu, by_gcj) == pytest.approx((0, 0), abs=TOLERANCE)


def _rows(name: str) -> list[dict[str, float]]:
    with real_data("gcj02_points", name).open(encoding="utf-8") as file:
        return [{k: float(v) for k, v in row.items() if k.endswith(("lon", "lat"))} for row in csv.DictReader(file)]

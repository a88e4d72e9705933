"""EPSG codes: Gauss-Krüger against the series of the textbook, axis order, and codes that cannot be used."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.datum import from_wgs84, parse, to_wgs84
from layers.datum.numbers import axes_swapped, hypotheses

A, F = 6_378_137.0, 1 / 298.257222101  # CGCS2000
E2 = F * (2 - F)
EP2 = E2 / (1 - E2)


def gauss_krueger(lon: float, lat: float, middle: float) -> tuple[float, float]:
    """Easting from the middle meridian and northing in metres, by the classic series (mm within 1.5°)."""
    phi, width = math.radians(lat), math.radians(lon - middle)
    n = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
    t, eta, c = math.tan(phi) ** 2, EP2 * math.cos(phi) ** 2, width * math.cos(phi)
    meridian = A * (
        (1 - E2 / 4 - 3 * E2**2 / 64 - 5 * E2**3 / 256) * phi
        - (3 * E2 / 8 + 3 * E2**2 / 32 + 45 * E2**3 / 1024) * math.sin(2 * phi)
        + (15 * E2**2 / 256 + 45 * E2**3 / 1024) * math.sin(4 * phi)
        - (35 * E2**3 / 3072) * math.sin(6 * phi)
    )
    east = n * (c + (1 - t + eta) * c**3 / 6 + (5 - 18 * t + t**2 + 14 * eta - 58 * t * eta) * c**5 / 120)
    north = meridian + n * math.tan(phi) * (
        c**2 / 2 + (5 - t + 9 * eta + 4 * eta**2) * c**4 / 24 + (61 - 58 * t + t**2) * c**6 / 720
    )
    return east, north


@pytest.mark.parametrize(
    ("datum", "middle", "false_easting"),
    [
        ("EPSG:4546", 111, 500_000),
        ("EPSG:4547", 114, 500_000),
        ("EPSG:4548", 117, 500_000),
        ("EPSG:4525", 111, 37_500_000),
        ("EPSG:4526", 114, 38_500_000),
        ("EPSG:4533", 135, 45_500_000),
        ("EPSG:4513", 75, 25_500_000),
    ],
)
def test_a_zone_agrees_with_the_series(datum: str, middle: int, false_easting: int) -> None:
    for lon, lat in ((middle, 35.02), (middle + 1.2, 37.87), (middle - 1.4, 40.1)):
        east, north = gauss_krueger(lon, lat, middle)
        found = to_wgs84(east + false_easting, north, datum)
        assert np.ravel(found) == pytest.approx((lon, lat), abs=1e-8)  # 1 mm


@settings(max_examples=60, deadline=None)
@given(st.floats(110.2, 114.6), st.floats(34.5, 40.8), st.sampled_from(["EPSG:4546", "EPSG:4526", "EPSG:32649"]))
def test_there_and_back_over_shanxi(lon: float, lat: float, datum: str) -> None:
    back = to_wgs84(*from_wgs84(lon, lat, datum), datum)
    assert 111_195 * np.hypot(back[0] - lon, back[1] - lat) < 0.001


def test_x_is_east_whatever_the_authority_says() -> None:
    assert parse("EPSG:4490") == "cgcs2000"  # lat/lon by its register, lon/lat here
    assert np.ravel(to_wgs84(111.0, 35.0, "EPSG:4490")) == pytest.approx((111.0, 35.0), abs=0)
    assert float(from_wgs84(111.5, 35.0, "EPSG:4546")[0]) > 500_000  # east, not north


@pytest.mark.parametrize(
    ("code", "words"),
    [("EPSG:4610", "Xian 1980"), ("EPSG:2383", "Xian 1980"), ("EPSG:5773", "two axes"), ("EPSG:999999", "register")],
)
def test_what_cannot_be_used_is_refused_by_name(code: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse(code)


def test_a_place_outside_the_projection_is_nan_not_infinity() -> None:
    lon, lat = to_wgs84(np.array([500_000.0, 9e30]), np.array([3_877_000.0, 9e30]), "EPSG:4546")
    assert np.isfinite([lon[0], lat[0]]).all()
    assert np.isnan([lon[1], lat[1]]).all()


def test_the_plain_datums_load_no_projection_library() -> None:
    code = "import sys; from layers.datum import to_wgs84; to_wgs84(111, 35, 'bd09'); sys.exit('pyproj' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (111.0, 35.0, ("wgs84", "gcj02", "bd09")),
        (499_900.0, 3_877_000.0, ("EPSG:4546", "EPSG:4547", "EPSG:4548")),
        (37_499_900.0, 3_877_000.0, ("EPSG:4525",)),
        (38_400_000.0, 3_877_000.0, ("EPSG:4526",)),
        (19_500_000.0, 3_877_000.0, ("EPSG:4497",)),
        (1.2e7, 4.1e6, ()),
        (0.0, 9e9, ()),
    ],
)
def test_numbers_say_which_datums_they_can_be(x: float, y: float, expected: tuple[str, ...]) -> None:
    assert hypotheses(np.array([[x, y]] * 3)) == expected


@pytest.mark.parametrize(
    ("x", "y", "swapped"),
    [(111, 35, False), (35, 111, True), (499_900, 3_877_000, False), (3_877_000, 499_900, True),
     (3_877_000, 37_499_900, True), (37_499_900, 3_877_000, False), (-104, 39, False)],
)  # fmt: skip
def test_swapped_axes_are_seen(x: float, y: float, swapped: bool) -> None:
    assert axes_swapped(np.array([[x, y]] * 3, dtype=float)) is swapped

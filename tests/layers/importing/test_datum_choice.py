"""Which datum a file is taken to be in, and when somebody is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from shapely.geometry import box

from layers.datum import from_wgs84
from layers.feature import Feature
from layers.importing import ImportRefused
from layers.store import LayerStore
from tests.layers.importing.conftest import Take

Refused = Callable[..., ImportRefused]


@pytest.fixture
def town(store: LayerStore) -> list[tuple[float, float]]:
    """Two hundred houses of 30 m, irregularly apart; the middle of each."""
    middles = [(111 + n % 17 * 0.0013 + n * n % 7 * 1e-4, 35 + n // 17 * 0.0011 + n % 5 * 1e-4) for n in range(200)]
    houses = [box(x - 0.00016, y - 0.00013, x + 0.00016, y + 0.00013) for x, y in middles]
    store.replace("buildings", [Feature(f"b{n}", "", house) for n, house in enumerate(houses)])
    return middles


def shifted(file: Path, middles: list[tuple[float, float]], datum: str) -> Path:
    rows = []
    for number, (x, y) in enumerate(middles):
        lon, lat = from_wgs84(x, y, datum)
        rows.append(f"m{number},{float(lon):.6f},{float(lat):.6f}")
    file.write_text("\n".join(["编号,经度,纬度", *rows]), encoding="utf-8")
    return file


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_the_datum_is_found_by_what_the_points_fall_on(
    tmp_path: Path, take: Take, store: LayerStore, town: list[tuple[float, float]], datum: str
) -> None:
    report = take(shifted(tmp_path / "a.csv", town, datum), "lifts")
    assert report.datum == datum
    assert report.evidence is not None
    assert [row["datum"] for row in report.evidence["rows"]] == ["wgs84", "gcj02", "bd09"]
    assert [note.code for note in report.notes] == ["datum_by_evidence"]
    first = store.feature("lifts", "m0")
    assert first is not None
    assert (first.geometry.x, first.geometry.y) == pytest.approx(town[0], abs=2e-6)


def test_somebody_is_asked_when_the_figures_do_not_decide(
    tmp_path: Path, take: Take, refused: Refused, town: list[tuple[float, float]]
) -> None:
    file = shifted(tmp_path / "a.csv", town[:1], "gcj02")
    refusal = refused(file, "lifts")
    assert refusal.code == "datum_undecided"
    assert len(refusal.detail["evidence"]["rows"]) == 3
    assert take(file, "lifts", datum="gcj02").landed == 1


def test_with_nothing_to_compare_wgs84_is_assumed_and_said(tmp_path: Path, take: Take) -> None:
    (tmp_path / "a.csv").write_text("id,lon,lat\na,111,35\n")
    assert [note.code for note in take(tmp_path / "a.csv").notes] == ["datum_assumed"]


def test_a_file_that_says_wgs84_is_believed_but_doubted(
    tmp_path: Path, take: Take, town: list[tuple[float, float]]
) -> None:
    places = [[float(v) for v in from_wgs84(x, y, "gcj02")] for x, y in town]
    features = [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": p}} for p in places]
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    report = take(tmp_path / "a.geojson", "lifts")
    assert (report.datum, [(n.code, n.value) for n in report.notes]) == ("wgs84", [("datum_doubted", "gcj02")])


@pytest.mark.parametrize(("headings", "datum"), [
    ("lon_gcj02,lat_gcj02", "gcj02"), ("经度(高德),纬度(高德)", "gcj02"), ("bd_lng,bd_lat", "bd09"),
    ("gps_lon,gps_lat", "wgs84"),
])  # fmt: skip
def test_headings_say_the_datum(tmp_path: Path, take: Take, headings: str, datum: str) -> None:
    (tmp_path / "a.csv").write_text(f"id,{headings}\na,111,35\n", encoding="utf-8")
    assert take(tmp_path / "a.csv").datum == datum


def test_a_heading_that_only_hints_gives_way_to_what_is_asked(tmp_path: Path, take: Take) -> None:
    (tmp_path / "a.csv").write_text("id,gps_lon,gps_lat\na,111,35\n", encoding="utf-8")
    assert take(tmp_path / "a.csv", datum="gcj02").datum == "gcj02"

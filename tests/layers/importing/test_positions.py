from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.importing.positions import Misread, pair, single
from layers.store import LayerStore
from tests.layers.importing.conftest import Take


@pytest.mark.parametrize(("text", "degrees"), [
    ("111.0031", 111.0031),
    (" 35.5° ", 35.5),
    ("35°02'11.5\"N", 35 + 2 / 60 + 11.5 / 3600),
    ("35°02′11.5″", 35 + 2 / 60 + 11.5 / 3600),
    ("N35°2'11.5''", 35 + 2 / 60 + 11.5 / 3600),
    ("东经111度0分", 111.0),
    ("北纬35度2分30秒", 35 + 2.5 / 60),
    ("35度2.5分", 35 + 2.5 / 60),
    ("35 02 11.5", 35 + 2 / 60 + 11.5 / 3600),
    ("１１１．５", 111.5),
    ("111.5E", 111.5),
    ("111.5 W", -111.5),
    ("西经10度30分", -10.5),
    ("-0°30'", -0.5),
    ("经度:111.5", 111.5),
])  # fmt: skip
def test_degrees_as_people_write_them(text: str, degrees: float) -> None:
    assert single(text) == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize("text", ["abc", "35°75'", "35°02'99\"", "1,2,3", "NaN", "inf", "°", "35°02'11.5\"N 111°"])
def test_what_is_no_coordinate_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Misread) as caught:
        single(text, "纬度")
    assert (caught.value.field, caught.value.code) == ("纬度", "not_a_number")


@pytest.mark.parametrize("text", [
    "111.0,35.5", "111.0, 35.5", "111.0，35.5", "(111.0 35.5)", "111.0;35.5", "POINT(111 35.5)", "111.0,35.5,12",
    "东经111度0分 北纬35度30分", "35°30'N 111°0'E", "N35.5 E111.0", "35.5N,111E", "东经111°，北纬35.5°",
])  # fmt: skip
def test_two_coordinates_in_one_cell(text: str) -> None:
    assert pair(text) == pytest.approx((111, 35.5))


def test_a_heading_may_say_that_latitude_comes_first() -> None:
    assert pair("35.5,111", lat_first=True) == (111, 35.5)


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59), st.sampled_from(["{}°{}'{}\"", "{}度{}分{}秒"]))
def test_degrees_minutes_and_seconds_add_up(degrees: int, minutes: int, seconds: int, form: str) -> None:
    expected = degrees + minutes / 60 + seconds / 3600
    assert single(form.format(degrees, minutes, seconds)) == pytest.approx(expected, abs=1e-12)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    for read in (single, pair):
        try:
            read(text)
        except Misread:
            continue


@pytest.mark.parametrize("text", [
    "编号,坐标\na,\"111.002,35.001\"\nb,\"东经111度0分 北纬35度0分\"\n",
    "编号,经度,纬度\na,111.002,35.001\nb,111°0′0″E,35°0′0″N\n",
    "编号;WKT\na;POINT(111.002 35.001)\nb;SRID=4326;POINT(111 35)\n".replace("SRID=4326;", ""),
    "编号\t经纬度\na\t111.002 35.001\nb\t111 35\n",
    "台账\n\n编号,设备经度,设备纬度\na,111.002,35.001\nb,111.0000001,35.0000001\n",
    "\ufeff编号,经度(GCJ?),纬度(°)\na,111.002,35.001\nb,111,35\n",
])  # fmt: skip
def test_coordinate_columns_of_any_usual_form(tmp_path: Path, take: Take, store: LayerStore, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    take(tmp_path / "a.csv")
    places = {feature.id: (feature.geometry.x, feature.geometry.y) for feature in store.features("piles")}
    assert places["a"] == (111.002, 35.001)
    assert places["b"] == pytest.approx((111, 35), abs=1e-6)


def test_a_file_with_its_axes_swapped_is_put_right_as_a_whole(tmp_path: Path, take: Take, store: LayerStore) -> None:
    (tmp_path / "a.csv").write_text("id,lon,lat\na,35,111\nb,35.1,111.1\nc,111,35\n", encoding="utf-8")
    report = take(tmp_path / "a.csv")
    assert [(f.id, f.geometry.x) for f in store.features("piles")] == [("a", 111), ("b", 111.1)]
    assert [(r.row, r.code) for r in report.rejects] == [(4, "swapped_axes")]
    assert "axes_swapped" in [note.code for note in report.notes]


def test_a_surveyors_north_and_east_are_swapped_too(tmp_path: Path, take: Take, store: LayerStore) -> None:
    from layers.datum import from_wgs84

    east, north = from_wgs84(111.001, 35.001, "EPSG:4546")
    (tmp_path / "a.csv").write_text(f"id,x,y\na,{north},{east}\n", encoding="utf-8")
    take(tmp_path / "a.csv", datum="EPSG:4546")
    assert next(store.features("piles")).geometry.x == pytest.approx(111.001, abs=1e-7)


def test_outside_china_the_layers_that_are_there_tell_the_axes(tmp_path: Path, take: Take, store: LayerStore) -> None:
    (tmp_path / "a.csv").write_text("id,lon,lat\na,24.9,60.2\nb,24.91,60.21\n", encoding="utf-8")
    take(tmp_path / "a.csv", "shops")
    (tmp_path / "b.csv").write_text("id,lon,lat\na,60.2,24.9\nb,60.21,24.91\n", encoding="utf-8")
    take(tmp_path / "b.csv")
    assert next(store.features("piles")).geometry.x == 24.9

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from layers.importing import ImportRefused, Report, run
from layers.importing.export import export
from layers.store import LayerStore


def take(tmp_path: Path, text: str | bytes, kind: str = "piles", **more: Any) -> tuple[Report, LayerStore]:
    file = tmp_path / "register.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    report = run(kind, file, tmp_path / "home", then=lambda *_: None, confined=False, **more)
    return report, LayerStore(tmp_path / "home")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(("lon", "lat"), [("经度", "纬度"), ("lng", "lat"), ("X", "Y"), ("Longitude", "Latitude")])
def test_usual_columns_in_usual_encodings(tmp_path: Path, encoding: str, lon: str, lat: str) -> None:
    text = f"设备编号,名称,{lon},{lat},插口数\np1,一号桩,111.001,35.002,12\n"
    _, store = take(tmp_path, text.encode(encoding))
    feature = store.feature("piles", "p1")
    assert feature is not None
    assert (feature.name, feature.props["sockets"]) == ("一号桩", 12)
    assert (feature.geometry.x, feature.geometry.y) == (111.001, 35.002)


def test_good_rows_land_and_bad_ones_are_named_with_row_field_and_reason(tmp_path: Path) -> None:
    rows = ["id,lon,lat", "a,111,35", "b,,35", "c,abc,35", "d,0,0", "e,35,111", "f,500,500", "g,nan,35", "a,111,35"]
    report, store = take(tmp_path, "\n".join([*rows, "h,111.2,35.2"]))
    assert [f.id for f in store.features("piles")] == ["a", "h"]
    assert [(r.row, r.field, r.code) for r in report.rejects] == [
        (3, "lon", "missing_position"),
        (4, "lon", "not_a_number"),
        (5, "lat", "zero_zero"),
        (6, "lat", "swapped_axes"),
        (7, "lat", "off_earth"),
        (8, "lon", "not_a_number"),
        (9, "id", "duplicate_id"),
    ]
    assert report.rejects_file is not None
    with report.rejects_file.open(encoding="utf-8-sig") as file:
        written = list(csv.DictReader(file))
    assert [row["row"] for row in written] == ["3", "4", "5", "6", "7", "8", "9"]
    assert all(row["reason"] for row in written)


def test_formulas_stay_text_and_are_harmless_when_they_go_out(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x";"y")'
    _, store = take(tmp_path, f'id,name,lon,lat\np1,"{evil.replace(chr(34), chr(34) * 2)}",111,35\np2,-5,111,35\n')
    assert [f.name for f in store.features("piles")] == [evil, "-5"]
    export("piles", tmp_path / "out.csv", tmp_path / "home")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["'" + evil, "-5"]


def test_control_and_direction_characters_are_taken_out_and_html_stays_text(tmp_path: Path) -> None:
    _, store = take(tmp_path, "id,name,lon,lat\np1,<b>x</b>\u202e\x07,111,35\n")
    assert next(store.features("piles")).name == "<b>x</b>"


def test_a_file_without_coordinates_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(tmp_path, "id,name\n1,a\n")
    assert refused.value.code == "no_coordinates"


def test_other_column_names_can_be_told(tmp_path: Path) -> None:
    report, _ = take(tmp_path, "id,ost,nord\n1,111,35\n", mapping={"lon": "ost", "lat": "nord"})
    assert report.landed == 1


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    report, store = take(tmp_path, "id,lon,lat\na,111,35\nb,,\n", dry_run=True)
    assert (report.layers["piles"].added, len(report.rejects)) == (1, 1)
    assert store.layers() == {}
    assert not (tmp_path / "home").exists()


def test_a_second_import_tells_added_changed_unchanged_and_gone(tmp_path: Path) -> None:
    take(tmp_path, "id,name,lon,lat\na,A,111,35\nb,B,111,35\nc,C,111,35\n")
    report, store = take(tmp_path, "id,name,lon,lat\na,A,111,35\nb,BB,111,35\nd,D,111,35\n")
    counts = report.layers["piles"]
    assert (counts.added, counts.changed, counts.unchanged, counts.gone) == (1, 1, 1, 1)
    assert {f.id for f in store.features("piles")} == {"a", "b", "d"}


def test_merging_keeps_what_the_file_does_not_name(tmp_path: Path) -> None:
    take(tmp_path, "id,lon,lat\na,111,35\nb,111,35\n")
    _, store = take(tmp_path, "id,lon,lat\nc,111,35\n", mode="merge")
    assert {f.id for f in store.features("piles")} == {"a", "b", "c"}


def test_a_file_without_a_usable_row_leaves_the_former_layer(tmp_path: Path) -> None:
    take(tmp_path, "id,lon,lat\na,111,35\n")
    with pytest.raises(ImportRefused) as refused:
        take(tmp_path, "id,lon,lat\nb,999,999\n")
    assert refused.value.code == "nothing_usable"
    assert [f.id for f in LayerStore(tmp_path / "home").features("piles")] == ["a"]


def test_a_huge_cell_rejects_its_row_only(tmp_path: Path) -> None:
    report, _ = take(tmp_path, f"id,name,lon,lat\na,{'x' * 200_000},111,35\nb,ok,111,35\n")
    assert (report.landed, report.rejects[0].code) == (1, "too_long")


def test_points_of_a_phone_map_are_shifted_back(tmp_path: Path) -> None:
    _, store = take(tmp_path, "id,lon,lat\na,112.555199,37.871125\n", datum="gcj02")
    point = next(store.features("piles")).geometry
    assert (point.x, point.y) == pytest.approx((112.5489, 37.8706), abs=1e-6)
    meta = store.meta("piles")
    assert meta is not None
    assert meta.datum == "gcj02"


@pytest.mark.parametrize(
    ("kind", "datum", "code"), [("nonsense", "auto", "kind_unknown"), ("piles", "EPSG:1", "datum_unsupported")]
)
def test_unknown_layers_and_datums_are_refused_by_name(tmp_path: Path, kind: str, datum: str, code: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(tmp_path, "id,lon,lat\na,111,35\n", kind=kind, datum=datum)
    assert refused.value.code == code

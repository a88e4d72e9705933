"""What strangers' files try, and what they are told."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from layers.importing import ImportRefused, run
from layers.importing.reading import archive, window
from layers.importing.reading.shapes import fit
from layers.store import LayerStore
from tests.layers.importing.conftest import Take

Refused = Callable[..., ImportRefused]
CSV = b"id,lon,lat\na,111,35\n"


def zipped(file: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries:
            out.writestr(name, content, zipfile.ZIP_DEFLATED)
    return file


def written(file: Path, content: bytes | str) -> Path:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("content", [b"", b"  \n\t", b"\xef\xbb\xbf", b"\0\0\0"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, refused: Refused, content: bytes) -> None:
    assert refused(written(tmp_path / "a.csv", content)).code == "empty_file"


@pytest.mark.parametrize(("content", "code"), [
    (b"PK\x03\x04 and then nothing", "archive_damaged"),
    (b"Rar!\x1a\x07\x00", "archive_unsupported"),
    (b"7z\xbc\xaf\x27\x1c", "archive_unsupported"),
    (b"\x1f\x8b\x08\x00", "archive_unsupported"),
    (b"%PDF-1.7", "format_unknown"),
    (b"AC1027\0\0", "format_unknown"),
    (b"SQLite format 3\0" + b"\0" * 100, "format_unknown"),
    (b"PAR1 and then nothing", "reader_crashed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing", "archive_damaged"),
    (b"\xff" * 4 + b"\x00" * 50, "format_unknown"),
    (b"fgb\x03fgb\x00 and then nothing", "empty_file"),
])  # fmt: skip
def test_what_is_damaged_or_unknown_is_named(tmp_path: Path, refused: Refused, content: bytes, code: str) -> None:
    assert refused(written(tmp_path / "a.geojson", content)).code == code


@pytest.mark.parametrize("source", ["/etc/passwd", "/vsicurl/http://127.0.0.1:9/x.csv"])
@pytest.mark.parametrize("name", ["a.geojson", "a.kml", "a.csv"])
def test_a_vrt_under_any_name_reads_nothing_and_asks_nobody(tmp_path: Path, home: Path, source: str, name: str) -> None:
    layer = f'<OGRVRTLayer name="x"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    with pytest.raises(ImportRefused, match="OGRVRTDataSource") as caught:
        run("piles", written(tmp_path / name, vrt), home, confined=False)
    assert caught.value.code == "format_unknown"


@pytest.mark.parametrize("prolog", [
    '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd">',
    "<!-- " + "x" * 200_000 + ' --><!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
])  # fmt: skip
@pytest.mark.parametrize("ending", [".kml", ".kmz", ".osm"])
def test_entities_in_xml_are_refused(tmp_path: Path, refused: Refused, prolog: str, ending: str) -> None:
    text = f'<?xml version="1.0"?>{prolog}<kml><Document><name>&a;</name></Document></kml>'.encode()
    file = tmp_path / f"a{ending}"
    zipped(file, ("doc.kml", text)) if ending == ".kmz" else written(file, text)
    assert refused(file, "osm" if ending == ".osm" else "piles").code == "xml_entities"


def test_a_feature_larger_than_the_window_is_skipped_and_its_neighbours_land(
    tmp_path: Path, take: Take, store: LayerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "WINDOW", 20_000)

    def road(id: str, points: int) -> dict[str, Any]:
        line = [[111 + n * 1e-6, 35 + n % 2 * 1e-6] for n in range(points)]
        return {
            "type": "Feature",
            "properties": {"id": id, "note": '} \\" {'},
            "geometry": {"type": "LineString", "coordinates": line},
        }

    features = [road("a", 3), road("b", 10_000), road("c", 3), road("d", 5_000)]
    file = written(tmp_path / "a.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    report = take(file, "roads")
    assert [feature.id for feature in store.features("roads")] == ["a", "c"]
    assert [(reject.row, reject.code) for reject in report.rejects] == [
        (2, "feature_too_large"),
        (4, "feature_too_large"),
    ]


def test_a_geojson_read_in_small_pieces_is_the_same(
    tmp_path: Path, take: Take, store: LayerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "WINDOW", 2_000)
    features = [
        {"type": "Feature", "properties": {"id": f"{n}", "名称": "四季绿城" * (n % 7)},
         "geometry": {"type": "Point", "coordinates": [111 + n / 1000, 35]}} for n in range(100)
    ]  # fmt: skip
    text = json.dumps({"features": features, "type": "FeatureCollection", "bbox": [1, 2, 3, 4]}, ensure_ascii=False)
    take(written(tmp_path / "a.geojson", text))
    assert [(f.id, f.name, f.geometry.x) for f in store.features("piles")] == [
        (f"{n}", "四季绿城" * (n % 7), 111 + n / 1000) for n in range(100)
    ]


def test_features_one_after_the_other_are_read_too(tmp_path: Path, take: Take) -> None:
    one = '{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [111, 35]}}'
    assert take(written(tmp_path / "a.json", f"{one}\n{one}\n\x1e{one}\n")).landed == 3


def test_mixed_geometries_land_where_they_fit(tmp_path: Path, take: Take) -> None:
    shapes = [
        {"type": "Point", "coordinates": [111, 35]},
        {"type": "LineString", "coordinates": [[111, 35], [112, 35]]},
    ]
    features = [{"type": "Feature", "properties": {"id": str(n)}, "geometry": g} for n, g in enumerate(shapes)]
    report = take(written(tmp_path / "a.json", json.dumps({"type": "FeatureCollection", "features": features})))
    assert (report.landed, [(r.row, r.code) for r in report.rejects]) == (1, [(2, "wrong_geometry")])


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path, refused: Refused) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(2_000_000_000)
    assert refused(tmp_path / "a.csv").code == "file_too_large"


def test_a_sheet_that_claims_to_be_endless_is_refused(tmp_path: Path, refused: Refused) -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "id", "x"
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx").code == "sheet_too_large"


def test_a_sheet_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_HARMLESS", 1_000)
    monkeypatch.setattr(archive, "MAX_RATIO", 2)
    book = Workbook()
    for _ in range(500):
        book.active.append(["id"] * 20)
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx").code == "archive_too_large"


def test_a_register_without_a_coordinate_system_is_asked_for_it(tmp_path: Path, refused: Refused) -> None:
    refusal = refused(written(tmp_path / "a.csv", "id,x,y\na,500123.5,3876543.2\n"))
    assert refusal.code == "crs_missing"
    assert "EPSG:4546" in str(refusal)


@pytest.mark.parametrize(("datum", "text"), [
    ("EPSG:4547", "id,x,y\na,111,35\n"), ("wgs84", "id,x,y\na,500123,3876543\n"),
])  # fmt: skip
def test_degrees_called_metres_and_metres_called_degrees_are_refused(
    tmp_path: Path, refused: Refused, datum: str, text: str
) -> None:
    assert refused(written(tmp_path / "a.csv", text), datum=datum).code == "crs_contradicts"


def test_values_that_do_not_fit_their_field_are_named(tmp_path: Path, take: Take) -> None:
    rows = "id,lon,lat,插口数,类型\na,111,35,十二,ebike\nb,111,35,12,飞船\nc,111,35,12个,电动车\nd,111,35,9999,ev\n"
    report = take(written(tmp_path / "a.csv", rows))
    assert report.landed == 1
    assert [(r.row, r.field, r.code, r.value) for r in report.rejects] == [
        (2, "插口数", "bad_value", "十二"), (3, "类型", "bad_value", "飞船"), (5, "插口数", "bad_value", "9999"),
    ]  # fmt: skip


def test_a_row_that_was_rejected_keeps_its_id_in_the_rejects_file(tmp_path: Path, take: Take) -> None:
    report = take(written(tmp_path / "a.csv", "id,lon,lat\np1,,\np2,111,35\n"))
    assert report.rejects_file is not None
    assert "2,p1,lon,missing_position" in report.rejects_file.read_text("utf-8-sig")


def test_closed_outlines_become_areas_and_open_ones_do_not() -> None:
    from shapely.geometry import LineString

    assert fit(LineString([(0, 0), (1, 0), (1, 1), (0, 0)]), "polygon").geom_type == "Polygon"  # type: ignore[union-attr]
    assert fit(LineString([(0, 0), (1, 0), (1, 1)]), "polygon") is None

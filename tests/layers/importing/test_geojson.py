from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from layers.importing import ImportRefused, Report, run
from layers.importing.export import export
from layers.importing.reading import shapes
from layers.store import LayerStore
from tests.support.real_data import real_data

SQUARE = [[111, 35], [111.001, 35], [111.001, 35.001], [111, 35.001], [111, 35]]
BOW_TIE = [[111, 35], [111.001, 35.001], [111.001, 35], [111, 35.001], [111, 35]]


def feature(geometry: Any, **props: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": props, "geometry": geometry}


def polygon(ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def take(tmp_path: Path, content: Any, kind: str = "buildings") -> tuple[Report, LayerStore]:
    if isinstance(content, list):
        content = {"type": "FeatureCollection", "features": content}
    file = tmp_path / "upload.geojson"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    report = run(kind, file, tmp_path / "home", then=lambda *_: None, confined=False)
    return report, LayerStore(tmp_path / "home")


def test_crossing_outlines_are_repaired_and_named(tmp_path: Path) -> None:
    report, store = take(tmp_path, [feature(polygon(BOW_TIE), id="x")])
    assert "Self-intersection" in report.repaired[1]
    assert next(store.features("buildings")).geometry.is_valid


def test_opening_hours_nobody_can_read_are_said(tmp_path: Path) -> None:
    texts = ("06:00-22:00; PH off", "周一至周日 06:00-22:00", "每天 6:00 开", "")
    gates = [
        feature({"type": "Point", "coordinates": [111, 35]}, id=str(n), kind="gate", open_hours=text)
        for n, text in enumerate(texts)
    ]
    report, _ = take(tmp_path, gates, "gates")
    assert [(note.code, note.value, note.asked) for note in report.notes if note.code == "hours_unread"] == [
        ("hours_unread", "2", "周一至周日 06:00-22:00")
    ]
    assert report.landed == 4


def test_bad_features_are_named_and_good_ones_land(tmp_path: Path) -> None:
    report, store = take(
        tmp_path,
        [
            feature(polygon(SQUARE), id="good"),
            feature(None, id="no geometry"),
            feature({"type": "Polygon", "coordinates": "abc"}, id="nonsense"),
            feature({"type": "LineString", "coordinates": [[111, 35], [112, 35]]}, id="a line"),
            feature(polygon([[float("nan"), 35], *SQUARE[1:]]), id="nan"),
            feature(polygon([[a, b + 100] for a, b in SQUARE]), id="far"),
            "not an object",
            feature(polygon(SQUARE), id="good"),
        ],
    )
    assert [f.id for f in store.features("buildings")] == ["good"]
    assert [(r.row, r.code) for r in report.rejects] == [
        (2, "empty_geometry"),
        (3, "bad_geometry"),
        (4, "wrong_geometry"),
        (5, "bad_geometry"),
        (6, "off_earth"),
        (7, "not_an_object"),
        (8, "duplicate_id"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<OGRVRTDataSource><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTDataSource>", "format_unknown"),
        ('{"type": "FeatureCollection", "features": [', "not_json"),
        ('{"type": "FeatureCollection", "features": 7}', "not_json"),
        ('{"a":' * 100_000, "not_json"),
        ("", "empty_file"),
    ],
)
def test_what_is_not_geojson_is_refused_and_never_handed_to_gdal(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(tmp_path, content)
    assert refused.value.code == code


def test_another_coordinate_system_is_refused_by_name(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2436"}}
    content = {"type": "FeatureCollection", "crs": crs, "features": [feature(polygon(SQUARE))]}
    with pytest.raises(ImportRefused, match="2436"):
        take(tmp_path, content)


def test_too_many_vertices_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "MAX_VERTICES", 200)
    line = [[111 + n * 1e-6, 35 + (n % 2) * 1e-6] for n in range(201)]
    lines = [{"type": "LineString", "coordinates": points} for points in (line, line[:200])]
    report, _ = take(tmp_path, [feature(one) for one in lines], kind="roads")
    assert [(r.row, r.code) for r in report.rejects] == [(1, "too_many_vertices")]


def test_the_key_of_a_grid_is_its_code(tmp_path: Path) -> None:
    _, store = take(tmp_path, [feature(polygon(SQUARE), code="140802001001001", name="一")], kind="grids")
    assert store.feature("grids", "140802001001001") is not None


def test_an_outline_can_stand_for_a_point(tmp_path: Path) -> None:
    _, store = take(tmp_path, [feature(polygon(SQUARE), id="s")], kind="shops")
    assert next(store.features("shops")).geometry.geom_type == "Point"


def test_what_goes_out_comes_in_again(tmp_path: Path) -> None:
    _, store = take(tmp_path, [feature(polygon(SQUARE), id="s", name="一", levels=6, compound="二")])
    export("buildings", tmp_path / "out.geojson", tmp_path / "home")
    run("buildings", tmp_path / "out.geojson", tmp_path / "again", then=lambda *_: None, confined=False)
    assert store.digests("buildings") == LayerStore(tmp_path / "again").digests("buildings")


@pytest.mark.real_data
def test_the_real_buildings_as_geojson_are_those_of_the_extract(tmp_path: Path) -> None:
    file = real_data("beijing_tsinghua_osm", "tsinghua_buildings.geojson")
    report = run("buildings", file, tmp_path, then=lambda *_: None, confined=False)
    assert (report.landed, report.rejects) == (626, [])
    named = LayerStore(tmp_path).feature("buildings", "w79696955")
    assert named is not None
    assert (named.props["use"], named.props["levels"]) == ("dormitory", 7)

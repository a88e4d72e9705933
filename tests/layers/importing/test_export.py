from __future__ import annotations

import csv
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from layers.feature import Feature
from layers.importing import ImportRefused, run
from layers.importing.export import FORMATS, export
from layers.store import LayerStore
from tests.layers.importing.conftest import Take, export_here

HOLE = box(111.0002, 35.0002, 111.0004, 35.0004, ccw=False)
YARD = Polygon(box(111, 35, 111.001, 35.001).exterior, [HOLE.exterior])
BUILDINGS = [
    Feature("b1", "一号楼", YARD, {"compound": "四季绿城", "levels": 18, "height": 54.5, "use": "residential"}),
    Feature("b2", "", MultiPolygon([box(111.01, 35, 111.02, 35.01), box(111.03, 35, 111.04, 35.01)]), {"levels": 6}),
]
PILES = [
    Feature("p1", "桩 01", Point(111.0031234567, 35.0302), {"sockets": 12, "kind": "ebike", "place": "车棚"}),
    Feature("p2", "=1+1", Point(111.1, 35.1), {"kind": "ev"}),
]


def digests(home: Path, layer: str) -> dict[str, bytes]:
    return LayerStore(home).digests(layer)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(("layer", "features"), [("buildings", BUILDINGS), ("piles", PILES)])
def test_what_goes_out_comes_in_again_as_it_was(
    tmp_path: Path, take: Take, home: Path, ending: str, layer: str, features: list[Feature]
) -> None:
    LayerStore(tmp_path / "from").replace(layer, features)
    file = tmp_path / f"out{ending}"
    assert export_here(layer, file, tmp_path / "from") == 2
    report = take(file, layer)
    assert report.rejects == []
    assert digests(home, layer) == digests(tmp_path / "from", layer)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("datum", ["gcj02", "EPSG:4547"])
def test_an_exported_file_knows_its_datum_and_cannot_be_converted_twice(
    tmp_path: Path, take: Take, home: Path, ending: str, datum: str
) -> None:
    LayerStore(tmp_path / "from").replace("piles", PILES)
    file = tmp_path / f"out{ending}"
    if ending == ".kml" and datum.startswith("EPSG"):
        with pytest.raises(ImportRefused):  # KML is always in degrees
            export("piles", file, tmp_path / "from", datum=datum)
        return
    export_here("piles", file, tmp_path / "from", datum)
    with pytest.raises(ImportRefused) as caught:
        take(file, datum="bd09")
    assert caught.value.code == "datum_contradicts"
    report = take(file)
    assert report.datum == datum
    back = LayerStore(home).feature("piles", "p1")
    assert back is not None
    assert (back.geometry.x, back.geometry.y) == pytest.approx((111.0031234567, 35.0302), abs=2e-9)


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".gpkg"])
def test_what_went_out_as_wgs84_is_refused_as_anything_else(tmp_path: Path, take: Take, ending: str) -> None:
    LayerStore(tmp_path / "from").replace("piles", PILES)
    export_here("piles", tmp_path / f"out{ending}", tmp_path / "from")
    with pytest.raises(ImportRefused) as caught:
        take(tmp_path / f"out{ending}", datum="gcj02")
    assert caught.value.code == "datum_contradicts"


def test_gdal_writes_in_a_process_of_its_own(tmp_path: Path) -> None:
    LayerStore(tmp_path).replace("piles", PILES)
    assert export("piles", tmp_path / "out.gpkg", tmp_path) == 2
    assert (tmp_path / "out.gpkg").read_bytes().startswith(b"SQLite format 3")
    assert [path.name for path in tmp_path.glob(".export*")] == []


def test_formulas_go_out_as_text(tmp_path: Path) -> None:
    LayerStore(tmp_path).replace("piles", PILES)
    export("piles", tmp_path / "out.csv", tmp_path)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["桩 01", "'=1+1"]
    export("piles", tmp_path / "out.xlsx", tmp_path)
    cell = load_workbook(tmp_path / "out.xlsx").active["B3"]
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


def test_a_shapefile_of_several_sorts_is_several_shapefiles(tmp_path: Path, take: Take, home: Path) -> None:
    sheds = [Feature("a", "", Point(111, 35)), Feature("b", "", box(111, 35, 111.001, 35.001))]
    LayerStore(tmp_path / "from").replace("sheds", sheds)
    export_here("sheds", tmp_path / "out.zip", tmp_path / "from")
    take(tmp_path / "out.zip", "sheds", layer="sheds_point", mode="merge")
    take(tmp_path / "out.zip", "sheds", layer="sheds_polygon", mode="merge")
    assert digests(home, "sheds") == digests(tmp_path / "from", "sheds")


def test_lists_of_nodes_survive_a_table(tmp_path: Path, take: Take, home: Path) -> None:
    road = Feature("r1", "盐湖路", LineString([(111, 35), (111.1, 35)]), {"class": "street", "nodes": [1, 2]})
    LayerStore(tmp_path / "from").replace("roads", [road])
    export("roads", tmp_path / "out.csv", tmp_path / "from")
    take(tmp_path / "out.csv", "roads")
    assert digests(home, "roads") == digests(tmp_path / "from", "roads")


def test_an_outline_longer_than_a_cell_goes_out_as_csv_but_not_as_a_sheet(
    tmp_path: Path, take: Take, home: Path
) -> None:
    lake = Feature("w", "盐湖", Point(111.123456, 35.123456).buffer(0.01, quad_segs=500))
    LayerStore(tmp_path / "from").replace("water", [shapely_ccw(lake)])
    export("water", tmp_path / "out.csv", tmp_path / "from")
    take(tmp_path / "out.csv", "water")
    assert digests(home, "water") == digests(tmp_path / "from", "water")
    with pytest.raises(ImportRefused, match="32767"):
        export("water", tmp_path / "out.xlsx", tmp_path / "from")
    assert not (tmp_path / "out.xlsx").exists()


def shapely_ccw(feature: Feature) -> Feature:
    """As an import would keep it."""
    return Feature(feature.id, feature.name, shapely.orient_polygons(feature.geometry), feature.props)


@pytest.mark.parametrize("name", ["out.shp", "out.pdf", "out"])
def test_formats_that_are_not_written_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        export("piles", tmp_path / name, tmp_path)
    assert caught.value.code == "format_unwritten"
    assert list(tmp_path.iterdir()) == []


texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs")), max_size=20)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=texts,
    note=texts.filter(bool),
    lon=st.floats(73, 136).map(lambda x: round(x, 9)),
    lat=st.floats(4, 53).map(lambda y: round(y, 9)),
    ending=st.sampled_from([".csv", ".xlsx", ".geojson"]),
)
def test_any_text_and_any_place_survive_a_table(
    tmp_path_factory: pytest.TempPathFactory, name: str, note: str, lon: float, lat: float, ending: str
) -> None:
    folder = tmp_path_factory.mktemp("case")
    LayerStore(folder).replace("shops", [Feature("s", name, Point(lon, lat), {"place": note})])
    export("shops", folder / f"out{ending}", folder)
    run("shops", folder / f"out{ending}", folder / "again", then=lambda *_: None, confined=False)
    assert digests(folder / "again", "shops") == digests(folder, "shops")

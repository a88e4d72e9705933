"""Every format, made here and taken in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely

from layers.importing import ImportRefused
from layers.importing.reading.drivers import DRIVERS
from layers.store import LayerStore
from tests.layers.importing.conftest import Take

POINTS = shapely.to_wkb(shapely.points([[111.001, 35.001], [111.002, 35.002]]))
Refused = Callable[..., ImportRefused]


def write(file: Path, driver: str, columns: dict[str, list[Any]], wkb: Any = POINTS, **options: Any) -> Path:
    data = [np.array(values, dtype=object if isinstance(values[0], str) else None) for values in columns.values()]
    options = {"geometry_type": "Unknown", "crs": "EPSG:4326", **options}
    pyogrio.raw.write(file, wkb, data, list(columns), driver=driver, **options)
    return file


def shapefile(folder: Path, encoding: str = "GBK", cpg: str | None = "as written") -> Path:
    columns = {"设备编号": ["p1", "p2"], "名称": ["联通", "四季绿城"], "插口数": [12, 10]}
    file = write(folder / "桩.shp", "ESRI Shapefile", columns, geometry_type="Point", encoding=encoding)
    if cpg is None:
        file.with_suffix(".cpg").unlink()
    elif cpg != "as written":
        file.with_suffix(".cpg").write_text(cpg)
    return file


class InGbk(zipfile.ZipInfo):
    """An entry whose name is GBK without saying so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), 0


def names(store: LayerStore) -> list[str]:
    return [feature.name for feature in store.features("piles")]


@pytest.mark.parametrize("cpg", ["as written", None, "UTF-8", "GBK", "ISO-8859-1", "nonsense"])
@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
def test_a_shapefile_is_read_whatever_its_cpg_says(
    tmp_path: Path, take: Take, store: LayerStore, encoding: str, cpg: str | None
) -> None:
    report = take(shapefile(tmp_path, encoding, cpg))
    assert names(store) == ["联通", "四季绿城"]
    heading = "设备编号" if encoding == "GBK" else "设备编"  # 10 bytes are left of it
    assert (report.format, report.datum, report.mapping["id"]) == ("shapefile", "wgs84", heading)
    assert next(store.features("piles")).props == {"sockets": 12}


def test_a_shapefile_in_an_archive_of_chinese_windows(tmp_path: Path, take: Take, store: LayerStore) -> None:
    shapefile(tmp_path)
    with zipfile.ZipFile(tmp_path / "up.zip", "w") as archive:
        for part in tmp_path.glob("桩.*"):
            archive.writestr(InGbk(f"台账/桩{part.suffix.upper()}"), part.read_bytes())
            part.unlink()
    report = take(tmp_path / "up.zip")
    assert names(store) == ["联通", "四季绿城"]
    assert (report.format, report.file_layer) == ("shapefile.zip", "桩")


@pytest.mark.parametrize("missing", [".shx", ".dbf"])
def test_a_shapefile_without_its_index_or_its_table(tmp_path: Path, take: Take, missing: str) -> None:
    file = shapefile(tmp_path)
    file.with_suffix(missing).unlink()
    assert take(file).landed == 2


def test_a_layer_of_a_geopackage_is_chosen_by_name(tmp_path: Path, take: Take, refused: Refused) -> None:
    file = write(tmp_path / "many.gpkg", "GPKG", {"id": ["a", "b"]}, layer="充电桩")
    write(file, "GPKG", {"id": ["c", "d"]}, layer="路灯", append=True)
    refusal = refused(file)
    assert (refusal.code, refusal.detail["layers"]) == ("layer_unchosen", ["充电桩", "路灯"])
    assert refused(file, layer="水井").code == "layer_unknown"
    report = take(file, layer="充电桩")
    assert (report.landed, report.file_layer, report.format) == (2, "充电桩", "geopackage")
    assert [layer["name"] for layer in report.file_layers] == ["充电桩", "路灯"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_kml_of_chinese_windows(tmp_path: Path, take: Take, store: LayerStore, packed: bool) -> None:
    place = "<Placemark><name>四季绿城</name><Point><coordinates>111,35</coordinates></Point></Placemark>"
    kml = f'<?xml version="1.0" encoding="GB2312"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{place}</Document></kml>'
    file = tmp_path / "a.kml"
    file.write_bytes(kml.encode("gbk"))
    if packed:
        with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
            archive.write(file, "doc.kml")
    take(tmp_path / "a.kmz" if packed else file)
    assert names(store) == ["四季绿城"]


def test_a_geojson_in_gbk(tmp_path: Path, take: Take, store: LayerStore) -> None:
    place = '"geometry": {"type": "Point", "coordinates": [111, 35]}'
    point = f'{{"type": "Feature", "properties": {{"名称": "四季绿城"}}, {place}}}'
    (tmp_path / "a.json").write_bytes(point.encode("gbk"))
    take(tmp_path / "a.json")
    assert names(store) == ["四季绿城"]


@pytest.mark.parametrize(("ending", "driver"), [(".fgb", "FlatGeobuf"), (".gpkg", "GPKG"), (".kml", "LIBKML")])
@pytest.mark.parametrize("name", ["as it is", "renamed.csv"])
def test_the_format_is_told_by_content_not_by_name(
    tmp_path: Path, take: Take, store: LayerStore, ending: str, driver: str, name: str
) -> None:
    file = write(tmp_path / f"file{ending}", driver, {"编号": ["p1", "p2"], "name": ["甲", "乙"]})
    report = take(file if name == "as it is" else file.rename(tmp_path / name))
    assert report.format == next(format for format, its in DRIVERS.items() if its == driver)
    assert {feature.id: feature.name for feature in store.features("piles")} == {"p1": "甲", "p2": "乙"}


def test_all_folders_of_a_kmz_come_along(tmp_path: Path, take: Take, store: LayerStore) -> None:
    places = "".join(
        f"<Folder><name>{folder}</name><Placemark><name>{name}</name><Point><coordinates>{lon},35,0</coordinates>"
        "</Point></Placemark></Folder>"
        for folder, name, lon in (("东", "一号", 111.1), ("西", "二号", 111.2))
    )
    kml = f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{places}</Document></kml>'
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", kml)
    assert take(tmp_path / "a.kmz").format == "kmz"
    assert names(store) == ["一号", "二号"]


def test_a_drawing_needs_its_coordinate_system_and_its_outlines_become_areas(
    tmp_path: Path, take: Take, refused: Refused, store: LayerStore
) -> None:
    x, y = 409_000.0, 3_877_000.0
    ring = shapely.linestrings([[x, y], [x + 20, y], [x + 20, y + 10], [x, y + 10], [x, y]])
    file = write(tmp_path / "plan.dxf", "DXF", {"Layer": ["JZ"]}, shapely.to_wkb([ring]), crs=None)
    assert refused(file, "buildings").code == "crs_missing"
    report = take(file, "buildings", datum="EPSG:4547")
    house = next(store.features("buildings"))
    assert (report.format, house.geometry.geom_type) == ("dxf", "Polygon")
    assert house.geometry.centroid.x == pytest.approx(113.0, abs=0.2)
    assert house.geometry.centroid.y == pytest.approx(35.0, abs=0.2)


def test_geoparquet_is_read(tmp_path: Path, take: Take, store: LayerStore) -> None:
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    geo = {"version": "1.1.0", "primary_column": "geom", "columns": {"geom": {"encoding": "WKB"}}}
    table = pa.table({"编号": ["p1", "p2"], "geom": list(POINTS)}).replace_schema_metadata({"geo": json.dumps(geo)})
    pq.write_table(table, tmp_path / "a.parquet")
    assert take(tmp_path / "a.parquet").format == "geoparquet"
    plain = pa.table({"编号": ["p3"], "lng": [111.3], "lat": [35.3]})
    pq.write_table(plain, tmp_path / "b.parquet")
    take(tmp_path / "b.parquet", mode="merge")
    assert [feature.id for feature in store.features("piles")] == ["p1", "p2", "p3"]


@pytest.mark.parametrize("crs", ["EPSG:4546", "EPSG:3857", "EPSG:4490"])
def test_a_declared_coordinate_system_is_followed(tmp_path: Path, take: Take, store: LayerStore, crs: str) -> None:
    from pyproj import Transformer

    there = Transformer.from_crs(4490, crs, always_xy=True).transform(111.001, 35.001)
    point = shapely.to_wkb([shapely.Point(there)])
    report = take(write(tmp_path / "a.shp", "ESRI Shapefile", {"id": ["a"]}, point, crs=crs, geometry_type="Point"))
    place = next(store.features("piles")).geometry
    assert (place.x, place.y) == pytest.approx((111.001, 35.001), abs=1e-7)
    assert report.datum == ("cgcs2000" if crs == "EPSG:4490" else crs)

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.position import Position
from dispatch.travel.graph import Graph
from dispatch.travel.net import Net
from dispatch.travel.roads import Roads
from layers import network
from layers.doors import Places
from layers.importing import ImportRefused, Report, run
from layers.store import LayerStore
from tests.support.real_data import real_data

TOWN = Path(__file__).with_name("town.osm")
REAL = "beijing_tsinghua_osm"


def take(file: Path, home: Path) -> tuple[Report, LayerStore]:
    return run("osm", file, home, then=lambda *_: None, confined=False), LayerStore(home)


def test_buildings_with_yards_are_polygons_with_holes(tmp_path: Path) -> None:
    _, store = take(TOWN, tmp_path)
    yard = store.feature("buildings", "r200")
    assert yard is not None
    assert (yard.name, len(yard.geometry.interiors)) == ("回字楼", 1)
    assert store.count("buildings") == 2


def test_buildings_know_their_compound_and_roads_their_nodes(tmp_path: Path) -> None:
    _, store = take(TOWN, tmp_path)
    home, street = store.feature("buildings", "w105"), store.feature("roads", "w100")
    assert home is not None
    assert street is not None
    assert (home.props["compound"], home.props["levels"], home.props["use"]) == ("四季绿城", 18, "residential")
    assert (street.name, street.props["class"], street.props["nodes"]) == ("盐湖路", "street", [1, 2, 3, 4])


def test_gates_points_and_assets_come_along(tmp_path: Path) -> None:
    _, store = take(TOWN, tmp_path)
    gate, pile = store.feature("gates", "n3"), store.feature("piles", "n41")
    assert gate is not None
    assert pile is not None
    assert (gate.name, gate.props["access"], gate.props["node"]) == ("北门", "private", 3)
    assert (pile.props["kind"], pile.props["sockets"]) == ("ebike", 12)
    assert {f.id for f in store.features("pois")} == {"n3", "n41"}


def test_ways_that_miss_nodes_are_named(tmp_path: Path) -> None:
    report, store = take(TOWN, tmp_path)
    assert [(r.row, r.code) for r in report.rejects] == [("w106", "incomplete")]
    assert store.count("roads") == 2
    assert report.rejects_file is not None


def test_a_private_gate_makes_walkers_go_round(tmp_path: Path) -> None:
    _, store = take(TOWN, tmp_path)
    network.build(store)
    roads = Roads.load(tmp_path / network.FILE)
    start, goal = Position(111.001, 35.0), Position(111.003, 35.0)
    walk, reference = roads.path(start, goal), roads.path(start, goal, "reference")
    assert walk is not None
    assert reference is not None
    assert reference.distance_m == pytest.approx(start.metres_to(goal), abs=0.1)
    assert walk.distance_m == pytest.approx(404.6, abs=1)


def test_a_second_extract_keeps_the_registers_of_others(tmp_path: Path) -> None:
    csv = tmp_path / "piles.csv"
    csv.write_text("id,lon,lat\nours,111,35\n", encoding="utf-8")
    run("piles", csv, tmp_path, then=lambda *_: None, confined=False)
    _, store = take(TOWN, tmp_path)
    assert [f.id for f in store.features("piles")] == ["ours"]


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_file_cut_off_is_refused_and_the_former_layers_stay(tmp_path: Path, share: float) -> None:
    take(TOWN, tmp_path / "home")
    before = LayerStore(tmp_path / "home").layers()
    half = tmp_path / "half.osm"
    half.write_bytes(TOWN.read_bytes()[: int(TOWN.stat().st_size * share)])
    with pytest.raises(ImportRefused) as refused:
        take(half, tmp_path / "home")
    assert refused.value.code == "osm_broken"
    assert LayerStore(tmp_path / "home").layers() == before


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"absent\.osm"):
        take(tmp_path / "absent.osm", tmp_path)


@pytest.mark.real_data
def test_the_real_extract_gives_what_is_in_it(tmp_path: Path) -> None:
    _, store = take(real_data(REAL, "tsinghua.osm.pbf"), tmp_path)
    for layer, count in (("buildings", 626), ("roads", 903), ("pois", 367)):
        ours = {f.id for f in store.features(layer)}
        with real_data(REAL, f"tsinghua_{layer}.geojson").open(encoding="utf-8") as file:
            theirs = {f["properties"]["osm"] for f in json.load(file)["features"]}
        assert ours == theirs
        assert len(ours) == count
    assert all(f.geometry.is_valid for f in store.features("buildings"))


@pytest.mark.real_data
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_the_real_extract_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    whole = real_data(REAL, "tsinghua.osm.pbf").read_bytes()
    half = tmp_path / "half.osm.pbf"
    half.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ImportRefused) as refused:
        take(half, tmp_path / "home")
    assert refused.value.code == "osm_broken"
    assert not (tmp_path / "home" / "layers.db").exists()


FENCED = """<osm version="0.6">
 <node id="1" version="1" lat="35.0000" lon="111.0000"/><node id="2" version="1" lat="35.0000" lon="111.0040"/>
 <node id="3" version="1" lat="35.0001" lon="111.0040"><tag k="barrier" v="gate"/><tag k="foot" v="yes"/></node>
 <node id="4" version="1" lat="35.0006" lon="111.0040"/><node id="5" version="1" lat="35.0006" lon="111.0000"/>
 <node id="6" version="1" lat="35.0001" lon="110.9990"/><node id="7" version="1" lat="35.0001" lon="111.0050"/>
 <node id="8" version="1" lat="35.0009" lon="111.0050"/><node id="9" version="1" lat="35.0009" lon="110.9990"/>
 <way id="20" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="5"/>
  <tag k="highway" v="service"/></way>
 <way id="21" version="1"><nd ref="6"/><nd ref="3"/><nd ref="7"/><tag k="barrier" v="fence"/></way>
 <way id="22" version="1"><nd ref="7"/><nd ref="8"/><nd ref="9"/><nd ref="6"/><nd ref="7"/>
  <tag k="landuse" v="residential"/><tag k="name" v="四季绿城"/><tag k="barrier" v="wall"/></way>
 <way id="23" version="1"><nd ref="8"/><nd ref="9"/></way>
 <way id="24" version="1"><nd ref="1"/><nd ref="9"/><tag k="barrier" v="kerb"/></way>
 <way id="25" version="1"><nd ref="2"/><nd ref="8"/><tag k="barrier" v="hedge"/><tag k="height" v="0.4 m"/></way>
 <way id="26" version="1"><nd ref="7"/><nd ref="8"/><nd ref="4"/><nd ref="7"/></way>
 <relation id="30" version="1"><member type="way" ref="26" role="outer"/><tag k="type" v="multipolygon"/>
  <tag k="leisure" v="pitch"/><tag k="barrier" v="fence"/></relation>
</osm>"""


def test_fences_and_walls_are_lines_and_places_stay_on_their_side(tmp_path: Path) -> None:
    file = tmp_path / "fenced.osm"
    file.write_text(FENCED, encoding="utf-8")
    _, store = take(file, tmp_path / "home")
    walls = {one.id: (one.props["kind"], one.geometry.geom_type) for one in store.features("walls")}
    assert walls.keys() == {"w21", "w22", "r30"}
    assert (walls["w22"], walls["w21"]) == (("wall", "LineString"), ("fence", "LineString"))
    assert [one.name for one in store.features("compounds")] == ["四季绿城"]
    assert not any(one.props["kind"].startswith("barrier=fence") for one in store.features("pois"))
    network.build(store)
    leg = Roads.load(tmp_path / "home" / network.FILE).path(Position(111.0005, 35.0), Position(111.0005, 35.0002))
    assert leg is not None
    assert leg.distance_m == pytest.approx(2 * 319 + 111, abs=3)
    assert not leg.over_wall


@pytest.mark.real_data
def test_the_walls_of_a_city_leave_every_door_where_one_gets_to(tmp_path: Path) -> None:
    """Of the two extracts only Helsinki's has walls (78 lines, 71 of them barriers to feet)."""
    _, store = take(real_data("helsinki_west_osm", "helsinki_west.osm.pbf"), tmp_path)
    assert store.count("walls") == 71
    network.build(store)
    walled = Graph.load(tmp_path / network.FILE)
    open_ = replace(walled, walls=walled.walls[:0], walls_mapped=walled.walls_mapped[:0])
    places = Places.read(store)
    before, after = (Net(one, "walk", ~one.gate_open[0]) for one in (open_, walled))
    there, here = (net.snap(places.lon, places.lat) for net in (before, after))
    moved = there.edge != here.edge
    assert 10 <= moved.sum() <= 60
    assert ((before.island[there.edge] == 0) <= (after.island[here.edge] == 0)).all()
    assert ((there.edge >= 0) == (here.edge >= 0)).all()
    assert not after.walled(places.lon[moved], places.lat[moved], here.lon[moved], here.lat[moved])[
        ~here.over[moved]
    ].any()

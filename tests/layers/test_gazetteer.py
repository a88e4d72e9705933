from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from shapely.geometry import LineString, Point

from dispatch.position import Position
from layers.feature import Feature
from layers.gazetteer import Gazetteer, Located
from layers.store import LayerStore
from tests.layers.conftest import building


@pytest.fixture
def gazetteer(store: LayerStore) -> Gazetteer:
    return Gazetteer(store)


def names(gazetteer: Gazetteer, q: str, limit: int = 5) -> list[str]:
    return [hit.name for hit in gazetteer.search(q, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sjlc", "四季绿城 1号楼"),
        ("sjlc3", "四季绿城 3号楼"),
        ("SJLC 3", "四季绿城 3号楼"),
        ("四季绿城3号楼", "四季绿城 3号楼"),
        ("绿城 3", "四季绿城 3号楼"),
        ("sijilvcheng3", "四季绿城 3号楼"),
        ("sijilucheng 3", "四季绿城 3号楼"),
        ("ddx", None),
        ("dxdb5hl3dy", "鼎鑫地标 5号楼 3单元"),
        ("dxdb 3dy", "鼎鑫地标 5号楼 3单元"),
        ("pile-06", "四季绿城 06号桩"),
        ("889-10-2", "鼎鑫地标 5号楼 烟感"),
        ("yhl", "盐湖路"),
        ("\uff33\uff2a\uff2c\uff23", "四季绿城 1号楼"),
        ("", None),
        ("   ", None),
        ("\n' OR 1=1 --", None),
    ],
)
def test_typing_finds(gazetteer: Gazetteer, typed: str, first: str | None) -> None:
    assert (names(gazetteer, typed) or [None])[0] == first


def test_hits_carry_kind_key_and_place(gazetteer: Gazetteer) -> None:
    hit = gazetteer.search("sjlc2", 1)[0]
    assert (hit.kind, hit.id) == ("building", "b2")
    assert hit.position.lon == pytest.approx(111.0023)


def test_a_whole_number_comes_before_a_longer_one(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [building(n) for n in (15, 51, 50, 5)])
    assert names(Gazetteer(store), "sjlc5")[0] == "四季绿城 5号楼"


def test_buildings_of_one_name_are_told_apart_by_id(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [Feature(id, "1号楼", building(n).geometry, {}) for n, id in enumerate("ab")])
    assert [hit.id for hit in Gazetteer(store).search("1hl", 5)] == ["a", "b"]


def test_a_device_knows_its_place(gazetteer: Gazetteer) -> None:
    asset = gazetteer.asset("fh889-10-2")
    assert asset is not None
    assert (asset.place, asset.unit, asset.floor, asset.spot) == ("鼎鑫地标 5号楼", "3单元", 3, "走廊")
    assert (asset.building_id, asset.layer) == ("b5", "fire_terminals")
    assert gazetteer.asset("nobody") is None


def test_a_building_is_found_by_its_key(gazetteer: Gazetteer) -> None:
    found = gazetteer.building("b5")
    assert found is not None
    assert (found.place, found.levels, found.households) == ("鼎鑫地标 5号楼", 18, 100)
    assert gazetteer.building("5号楼") is None


def test_a_point_knows_its_grid_and_building(gazetteer: Gazetteer) -> None:
    located = gazetteer.locate(Position(111.0053, 35.0003))
    assert (located.grid_code, located.building_id) == ("140802001001002", "b5")
    assert located.building_name == "鼎鑫地标 5号楼"
    assert not located.outside_district


def test_beside_a_building_counts_as_at_it_but_not_across_the_street(gazetteer: Gazetteer) -> None:
    assert gazetteer.locate(Position(111.0053, 35.0001)).building_id == "b5"
    assert gazetteer.locate(Position(111.0053, 34.9999)).building_id is None


def test_outside_the_grids_is_outside_the_district(gazetteer: Gazetteer) -> None:
    assert gazetteer.locate(Position(111.02, 35.0)).outside_district


def test_without_grids_the_district_ends_two_kilometres_from_the_buildings(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [building(1)])
    gazetteer = Gazetteer(store)
    assert not gazetteer.locate(Position(111.0016, 35.0004 + 0.0175)).outside_district
    assert gazetteer.locate(Position(111.0016, 35.0004 + 0.0185)).outside_district


def test_where_no_building_is_the_compound_says_where_or_street_and_community(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    boxes = {"盐湖区": 0.1, "中城街道": 0.05, "御沁社区": 0.02}
    areas = [Feature(name, name, Point(111, 35).buffer(width), {}) for name, width in boxes.items()]
    store.replace("areas", areas)
    store.replace("compounds", [Feature("c", "四季绿城", Point(111.01, 35).buffer(0.001), {})])
    gazetteer = Gazetteer(store)
    assert gazetteer.locate(Position(111, 35)).words == "中城街道 御沁社区"
    assert gazetteer.locate(Position(111.01, 35)).words == "四季绿城"
    assert gazetteer.locate(Position(111.09, 35)).words == "盐湖区"


def test_beside_a_road_the_road_says_where(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("roads", [Feature("r", "盐湖路", LineString([(111, 35), (111.01, 35)]), {"class": "residential"})])
    gazetteer = Gazetteer(store)
    assert gazetteer.locate(Position(111.005, 35.0005)).words == "盐湖路"
    assert gazetteer.locate(Position(111.005, 35.002)).words == ""


def test_without_grids_and_buildings_the_district_is_all_that_was_imported(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("areas", [Feature("a", "盐湖区", Point(111, 35).buffer(0.1), {})])
    store.replace("piles", [Feature("p", "1号桩", Point(111.3, 35), {})])
    gazetteer = Gazetteer(store)
    assert not gazetteer.locate(Position(111.3, 35)).outside_district
    assert gazetteer.locate(Position(111.4, 35)).outside_district


def test_an_empty_home_knows_nothing_and_refuses_nothing(tmp_path: Path) -> None:
    gazetteer = Gazetteer(LayerStore(tmp_path))
    assert gazetteer.locate(Position(111, 35)) == Located()
    assert gazetteer.search("sjlc") == []
    assert gazetteer.asset("x") is None
    assert gazetteer.building("x") is None


def test_a_new_import_is_seen_without_a_restart(store: LayerStore) -> None:
    now = [0.0]
    gazetteer = Gazetteer(store, clock=lambda: now[0])
    assert names(gazetteer, "jhw") == []
    store.replace("compounds", [Feature("c9", "金海湾", Point(111, 35).buffer(0.001), {})])
    now[0] += 2
    assert names(gazetteer, "jhw") == ["金海湾"]


def test_ten_thousand_names_are_searched_while_typing(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [building(n, ("四季绿城", "金海湾", "颐源居")[n % 3]) for n in range(10_000)])
    gazetteer = Gazetteer(store)
    gazetteer.search("x")
    spent = []
    for typed in ("s", "sj", "sjl", "sjlc", "sjlc5", "sjlc 50", "5", "号楼", "zzz"):
        start = process_time()
        gazetteer.search(typed, 20)
        spent.append(process_time() - start)
    assert sorted(spent)[len(spent) // 2] < 0.010  # 2 ms, and room for a slow machine

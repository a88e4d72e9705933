from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from shapely.geometry import Point, box

from console.demo_layers import DISTRICT, read
from layers import gridcode, importing
from layers.areas import Areas, current
from layers.feature import Feature
from layers.hierarchy import level_of
from layers.members import members
from layers.store import LayerStore
from tests.support.real_data import real_data


def area(id: str, level: str, west: float, east: float, **props: object) -> Feature:
    """A strip from ``west`` to ``east``."""
    return Feature(id, props.pop("name", id), box(west, 0, east, 1), {"level": level, **props})  # type: ignore[arg-type]


def grid(code: str, west: float, east: float, **props: object) -> Feature:
    return Feature(code, code[-3:], box(west, 0, east, 1), {"code": code, **props})


def shown(tree: list[dict], depth: int = 0) -> list[str]:
    """The tree as lines."""
    return [
        line
        for node in tree
        for line in (
            f"{'  ' * depth}{node['level']} {'(gap)' if node['gap'] else node['id']}",
            *shown(node["children"], depth + 1),
        )
    ]


STREETS = [area("s1", "street", 0, 2, parent="d"), area("s2", "street", 2, 4, parent="d")]


def test_a_tree_from_the_district_to_the_grids() -> None:
    areas = Areas(
        [
            area("d", "district", 0, 4, code="140802"),
            *STREETS,
            area("140802001001", "community", 0, 1, parent="s1"),
            area("140802001002", "community", 1, 2, parent="s1"),
        ],
        [grid("140802001001001", 0, 0.5, households=400), grid("140802001001002", 0.5, 1, households=300)],
    )
    assert shown(areas.tree()) == [
        "district d",
        "  street s1",
        "    community 140802001001",
        "      grid 140802001001001",
        "      grid 140802001001002",
        "    community 140802001002",
        "  street s2",
    ]
    assert areas.tree()[0]["households"] == 700
    assert areas.tree()[0]["children"][1]["households"] is None
    assert areas.find("140802") is areas.by_id["d"]


def test_a_level_that_is_missing_is_a_gap() -> None:
    areas = Areas(
        [area("d", "district", 0, 4), area("s1", "street", 0, 2, parent="d")],
        [grid("140802001001001", 0, 1), grid("140802001001002", 1, 2), grid("140802009001001", 3, 4)],
    )
    assert shown(areas.tree()) == [
        "district d",
        "  street s1",
        "    community (gap)",
        "      grid 140802001001001",
        "      grid 140802001001002",
        "  street (gap)",
        "    community (gap)",
        "      grid 140802009001001",
    ]
    assert [one.id for one in areas.at("community")] == []


@pytest.mark.parametrize(
    "props",
    [{"parent": "s2"}, {"parent": "140802002"}, {"parent": "河东街道"}, {"code": "140802002001"}, {}],
    ids=["id", "code", "name", "beginning of the code", "where it lies"],
)
def test_what_an_area_belongs_to_is_found_by_what_is_known(props: dict[str, str]) -> None:
    streets = [
        area("s1", "street", 0, 2, code="140802001", name="北苑街道"),
        area("s2", "street", 2, 4, code="140802002", name="河东街道"),
    ]
    areas = Areas([*streets, area("c", "community", 2.5, 3, **props)])
    assert areas.by_id["c"].parent == "s2"


def test_of_two_streets_of_one_name_it_is_the_one_around_it() -> None:
    areas = Areas(
        [
            area("s1", "street", 0, 2, name="新安街道"),
            area("s2", "street", 2, 4, name="新安街道"),
            area("c", "community", 2.5, 3, parent="新安街道"),
        ]
    )
    assert areas.by_id["c"].parent == "s2"


def test_only_grids_are_a_tree_too() -> None:
    assert shown(Areas([], [grid("140802001001001", 0, 1)]).tree()) == ["grid 140802001001001"]
    assert Areas([], []).tree() == []


@pytest.mark.parametrize(
    ("word", "level"),
    [("街道", "street"), ("8", "street"), ("subdistrict", "street"), ("社区", "community"), ("国", "")],
)
def test_levels_in_the_words_of_registers(word: str, level: str) -> None:
    assert level_of(word) == level


def test_codes_of_grids_are_held_to_the_norm() -> None:
    codes = [
        "140802001001001",
        "14080200100100",
        "140802001001000",
        "140802009001001",
        "140802001001002",
        "140802001001002",
    ]
    assert gridcode.problems(codes, {"140802001001"}) == {
        "14080200100100": "not_15_digits",
        "140802001001000": "not_15_digits",
        "140802009001001": "no_such_community",
        "140802001001002": "twice",
    }
    assert gridcode.problems(["140802009001001"], set()) == {}
    areas = Areas([area("140802001001", "community", 0, 1)], [grid("140802009001001", 0, 1)])
    assert areas.by_id["140802009001001"].problem == "no_such_community"
    assert areas.by_id["140802009001001"].parent == "140802001001", "it lies there"


def test_the_demo_district_has_five_levels(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    names = ("areas", "grids", "buildings", "party_homes")
    store.replace_all({name: read(DISTRICT / f"{name}.geojson") for name in names})
    areas = current(store)
    assert Counter(one.level for one in areas.by_id.values()) == {
        "district": 1,
        "street": 3,
        "community": 11,
        "grid": 25,
    }
    assert not any(one.gap or one.problem for one in areas.by_id.values())
    assert current(store) is areas
    everywhere = [members(store, one, with_homes=True) for one in areas.at("grid")]
    assert sum(len(held.buildings) for held in everywhere) == store.count("buildings")
    homes = [home for held in everywhere for building in held.buildings for home in building["party_homes"]]
    assert len(homes) == store.count("party_homes") == 75
    assert not any(held.homes for held in everywhere)
    hidden = members(store, areas.at("grid")[0], with_homes=False)
    assert not any(building["party_homes"] for building in hidden.buildings)


def test_a_home_of_no_building_is_listed_by_itself(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace_all(
        {
            "buildings": [Feature("b1", "1号楼", box(0.1, 0.1, 0.2, 0.2), {"compound": "鼎鑫地标"})],
            "party_homes": [
                Feature("by-building", "甲", Point(9, 9), {"building_id": "b1"}),
                Feature("by-place", "乙", Point(0.5, 0.5), {"building_id": "gone"}),
                Feature("by-code", "丙", Point(9, 9), {"grid_code": "140802001001001"}),
                Feature("elsewhere", "丁", Point(0.5, 0.5), {"grid_code": "140802001001009"}),
            ],
        }
    )
    held = members(store, Areas([], [grid("140802001001001", 0, 1)]).at("grid")[0], with_homes=True)
    assert [(b["name"], [h["id"] for h in b["party_homes"]]) for b in held.buildings] == [
        ("鼎鑫地标 1号楼", ["by-building"])
    ]
    assert {home["id"] for home in held.homes} == {"by-place", "by-code"}


@cache
def shenzhen() -> Areas:
    """The real hierarchy, as its files are imported one after the other."""
    with TemporaryDirectory() as folder:
        for name in ("city", "district", "subdistrict", "community"):
            file = real_data("shenzhen_admin_osm", f"shenzhen_{name}.geojson")
            importing.run("areas", file, folder, datum="wgs84", mode="merge", then=lambda *_: None)
        return Areas(LayerStore(folder).features("areas"))


@pytest.mark.real_data
def test_the_real_hierarchy_of_shenzhen_with_its_gaps() -> None:
    """SOURCE.md: 1 city, 10 districts, 78 streets of which 24 have communities, 191 of them."""
    areas = shenzhen()
    assert Counter(one.level for one in areas.by_id.values()) == {
        "city": 1,
        "district": 10,
        "street": 78,
        "community": 191,
    }
    assert all(areas.by_id[one.parent].level == "street" for one in areas.at("community"))
    with_some = {one.parent for one in areas.at("community")}
    assert len(with_some) == 24
    sizes = {areas.by_id[id].name: len(areas.children[id]) for id in with_some}
    assert (sizes["新安街道"], sizes["粤海街道"], sizes["沙河街道"], sizes["福田街道"]) == (21, 16, 14, 13)

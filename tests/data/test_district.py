"""The demo district is a place: what the issue counts is there, doors are reached, walls hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from dispatch.position import Position
from dispatch.travel.crow_flies import CrowFlies
from dispatch.travel.roads import Roads
from layers import network
from layers.registry import IMPORTED
from layers.store import LayerStore

DATA = Path(__file__).parents[2] / "data"


@cache
def layer(name: str) -> list[tuple[dict[str, Any], Any]]:
    """(properties, geometry) of a committed layer."""
    collection = json.loads((DATA / "district" / f"{name}.geojson").read_text(encoding="utf-8"))
    return [(f["properties"], shapely.geometry.shape(f["geometry"])) for f in collection["features"]]


def props(name: str) -> list[dict[str, Any]]:
    return [row for row, _ in layer(name)]


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    from console.demo_layers import read

    store = LayerStore(tmp_path_factory.mktemp("home"))
    store.replace_all({name: read(DATA / "district" / f"{name}.geojson") for name in ("roads", "gates")})
    path = network.build(store)
    assert path is not None
    return Roads.load(path)


@pytest.mark.parametrize(
    ("name", "count"), [("grids", 25), ("cameras", 60), ("sheds", 30), ("lifts", 100), ("fire_hosts", 8)]
)
def test_it_has_as_many_things_as_the_issue_names(name: str, count: int) -> None:
    assert len(layer(name)) == count


def test_about_600_buildings_of_which_about_240_are_lived_in() -> None:
    uses = Counter(row["use"] for row in props("buildings"))
    assert 550 <= sum(uses.values()) <= 660
    assert 225 <= uses["residential"] <= 255
    with_doors = {row["building_id"] for row in props("entrances")}
    assert with_doors == {row["id"] for row in props("buildings") if row["use"] == "residential"}


def test_grids_have_300_to_500_households_and_15_digit_codes() -> None:
    rows = props("grids")
    assert all(300 <= row["households"] <= 500 for row in rows)
    assert 9_500 <= sum(row["households"] for row in rows) <= 11_500
    assert all(re.fullmatch(r"140802\d{9}", row["code"]) and row["code"] == row["id"] for row in rows)
    areas = {row["id"]: row for row in props("areas")}
    assert all(areas[row["code"][:12]]["parent"] == row["code"][:9] for row in rows)


def test_grids_cover_the_district_without_overlapping() -> None:
    shapes = [shape for _, shape in layer("grids")]
    whole = next(shape for row, shape in layer("areas") if row["level"] == "district")
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, rel=1e-3)


def test_the_contracts_alarm_stands_in_its_corridor() -> None:
    row, point = next(pair for pair in layer("fire_terminals") if pair[0]["id"] == "fh889-10-2")
    building, outline = next(pair for pair in layer("buildings") if pair[0]["id"] == row["building_id"])
    assert (point.x, point.y) == (111.0031, 35.0302)
    assert outline.contains(point)
    assert (building["compound"], building["name"]) == ("四季绿城", "5号楼")
    assert (row["unit"], row["floor"], row["place"], row["zone"], row["point"]) == ("3单元", 3, "走廊", "10", "2")


def test_the_scenes_of_the_newspapers_are_there() -> None:
    piles = Counter((row["shed_id"], row["sockets"]) for row in props("piles") if "shed_id" in row)
    assert piles["shed-dxdb-1", 12] == 20
    assert piles["shed-bhyh-1", 12] == 5
    assert sum(row["kind"] == "private" for row in props("piles")) == 60
    assert sum(row["sockets"] for row in props("piles")) == 1320
    assert max(Counter(row["building_id"] for row in props("lifts")).values()) == 8
    named = {row["name"] for row in props("compounds")}
    assert named >= {"四季绿城", "鼎鑫地标", "滨湖一号", "金海湾", "荟萃花园南区", "颐源居", "天香蓝郡", "枫林逸景"}


def test_the_network_is_one_and_reaches_every_door() -> None:
    index: dict[tuple[float, float], int] = {}
    ends = []
    for _, line in layer("roads"):
        ids = [index.setdefault(point, len(index)) for point in line.coords]
        ends += list(pairwise(ids))
    u, v = np.array(ends).T
    parts, _ = connected_components(coo_matrix((np.ones(len(u)), (u, v)), shape=(len(index),) * 2), directed=False)
    assert parts == 1
    lines = shapely.STRtree([line for _, line in layer("roads")])
    doors = [point for _, point in layer("entrances")]
    _, metres = lines.query_nearest(doors, return_distance=True, all_matches=False)
    assert metres.max() < 2e-6


def test_nobody_walks_through_a_wall() -> None:
    gates = shapely.union_all([point.buffer(3e-6) for _, point in layer("gates")])
    for row, outline in layer("compounds"):
        for _, line in layer("roads"):
            assert line.intersection(outline.exterior).difference(gates).is_empty, row["name"]


def test_houses_stand_apart_and_are_whole() -> None:
    outlines = [outline for _, outline in layer("buildings")]
    assert all(outline.is_valid for outline in outlines)
    tree = shapely.STRtree(outlines)
    left, right = tree.query(outlines, predicate="overlaps")
    assert all(outlines[a].intersection(outlines[b]).area < 5e-10 for a, b in zip(left, right, strict=True))


def test_the_nearest_by_the_crow_is_often_not_the_nearest_on_foot(roads: Roads) -> None:
    homes = [row for row, _ in layer("buildings") if row["use"] == "residential"][::9]
    doors = {row["building_id"]: point for row, point in layer("entrances") if row["unit"] == "1单元"}
    starts = [Position(lon=point.x, lat=point.y) for point in list(doors.values())[4::12]]
    differ = 0
    for row in homes:
        goal = Position(lon=doors[row["id"]].x, lat=doors[row["id"]].y)
        walks, flights = roads.to(goal, starts), CrowFlies().to(goal, starts)
        assert all(walks), "every door is reached from every door"
        nearest = [min(range(len(starts)), key=lambda n: legs[n].distance_m) for legs in (walks, flights)]
        differ += nearest[0] != nearest[1]
    assert differ >= len(homes) * 0.1


def test_ids_are_unique_and_every_layer_is_known() -> None:
    for path in (DATA / "district").glob("*.geojson"):
        ids = [row["id"] for row in props(path.stem)]
        assert path.stem in IMPORTED
        assert len(ids) == len(set(ids)), path.stem
    size = sum(path.stat().st_size for path in (DATA / "district").glob("*.geojson"))
    assert size < 3_000_000

"""The network that is made of layers: walls, and what is cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from dispatch.position import Position
from dispatch.travel.roads import Roads
from layers import network
from layers.feature import Feature
from layers.store import LayerStore

#: Metres east and north of here, as degrees.
LON, LAT, EAST, NORTH = 111.0, 35.0, 1 / 91_090, 1 / 111_195


def at(x: float, y: float) -> tuple[float, float]:
    return LON + x * EAST, LAT + y * NORTH


def place(x: float, y: float) -> Position:
    return Position(*at(x, y))


def road(id: str, *points: tuple[float, float], kind: str = "street") -> Feature:
    return Feature(id, "", shapely.LineString([at(*p) for p in points]), {"class": kind})


def box(x1: float, y1: float, x2: float, y2: float) -> shapely.Polygon:
    return shapely.box(*at(x1, y1), *at(x2, y2))


#: A street along y = 0; a compound north of it (10 to 110) with a path along y = 60 that leaves through an east gate.
STREET = road("street", (-300, 0), (0, 0), (300, 0), (300, 60))
YARD = road("yard", (-80, 60), (100, 60), (300, 60), kind="path")
COMPOUND = Feature("c1", "滨湖一号", box(-100, 10, 100, 110), {})
GATE = Feature("g1", "东门", shapely.Point(*at(100, 60)), {"compound": "滨湖一号", "kind": "gate", "foot": "yes"})


def home(folder: Path, **layers: list[Feature]) -> LayerStore:
    store = LayerStore(folder)
    store.replace_all(layers, datum="wgs84", source="test", attribution="")
    network.build(store)
    return store


def test_a_house_behind_a_wall_is_not_laid_on_the_road_outside(tmp_path: Path) -> None:
    home(tmp_path, roads=[STREET, YARD], compounds=[COMPOUND], gates=[GATE])
    roads = Roads.load(tmp_path / network.FILE)
    leg = roads.path(place(-50, -2), place(-50, 25))
    assert leg is not None
    assert leg.distance_m == pytest.approx(2 + 350 + 60 + 350 + 35, abs=3)
    outside = roads.path(place(-50, -2), place(-50, 25), "reference")
    assert outside is not None
    assert outside.distance_m == pytest.approx(27, abs=1)


def test_a_compound_without_a_gate_has_no_wall(tmp_path: Path) -> None:
    home(tmp_path, roads=[STREET, YARD], compounds=[COMPOUND], gates=[])
    leg = Roads.load(tmp_path / network.FILE).path(place(-50, -2), place(-50, 25))
    assert leg is not None
    assert leg.distance_m == pytest.approx(27, abs=1)


def test_behind_a_wall_with_no_road_of_its_own_a_house_takes_the_nearest(tmp_path: Path) -> None:
    home(tmp_path, roads=[STREET], compounds=[COMPOUND], gates=[GATE])
    leg = Roads.load(tmp_path / network.FILE).path(place(-50, -2), place(-50, 25))
    assert leg is not None
    assert leg.distance_m < 60


def test_a_shop_in_the_outer_wall_opens_to_the_street(tmp_path: Path) -> None:
    home(tmp_path, roads=[STREET, YARD], compounds=[COMPOUND], gates=[GATE])
    leg = Roads.load(tmp_path / network.FILE).path(place(-150, 0), place(-50, 13))
    assert leg is not None
    assert leg.distance_m == pytest.approx(113, abs=2)


def test_what_is_cut_off_is_counted_with_the_buildings_on_it(tmp_path: Path) -> None:
    island = road("island", (0, -200), (80, -200), kind="path")
    houses = [Feature("b1", "1号楼", box(30, -210, 50, -205), {}), Feature("b2", "2号楼", box(-60, 3, -50, 8), {})]
    home(tmp_path, roads=[STREET, island], buildings=houses, gates=[])
    state = network.state(tmp_path)
    assert state is not None
    assert (state.islands, state.islanders) == (1, 1)
    assert state.islands_km == pytest.approx(0.08, abs=0.001)


def test_without_roads_there_is_neither_network_nor_state(tmp_path: Path) -> None:
    store = home(tmp_path, roads=[STREET])
    assert network.state(tmp_path) is not None
    store.replace_all({"roads": []}, datum="wgs84", source="test", attribution="")
    assert network.build(store) is None
    assert network.state(tmp_path) is None


def test_a_network_of_too_many_edges_is_told_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = home(tmp_path, roads=[STREET])
    monkeypatch.setattr(network, "MOST_EDGES", 2)
    assert network.build(store) is None
    state = network.state(tmp_path)
    assert state is not None
    assert state.is_too_large
    assert not (tmp_path / network.FILE).exists()


def test_houses_behind_a_wall_on_the_map_without_a_road_are_counted(tmp_path: Path) -> None:
    fence = Feature("f1", "", shapely.LineString([at(-100, 10), at(100, 10)]), {"kind": "fence"})
    houses = [Feature("b1", "1号楼", box(-60, 20, -40, 30), {}), Feature("b2", "2号楼", box(-60, -20, -50, -10), {})]
    home(tmp_path, roads=[STREET], walls=[fence], buildings=houses)
    state = network.state(tmp_path)
    assert state is not None
    assert state.over_walls == 1

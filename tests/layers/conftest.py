"""A street with eight buildings, small enough to know by heart."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapely.geometry import LineString, Point, box

from layers.derive import derive
from layers.feature import Feature
from layers.store import LayerStore

CREDIT = "© OpenStreetMap contributors"


def building(n: int, compound: str = "四季绿城") -> Feature:
    """Number n stands n × 100 m east of 111°, 20 m north of the street."""
    west = 111 + n * 0.001
    props = {"compound": compound, "use": "residential", "levels": 18, "households": 100}
    return Feature(f"b{n}", f"{n}号楼", box(west, 35.0002, west + 0.0006, 35.0004), props)


def fill(store: LayerStore) -> None:
    """Put the street into a store."""
    buildings = [building(n) for n in range(1, 5)] + [building(n, "鼎鑫地标") for n in range(5, 9)]
    street = Feature("r1", "盐湖路", LineString([(111, 35), (111.005, 35), (111.01, 35)]), {"class": "street"})
    terminal = {
        "building_id": "b5",
        "unit": "3单元",
        "floor": 3,
        "place": "走廊",
        "host": "889",
        "zone": 10,
        "point": 2,
    }
    store.replace_all(
        {
            "buildings": buildings,
            "roads": [street],
            "grids": [
                Feature("140802001001001", "001", box(111, 34.999, 111.005, 35.001), {"code": "140802001001001"}),
                Feature("140802001001002", "002", box(111.005, 34.999, 111.01, 35.001), {"code": "140802001001002"}),
            ],
            "entrances": [Feature("e1", "", Point(111.0052, 35.0002), {"building_id": "b5", "unit": "3单元"})],
            "fire_terminals": [Feature("fh889-10-2", "烟感", Point(111.0053, 35.0003), terminal)],
            "piles": [Feature("pile-06", "06号桩", Point(111.002, 35.0001), {"sockets": 12, "compound": "四季绿城"})],
        },
        attribution=CREDIT,
        source="by hand",
    )


@pytest.fixture
def store(tmp_path: Path) -> LayerStore:
    """The street in a home of its own, without tiles."""
    made = LayerStore(tmp_path / "home")
    fill(made)
    return made


@pytest.fixture(scope="session")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> LayerStore:
    """The street with its tiles; nobody may change it."""
    made = LayerStore(tmp_path_factory.mktemp("tiled"))
    fill(made)
    derive(made, ("buildings", "roads"), wait=True)
    return made

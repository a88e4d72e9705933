from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from layers import grids
from layers.feature import Feature
from layers.importing import ImportRefused
from layers.partition import bisect, share_out
from layers.store import LayerStore


def cut(home: Path, **more: Any) -> grids.Cut:
    return grids.cut(home, then=lambda *_: None, **more)


def town(home: Path, columns: int = 10, rows: int = 6, households: int | None = 40) -> LayerStore:
    """Blocks of 20 × 15 m in rows and columns; one in five is a shop."""
    store = LayerStore(home)
    features = []
    for n in range(columns * rows):
        west, south = 111 + n % columns * 0.0005, 35 + n // columns * 0.0004
        props = {"use": "shop"} if n % 5 == 4 else {"use": "residential", "households": households}
        features.append(Feature(f"b{n}", "", box(west, south, west + 0.0002, south + 0.00015), props))
    store.replace("buildings", features)
    return store


def test_grids_hold_as_many_households_as_wanted(tmp_path: Path) -> None:
    town(tmp_path)
    made = cut(tmp_path, households=400)
    assert (made.households, made.assumed) == (48 * 40, 0)
    assert made.grids == 5
    assert grids.FEWEST <= made.smallest <= made.largest <= grids.MOST


def test_buildings_without_a_figure_count_as_usual_ones(tmp_path: Path) -> None:
    town(tmp_path, households=None)
    assert cut(tmp_path).households == 48 * grids.ASSUMED


def test_every_building_is_in_one_grid_and_grids_overlap_nowhere(tmp_path: Path) -> None:
    store = town(tmp_path)
    cut(tmp_path, households=300)
    shapes = [f.geometry for f in store.features("grids")]
    for building in store.features("buildings"):
        assert sum(g.covers(building.geometry.centroid) for g in shapes) == 1
    assert sum(g.area for g in shapes) == pytest.approx(shapely.union_all(shapes).area)


def test_codes_are_fifteen_digits_in_sequence(tmp_path: Path) -> None:
    store = town(tmp_path)
    cut(tmp_path, prefix="140802003007", households=300)
    codes = [f.props["code"] for f in store.features("grids")]
    assert codes == [f"140802003007{n:03d}" for n in range(1, len(codes) + 1)]
    assert [f.id for f in store.features("grids")] == codes


def test_communities_get_grids_and_numbers_of_their_own(tmp_path: Path) -> None:
    store = town(tmp_path)
    street = Feature("s1", "东街", box(110, 34, 112, 36), {"level": "street"})
    props = {"level": "community", "parent": "s1"}
    west = Feature("c1", "西社区", box(110.9, 34.9, 111.0024, 35.1), {**props, "code": "140802001002"})
    east = Feature("c2", "东社区", box(111.0024, 34.9, 111.1, 35.1), {**props, "code": "140802001001"})
    store.replace("areas", [street, west, east])
    cut(tmp_path, households=320)
    found = {f.props["code"]: (f.props["community"], f.props["street"]) for f in store.features("grids")}
    assert found["140802001001001"] == ("东社区", "东街")
    assert found["140802001002001"] == ("西社区", "东街")
    assert sum(f.props["households"] for f in store.features("grids")) == 48 * 40


def test_without_buildings_there_is_nothing_to_cut(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused):
        cut(tmp_path)


def test_a_prefix_that_is_no_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="12 digits"):
        cut(tmp_path, prefix="14080200100A")


boxes = st.builds(
    lambda x, y, w, h: box(x, y, x + w, y + h),
    *(st.integers(0, 1000), st.integers(0, 1000), st.integers(20, 200), st.integers(20, 200)),
)


@settings(deadline=None)
@given(st.lists(boxes, min_size=1, max_size=40))
def test_numbers_run_in_bands_from_the_north_and_from_west_to_east(shapes: list[shapely.Polygon]) -> None:
    order = grids.in_order(shapes)
    assert sorted(order) == list(range(len(shapes)))
    height = float(np.median([s.bounds[3] - s.bounds[1] for s in shapes]))
    north = max(s.bounds[3] for s in shapes)
    middles = [((s.bounds[0] + s.bounds[2]) / 2, (s.bounds[1] + s.bounds[3]) / 2) for s in (shapes[i] for i in order)]
    keys = [(int((north - y) // height), x) for x, y in middles]
    assert keys == sorted(keys)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=60, unique=True), st.integers(1, 8)
)
def test_parts_share_the_ground_out_without_rest(places: list[tuple[int, int]], parts: int) -> None:
    buildings = [box(x * 30, y * 30, x * 30 + 20, y * 30 + 15) for x, y in places]
    parts = min(parts, len(buildings))
    labels = bisect(shapely.get_coordinates(shapely.centroid(buildings)), np.ones(len(buildings)), parts)
    assert set(labels.tolist()) == set(range(parts))
    area = shapely.union_all(buildings).convex_hull.buffer(25)
    shapes = share_out(buildings, labels, area)
    whole = shapely.union_all(shapes)
    assert sum(s.area for s in shapes) == pytest.approx(whole.area, rel=1e-9)
    assert whole.area == pytest.approx(area.area, rel=0.01)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), min_size=16, max_size=200, unique=True))
def test_cuts_are_nearly_even(points: list[tuple[float, float]]) -> None:
    labels = bisect(np.array(points), np.ones(len(points)), 4)
    assert np.bincount(labels).max() - np.bincount(labels).min() <= 0.35 * len(points) / 4 + 3

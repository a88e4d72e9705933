"""Files of the demo district in three datums are recognised by what their points fall on, or nothing is claimed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from shapely.geometry import shape

from layers.datum import from_wgs84
from layers.evidence import Evidence, weigh
from layers.evidence.names import Names
from layers.feature import Feature
from layers.store import LayerStore
from tests.support.real_data import real_data

DISTRICT = Path(__file__).parents[2] / "data" / "district"
DATUMS = ("wgs84", "gcj02", "bd09")
Floats = NDArray[np.float64]


def read(path: Path) -> list[Feature]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return [
        Feature(str(p.get("id", n)), str(p.get("name") or ""), shape(one["geometry"]), p)
        for n, one in enumerate(features)
        if (p := one["properties"]) is not None and one["geometry"]
    ]


@cache
def register(name: str) -> tuple[Floats, list[str]]:
    """Where the things of a layer are, and the compound each would name in a file."""
    home = {one.id: one.text("compound") for one in read(DISTRICT / "buildings.geojson")}
    features = read(DISTRICT / f"{name}.geojson")
    points = np.array([one.geometry.representative_point().coords[0] for one in features])
    return points, [one.text("compound") or home.get(one.text("building_id"), "") for one in features]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LayerStore:
    made = LayerStore(tmp_path_factory.mktemp("district"))
    ground = ("buildings", "roads", "compounds", "areas", "grids")
    made.replace_all({name: read(DISTRICT / f"{name}.geojson") for name in ground})
    return made


def shifted(points: Floats, datum: str) -> Floats:
    return np.column_stack(from_wgs84(points[:, 0], points[:, 1], datum))


def noisy(random: np.random.Generator, points: Floats, metres: float) -> Floats:
    moved: Floats = points + random.normal(0, metres, points.shape) / (91_000, 111_195)
    return moved


def row(evidence: Evidence, datum: str) -> dict[str, object]:
    return next(one for one in evidence.as_dict()["rows"] if one["datum"] == datum)


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("layer", ["piles", "cameras", "entrances", "gates"])
def test_by_the_names_of_compounds(store: LayerStore, layer: str, datum: str) -> None:
    points, names = register(layer)
    evidence = weigh(layer, shifted(points, datum), names, store)
    assert (evidence.chosen, evidence.why) == (datum, "names")
    assert evidence.named > 0.8 * len(points[:1000])


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("layer", ["shops", "entrances", "lifts", "buildings"])
def test_without_names_by_the_buildings(store: LayerStore, layer: str, datum: str) -> None:
    points, _ = register(layer)
    evidence = weigh(layer, shifted(points, datum), [], store)
    assert (evidence.chosen, evidence.why) == (datum, "ground")


@pytest.mark.parametrize("datum", DATUMS)
def test_roads_lie_upon_the_roads_there_were(store: LayerStore, datum: str) -> None:
    points, _ = register("roads")
    assert weigh("roads", shifted(points, datum), [], store).chosen == datum


@pytest.mark.parametrize("datum", ["EPSG:4546", "EPSG:4525"])
def test_metres_of_a_zone(store: LayerStore, datum: str) -> None:
    points, names = register("entrances")
    evidence = weigh("entrances", shifted(points, datum), names, store)
    assert evidence.chosen == datum
    if datum == "EPSG:4546":
        assert [one.datum for one in evidence.rows] == ["EPSG:4546", "EPSG:4547", "EPSG:4548"]


def test_the_figures_are_those_of_the_table(store: LayerStore) -> None:
    points, names = register("piles")
    evidence = weigh("piles", shifted(points, "gcj02"), names, store)
    right, wrong = row(evidence, "gcj02"), row(evidence, "wgs84")
    assert (right["n"], right["own_community"], right["near_road"]) == (len(points),) * 3
    assert (wrong["own_community"], wrong["shift_m"]) == (0, 0.0)
    assert 525 < float(str(right["shift_m"])) < 627


def test_few_points_decide_nothing(store: LayerStore) -> None:
    points, names = register("piles")
    assert weigh("piles", points[:4], names[:4], store).why == "few_points"
    assert weigh("piles", points[:0], [], store).chosen is None


def test_an_empty_home_decides_nothing(tmp_path: Path) -> None:
    points, names = register("piles")
    evidence = weigh("piles", points, names, LayerStore(tmp_path))
    assert (evidence.chosen, evidence.why, len(evidence.rows)) == (None, "no_layers", 3)


def test_a_file_of_another_district_decides_nothing(store: LayerStore) -> None:
    points, names = register("piles")
    assert weigh("piles", points + np.array([0.5, 0.5]), names, store).why == "far_away"


def test_numbers_of_no_chinese_place_decide_nothing(store: LayerStore) -> None:
    assert weigh("piles", np.array([[1.2e9, 7.0]] * 9), [], store).why == "no_such_numbers"
    assert weigh("piles", np.full((9, 2), np.nan), [], store).chosen is None


def test_one_row_at_the_world_s_end_spoils_nothing(store: LayerStore) -> None:
    points, names = register("piles")
    spoiled = np.vstack([shifted(points, "bd09"), [[0.0, 0.0], [np.nan, 1.0]]])
    assert weigh("piles", spoiled, [*names, "", ""], store).chosen == "bd09"


@pytest.mark.parametrize("layer", ["piles", "entrances", "shops", "buildings"])
def test_points_strewn_at_random_decide_nothing(store: LayerStore, layer: str) -> None:
    random = np.random.default_rng(11)
    points, _ = register(layer)
    for count in (10, 30, 100, 300):
        strewn = random.uniform(points.min(axis=0), points.max(axis=0), (count, 2))
        assert weigh(layer, strewn, [], store).chosen is None


def test_a_datum_that_nobody_knows_is_not_taken_for_another(store: LayerStore) -> None:
    points, names = register("entrances")
    for east, north in ((300, 0), (0, -350), (-800, 200), (200, 900)):
        strange = points + np.array([east / 91_000, north / 111_195])
        assert weigh("entrances", strange, names, store).chosen is None


@pytest.mark.parametrize(("count", "metres"), [(10, 0.0), (10, 15.0), (30, 15.0), (100, 15.0)])
def test_random_parts_are_decided_rightly_or_not_at_all(store: LayerStore, count: int, metres: float) -> None:
    random = np.random.default_rng(count)
    right = 0
    for turn in range(24):
        datum, layer = DATUMS[turn % 3], ("piles", "cameras", "entrances", "buildings")[turn % 4]
        points, names = register(layer)
        some = random.choice(len(points), min(count, len(points)), replace=False)
        file = shifted(noisy(random, points[some], metres), datum)
        chosen = weigh(layer, file, [names[i] for i in some], store).chosen
        assert chosen in (datum, None)
        right += chosen == datum
    assert right >= 18


def test_names_are_found_whatever_is_said_after_them() -> None:
    names = Names(["四季绿城", "御沁社区", "鼎鑫地标小区"])
    for theirs, ours in (
        ("四季绿城小区", "四季绿城"), ("四季绿城（二期）", "四季绿城"), ("四季绿城 1号车棚", "四季绿城"),
        ("御沁社区居民委员会", "御沁"), ("御沁居委会", "御沁"), ("鼎鑫地标", "鼎鑫地标"), ("别处", None), ("", None),
    ):  # fmt: skip
        assert names.find(theirs) == ours


@pytest.mark.real_data
@pytest.mark.parametrize("datum", DATUMS)
def test_places_of_a_real_town(tmp_path: Path, datum: str) -> None:
    folder = real_data("beijing_tsinghua_osm")
    real = LayerStore(tmp_path)
    buildings = [
        Feature(f"b{n}", f.name, f.geometry) for n, f in enumerate(read(folder / "tsinghua_buildings.geojson"))
    ]
    roads = [Feature(f"r{n}", "", f.geometry) for n, f in enumerate(read(folder / "tsinghua_roads.geojson"))]
    real.replace_all({"buildings": buildings, "roads": roads})
    random = np.random.default_rng(2)
    points = np.array([one.geometry.representative_point().coords[0] for one in buildings])
    doors = noisy(random, points[random.choice(len(points), 200, replace=False)], 5.0)
    evidence = weigh("entrances", shifted(doors, datum), [], real)
    assert (evidence.chosen, evidence.why) == (datum, "ground")
    assert weigh("entrances", doors + np.array([0.004, -0.003]), [], real).chosen is None

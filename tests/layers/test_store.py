from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from shapely.geometry import Point

from layers.feature import Feature
from layers.store import LayerStore
from tests.layers.conftest import building


def test_an_empty_home_is_empty_and_not_an_error(tmp_path: Path) -> None:
    store = LayerStore(tmp_path / "nothing")
    assert store.layers() == {}
    assert list(store.features("buildings")) == []
    assert store.feature("buildings", "b1") is None
    assert store.geojson("buildings") == {"type": "FeatureCollection", "features": []}
    assert store.count("buildings") == 0
    assert store.stamp() == 0
    assert not (tmp_path / "nothing").exists()


def test_what_is_stored_comes_back_as_it_was(store: LayerStore) -> None:
    feature = store.feature("buildings", "b5")
    assert feature is not None
    assert (feature.name, feature.props["compound"], feature.props["levels"]) == ("5号楼", "鼎鑫地标", 18)
    assert feature.geometry.equals(building(5).geometry)


def test_a_box_gives_only_what_touches_it(store: LayerStore) -> None:
    assert [f.id for f in store.features("buildings", (111.0011, 35.0, 111.0021, 35.001))] == ["b1", "b2"]
    assert list(store.features("buildings", (0, 0, 1, 1))) == []


def test_the_former_layer_stays_when_the_new_one_is_not_whole(store: LayerStore) -> None:
    before = store.meta("buildings")
    with pytest.raises(sqlite3.IntegrityError):
        store.replace_all({"roads": [], "buildings": [building(1), building(1)]})
    assert store.meta("buildings") == before
    assert store.count("roads") == 1


def test_a_reader_sees_the_former_layer_until_the_new_one_is_whole(store: LayerStore) -> None:
    reader = iter(store.features("buildings"))
    next(reader)
    store.replace("buildings", [building(9)])
    assert len(list(reader)) == 7
    assert [f.id for f in store.features("buildings")] == ["b9"]


def test_the_same_content_has_the_same_version(store: LayerStore, tmp_path: Path) -> None:
    other = LayerStore(tmp_path / "other")
    features = list(store.features("buildings"))
    assert other.replace("buildings", features).version == store.layers()["buildings"].version
    assert other.replace("buildings", features[1:]).version != store.layers()["buildings"].version


def test_the_stamp_changes_with_any_layer(store: LayerStore) -> None:
    before = store.stamp()
    store.replace("hydrants", [Feature("h1", "", Point(111, 35))])
    assert store.stamp() != before


def test_merging_changes_the_named_ones_and_keeps_the_others(store: LayerStore) -> None:
    store.merge("buildings", [Feature("b1", "新1号楼", building(1).geometry), building(20)])
    names = {f.id: f.name for f in store.features("buildings")}
    assert (names["b1"], names["b2"], names["b20"], len(names)) == ("新1号楼", "2号楼", "20号楼", 9)


def test_a_dropped_layer_is_gone(store: LayerStore) -> None:
    store.drop("buildings")
    assert store.meta("buildings") is None
    assert list(store.features("buildings", (111, 34, 112, 36))) == []


def test_pinyin_is_made_when_words_are_stored(store: LayerStore) -> None:
    assert store.spellings()["四季绿城"] == ("sijilvcheng", "sjlc")

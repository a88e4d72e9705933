"""A home made ready for the demo."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from console import demo
from console.cli.offline import open_log
from console.settings import Settings, SettingsError
from dispatch import checkpoint
from dispatch.position import Position
from layers.gazetteer import Gazetteer
from layers.store import LayerStore

#: eight in the morning in the district: every shift of the day has hours to go
NOW = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("home")
    demo.prepare(Settings(home=made), scenario="busy_day", auto=True, now=NOW)
    return made


def test_a_prepared_home_has_map_roads_tiles_kinds_and_people(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAODAO_HOME", str(home))
    with open_log() as log:
        board = checkpoint.latest(log)
        board.apply_all(log.stream(board.seq))
    assert len(board.kinds) == 63
    assert board.auto_dispatch
    assert Counter(worker.duty for worker in board.workers.values()) == {"off_duty": 61}
    assert len(board.rosters) == 40
    assert LayerStore(home).count("grids") == 25
    assert (home / "roads.npz").exists()
    assert len(list((home / "tiles").glob("*.pmtiles"))) >= 10


def test_the_contracts_example_falls_on_its_building(home: Path) -> None:
    gazetteer = Gazetteer(LayerStore(home))
    located = gazetteer.locate(Position(lon=111.0031, lat=35.0302))
    assert (located.building_name, located.outside_district) == ("四季绿城 5号楼", False)
    place = gazetteer.asset("fh889-10-2")
    assert place is not None
    assert (place.place, place.unit, place.spot) == ("四季绿城 5号楼", "3单元", "走廊")


def test_a_second_start_changes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAODAO_HOME", str(home))
    with open_log() as log:
        before, stamp = log.head().seq, LayerStore(home).stamp()
    demo.prepare(Settings(home=home), scenario="busy_day", auto=True, now=NOW)
    with open_log() as log:
        assert log.head().seq == before
    assert LayerStore(home).stamp() == stamp


def test_a_layer_that_somebody_imported_stays(home: Path) -> None:
    store = LayerStore(home)
    kept = list(store.features("shops"))[:3]
    store.replace("shops", kept, source="theirs.csv", datum="wgs84", attribution="")
    demo.prepare(Settings(home=home), scenario="busy_day", auto=True, now=NOW)
    assert store.count("shops") == 3


def test_with_no_scenario_nobody_is_simulated(tmp_path: Path) -> None:
    demo.choose(tmp_path, "none")
    assert demo.playing(tmp_path) is None
    assert demo.clockworks(SimpleNamespace(settings=Settings(home=tmp_path))) == ()


def test_a_home_plays_the_scenario_it_was_prepared_for(home: Path) -> None:
    assert demo.playing(home) == "busy_day"


@pytest.mark.parametrize("name", ["no_such_day", "../../etc/passwd", ""])
def test_an_unknown_scenario_is_refused_with_those_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="busy_day"):
        demo.choose(tmp_path, name)

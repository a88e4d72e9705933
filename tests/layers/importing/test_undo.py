from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.importing import ImportRefused, history, imports, inspect, run, undo
from layers.store import LayerStore
from tests.layers.importing.conftest import Take

Rows = dict[str, int]


def register(folder: Path, rows: Rows, name: str = "piles.csv") -> Path:
    """A register of piles: id → sockets."""
    file = folder / name
    lines = [f"{id},{111 + index / 1000},35,{sockets}" for index, (id, sockets) in enumerate(rows.items())]
    file.write_text("\n".join(["id,lon,lat,sockets", *lines]) + "\n", encoding="utf-8")
    return file


def content(store: LayerStore) -> list[tuple[str, object]]:
    return [(feature.id, feature.props.get("sockets")) for feature in store.features("piles")]


def test_an_import_is_taken_back_whole_and_keeps_order_and_version(
    tmp_path: Path, take: Take, home: Path, store: LayerStore
) -> None:
    take(register(tmp_path, {"a": 1, "b": 2, "c": 3}))
    before, version = content(store), store.meta("piles")
    report = take(register(tmp_path, {"d": 4, "b": 5, "a": 1}))
    assert dict(content(store)) == {"a": 1, "b": 5, "d": 4}
    assert undo(home).id == report.import_id
    assert content(store) == before
    assert store.meta("piles") == version
    assert undo(home).kind == "piles"
    assert store.meta("piles") is None
    with pytest.raises(ImportRefused, match="no import"):
        undo(home)


def test_an_earlier_import_is_not_taken_back_from_under_a_later_one(tmp_path: Path, take: Take, home: Path) -> None:
    first = take(register(tmp_path, {"a": 1}))
    take(register(tmp_path, {"a": 2}))
    with pytest.raises(ImportRefused) as caught:
        undo(home, first.import_id)
    assert caught.value.code == "undo_superseded"
    assert [one.undoable for one in imports(home)] == [True, False]


def test_what_was_changed_by_hand_since_is_not_overwritten(
    tmp_path: Path, take: Take, home: Path, store: LayerStore
) -> None:
    take(register(tmp_path, {"a": 1}))
    store.drop("piles")
    with pytest.raises(ImportRefused) as caught:
        undo(home)
    assert caught.value.code == "undo_superseded"


def test_only_the_last_imports_are_kept(
    tmp_path: Path, take: Take, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "KEPT", 2)
    for sockets in (1, 2, 3):
        take(register(tmp_path, {"a": sockets}))
    assert [one.undoable for one in imports(home)] == [True, False, False]
    undo(home)
    undo(home)
    with pytest.raises(ImportRefused, match="no import"):
        undo(home)


def test_importing_the_same_again_changes_nothing(tmp_path: Path, take: Take, store: LayerStore) -> None:
    take(register(tmp_path, {"a": 1, "b": 2}))
    version = store.meta("piles")
    report = take(register(tmp_path, {"b": 2, "a": 1}, "other.csv"))
    again = store.meta("piles")
    counts = report.layers["piles"]
    assert again is not None
    assert version is not None
    # The places of the rows differ (the register numbers them), so only what is equal counts as unchanged.
    assert counts.added + counts.gone == 0
    take(register(tmp_path, {"a": 1, "b": 2}))
    third = take(register(tmp_path, {"a": 1, "b": 2}))
    assert third.layers["piles"].unchanged == 2


def test_a_home_without_imports_lists_none(tmp_path: Path) -> None:
    assert imports(tmp_path) == []


def test_inspecting_writes_nothing_and_shows_everything(tmp_path: Path, home: Path) -> None:
    file = register(tmp_path, {"a": 1, "b": 99})
    report = inspect("piles", file, home, confined=False).as_dict()
    assert not home.exists()
    assert report["layers"]["piles"]["added"] == 1
    assert (report["format"], report["rejected"], report["import_id"]) == ("csv", 1, 0)
    assert report["rejects"][0]["code"] == "bad_value"
    assert report["mapping"] == {"lon": "lon", "lat": "lat", "id": "id", "sockets": "sockets"}
    assert report["preview"]["features"][0]["geometry"]["coordinates"] == (111.0, 35.0)


def test_nothing_is_written_when_the_counts_are_turned_down(tmp_path: Path, take: Take, store: LayerStore) -> None:
    take(register(tmp_path, {"a": 1}))
    report = take(register(tmp_path, {"b": 1}), confirm=lambda report: report.layers["piles"].gone == 0)
    assert report.import_id == 0
    assert content(store) == [("a", 1)]


def test_an_import_gives_way_to_one_that_came_between(tmp_path: Path, take: Take, store: LayerStore) -> None:
    take(register(tmp_path, {"a": 1}))

    def meanwhile(report: object) -> bool:
        take(register(tmp_path, {"b": 2}, "other.csv"))
        return True

    with pytest.raises(ImportRefused) as caught:
        take(register(tmp_path, {"a": 3}), confirm=meanwhile)
    assert caught.value.code == "changed_meanwhile"
    assert content(store) == [("b", 2)]


rows = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3), min_size=1)


@settings(max_examples=25, deadline=None)
@given(first=rows, second=rows, mode=st.sampled_from(["replace", "merge"]))
def test_the_counts_are_what_happens_and_undo_is_the_way_back(
    tmp_path_factory: pytest.TempPathFactory, first: Rows, second: Rows, mode: str
) -> None:
    folder = tmp_path_factory.mktemp("case")
    home = folder / "home"
    store = LayerStore(home)

    def put(rows: Rows, mode: str) -> object:
        file = folder / "piles.csv"
        lines = [f"{id},111,35,{sockets}" for id, sockets in rows.items()]
        file.write_text("\n".join(["id,lon,lat,sockets", *lines]), encoding="utf-8")
        return run("piles", file, home, mode=mode, then=lambda *_: None, confined=False).layers["piles"]  # type: ignore[arg-type]

    put(first, "replace")
    before = content(store)
    counts = put(second, mode)
    kept = {} if mode == "replace" else {id: n for id, n in first.items() if id not in second}
    assert dict(content(store)) == {**kept, **second}
    both = first.keys() & second.keys()
    changed = sum(first[id] != second[id] for id in both)
    assert counts == type(counts)(
        total=len(second),
        added=len(second.keys() - first.keys()),
        changed=changed,
        unchanged=len(both) - changed,
        gone=len(first.keys() - second.keys()) if mode == "replace" else 0,
    )
    undo(home)
    assert content(store) == before

"""Exit status 0 done, 1 refused with the reason on stderr, 2 usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely import box

from console.__main__ import COMMANDS
from console.access.access import Access
from console.cli.offline import board, open_log
from console.settings import Settings
from layers.feature import Feature
from layers.store import LayerStore
from tests.console.cli.conftest import Said, Shell


def test_help_names_every_command(shaodao: Shell):
    said = shaodao("--help")
    assert said.status == 0
    assert all(name in said.out for name in COMMANDS)


@pytest.mark.parametrize("words", [("nothing",), ("import",), ("user", "add", "bob"), ("up", "--roles", "cook")])
def test_a_slip_of_the_tongue_is_usage(shaodao: Shell, words: tuple[str, ...]):
    said = shaodao(*words)
    assert said.status == 2
    assert "Usage" in said.err


def test_a_person_is_added_with_a_password_from_stdin(shaodao: Shell):
    said = shaodao("user", "add", "bob", "--role", "dispatcher", stdin="correct horse battery\n")
    assert (said.status, said.out) == (0, "bob: dispatcher\n")
    account = Access(Settings.load()).accounts.check("bob", "correct horse battery")
    assert account is not None
    again = shaodao("user", "add", "bob", "--role", "admin", stdin="another long password\n")
    assert again.status == 1
    assert again.err.strip()


def test_a_weak_password_is_refused_in_words(shaodao: Shell):
    said = shaodao("user", "add", "bob", "--role", "admin", stdin="short\n")
    assert said.status == 1
    assert "password" in said.err


def test_a_worker_is_registered_and_gets_a_link(shaodao: Shell):
    assert shaodao("worker", "add", "w1", "--name", "王五", "--skill", "lift", "--phone", "13812345678").status == 0
    assert board().workers["w1"].skills == ("lift",)
    said = shaodao("worker", "enrol", "w1")
    assert said.status == 0
    assert "/p/#enrol=" in said.out
    assert "█" in said.out, "a QR code"
    assert shaodao("worker", "enrol", "w2").status == 1


def test_sources_and_displays_show_their_token_once(shaodao: Shell):
    token = shaodao("source", "add", "cams", "--kind", "http").out.strip()
    assert Access(Settings.load()).identify({}, {}, token).role == "source"
    lines = shaodao("display", "add", "hall").out.splitlines()
    assert lines[1].endswith(f"/wall?display={lines[0]}")


def test_a_layer_goes_in_and_out_and_bad_rows_are_named(shaodao: Shell, tmp_path: Path, home: Path):
    file = tmp_path / "piles.csv"
    file.write_text("id,name,lon,lat\np1,桩1,111.0,35.0\np2,桩2,abc,35\np3,桩3,999,35\n", encoding="utf-8")
    said = shaodao("import", "piles", str(file))
    assert said.status == 0
    assert "row 3 lon" in said.out
    assert (home / "rejects" / "piles.csv.rejects.csv").exists()
    out = tmp_path / "out.geojson"
    assert shaodao("export", "piles", str(out)).status == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["features"]) == 1
    assert "piles" in shaodao("layers").out


@pytest.mark.parametrize(("kind", "text"), [("nothing", "x"), ("piles", "no coordinates here"), ("osm", "not OSM")])
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(shaodao: Shell, tmp_path: Path, kind: str, text: str):
    file = tmp_path / "file.csv"
    file.write_text(text, encoding="utf-8")
    said = shaodao("import", kind, str(file))
    assert said.status == 1
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_a_bad_setting_is_named(shaodao: Shell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHAODAO_PORT", "http")
    said = shaodao("layers")
    assert said.status == 1
    assert "SHAODAO_PORT" in said.err


def test_a_worker_is_put_into_a_grid_that_there_is(shaodao: Shell, home: Path):
    def add(code: str) -> Said:
        return shaodao("worker", "add", "w1", "--name", "王五", "--grid", code)

    said = add("12")
    assert said.status == 2
    assert "'12' is no code of a grid: 15 digits" in said.err
    assert add("140802001001001").status == 0
    grid = Feature("g1", "01", box(111.0, 35.0, 111.01, 35.01), {"code": "140802001001001"})
    LayerStore(home).replace("grids", [grid])
    assert add("140802001001001").status == 0
    said = add("140802001001002")
    assert said.status == 2
    assert "there is no grid '140802001001002'; there are 1, such as 140802001001001" in said.err


def test_the_doctor_says_what_is_missing(shaodao: Shell):
    said = shaodao("doctor")
    assert said.status == 1
    assert "no buildings" in said.out
    assert "no administrator" in said.out


def test_the_demo_stays_on_loopback(shaodao: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SHAODAO_BIND", "0.0.0.0")
    monkeypatch.setenv("SHAODAO_SECRET_KEY", "k" * 32)
    said = shaodao("demo", "--data", str(tmp_path / "demo"), "--scenario", "none")
    assert said.status == 1
    assert "SHAODAO_BIND" in said.err


def test_a_backup_comes_back_with_a_new_epoch(shaodao: Shell, tmp_path: Path):
    shaodao("worker", "add", "w1", "--name", "王五")
    file = tmp_path / "backup.tar.gz"
    said = shaodao("backup", str(file))
    assert (said.status, said.out[:8]) == (0, "1 events")
    shaodao("worker", "add", "w2", "--name", "赵六")
    with open_log() as log:
        before = log.head()
    assert shaodao("restore", "--keep", str(file)).status == 1
    assert shaodao("restore", str(file)).status == 0
    with open_log() as log:
        after = log.head()
    assert (after.seq, before.seq) == (1, 2)
    assert after.epoch != before.epoch


def test_half_an_archive_is_known_as_such(shaodao: Shell, tmp_path: Path):
    file = tmp_path / "backup.tar.gz"
    shaodao("worker", "add", "w1", "--name", "王五")
    shaodao("backup", str(file))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    said = shaodao("restore", str(file))
    assert said.status == 1
    assert "Traceback" not in said.err
    assert list(board().workers) == ["w1"]


def test_a_broken_scenario_names_its_line(shaodao: Shell, tmp_path: Path):
    file = tmp_path / "bad.jsonl"
    file.write_text('{"t": "soon"}\n', encoding="utf-8")
    said = shaodao("scenario", str(file))
    assert said.status == 1
    assert "line 1" in said.err
    assert shaodao("scenario", str(file), "--speed", "0").status == 2

"""The process that reads strangers' files: what it can do, what it is told, how it ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from layers.importing import ImportRefused, limits, run, sandbox
from layers.store import LayerStore
from tests.layers.importing.test_bad_input import CSV, written
from tests.layers.importing.test_formats import names, shapefile


def test_every_format_of_gdal_leaves_one_driver_only() -> None:
    code = (
        "import sys; from layers.importing.reading.drivers import load; print(list(load(sys.argv[1]).list_drivers()))"
    )
    done = subprocess.run([sys.executable, "-c", code, "kml"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['LIBKML']"


def test_a_file_is_read_in_a_process_of_its_own(tmp_path: Path, store: LayerStore, home: Path) -> None:
    file = shapefile(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    report = run("piles", file, home, then=lambda *_: None)
    assert report.landed == 2
    assert {path.name for path in tmp_path.iterdir()} == before | {"home"}
    assert names(store) == ["联通", "四季绿城"]


def test_an_archive_in_the_working_folder_does_not_shadow_our_modules(tmp_path: Path, home: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("numpy.py", "raise SystemExit(3)")
        archive.writestr("a.csv", "id,lon,lat\na,111,35\n")
    assert run("piles", tmp_path / "a.zip", home, then=lambda *_: None).landed == 1
    shutil.rmtree(home)


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_S", 0.01)
    with pytest.raises(ImportRefused) as caught:
        run("piles", written(tmp_path / "a.csv", CSV), home, then=lambda *_: None)
    assert caught.value.code == "reader_limits"
    assert not home.exists()


def test_a_reader_that_dies_says_how(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    popen = subprocess.Popen

    def dying(command: list[str], **options: Any) -> Any:
        return popen([command[0], "-c", "import os; os.abort()"], **options)

    monkeypatch.setattr(sandbox.subprocess, "Popen", dying)
    with pytest.raises(ImportRefused) as caught:
        run("piles", written(tmp_path / "a.csv", CSV), home, then=lambda *_: None)
    assert caught.value.code == "reader_crashed"


def test_the_reader_is_told_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAODAO_SECRET_KEY", "very secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    told = sandbox._environment(str(tmp_path))
    assert not any(name.startswith("SHAODAO") or "PROXY" in name.upper() for name in told)

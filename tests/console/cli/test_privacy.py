"""The privacy report at the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from shapely.geometry import Point, box

from layers.feature import Feature
from layers.store import LayerStore
from tests.console.cli.conftest import Shell


def fill(home: Path) -> None:
    LayerStore(home).replace_all(
        {
            "buildings": [Feature("b1", "=1号楼", box(110.9999, 35.0001, 111.0001, 35.0003), {"use": "residential"})],
            "cameras": [
                Feature("cam-1", "南门", Point(111, 35), {"heading": 0, "angle": 90}),
                Feature("cam-2", "大厅", Point(111, 35.0002), {}),
            ],
            "gates": [Feature(f"g{n}", f"{n}门", Point(111, 34.998 - n / 1000), {}) for n in range(12)],
        }
    )


def test_the_report_in_words(shaodao: Shell, home: Path):
    fill(home)
    said = shaodao("privacy")
    assert said.status == 0
    assert "2 cameras, 1 with windows in view" in said.out
    assert "=1号楼 (b1)" in said.out
    assert "nothing is said of them: 1" in said.out
    assert "12 of 12 gates" in said.out
    assert "and 2 more" in said.out


def test_the_report_for_programs_and_for_spreadsheets(shaodao: Shell, home: Path, tmp_path: Path):
    fill(home)
    file = tmp_path / "privacy.csv"
    report = json.loads(shaodao("privacy", "--json", str(file)).out)
    assert report["doors"] == 12
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert rows[0]["finding"] == "facade"
    assert rows[0]["name"] == "'=1号楼", "not a formula"
    assert float(rows[0]["metres"]) == report["windows_m"]
    assert len(rows) == 13


def test_an_empty_home_has_an_empty_report(shaodao: Shell):
    assert "0 cameras" in shaodao("privacy").out

"""Where files wait, what they are called, and which register they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.imports import guess, uploads


def test_files_wait_a_day_and_are_the_servers_alone(tmp_path: Path) -> None:
    old = uploads.make(tmp_path)
    with uploads.create(old, "a.csv") as file:
        file.write(b"x")
    assert ((old / "a.csv").stat().st_mode & 0o777, old.stat().st_mode & 0o777) == (0o600, 0o700)
    os.utime(old, (1, 1))
    assert uploads.make(tmp_path).exists()
    assert not old.exists()
    for _ in range(uploads.MOST + 3):
        uploads.make(tmp_path)
    assert len(list((tmp_path / "uploads").iterdir())) <= uploads.MOST + 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("摄像头(新).csv", "摄像头(新).csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.xlsx", "y.xlsx"),
        (".bashrc", "bashrc"),
        ("a\nb\x1b[31m.csv", "a_b_31m.csv"),
        ("", "file"),
        ("x" * 300 + ".geojson", "x" * 88 + ".geojson"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert uploads.plain(given) == kept


@pytest.mark.parametrize(
    ("stem", "kind"),
    [("盐湖区充电桩2026", "piles"), ("Fire terminals", "fire_terminals"), ("camera-list", "cameras"), ("data", "")],
)
def test_a_register_is_known_by_its_name(stem: str, kind: str) -> None:
    assert guess.by_name(stem) == kind

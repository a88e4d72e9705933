"""A run in a process of its own: how it stands, one at a time, stopped, and one whose process is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.imports.job import look, put
from console.lab import runs
from console.lab.order import Order
from console.lab.refused import LabRefused

#: Python, the demo's map and a short day on a busy core
PATIENCE_S = 60.0
LONG = Order("busy_day", ("baseline", "default"), seeds=50, load=0.8, workers=30, district="demo")


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    run_id = runs.at_work(tmp_path)
    if run_id:
        kill(tmp_path)


def kill(home: Path) -> None:
    for pid in holders(home):
        os.kill(pid, signal.SIGKILL)


def holders(home: Path) -> list[int]:
    """Processes of the lab that work in this home."""
    found = []
    for one in Path("/proc").iterdir():
        if one.name.isdigit() and int(one.name) != os.getpid():
            try:
                line = (one / "cmdline").read_bytes()
            except OSError:
                continue
            if b"console.lab" in line and str(home).encode() in line:
                found.append(int(one.name))
    return found


@pytest.mark.long
@pytest.mark.slow
def test_one_at_a_time_and_a_killed_one_is_told_of(home: Path) -> None:
    run_id = runs.begin(LONG, home, "dispatcher:a")
    assert runs.standing(home, run_id).state == "running"  # type: ignore[union-attr]
    with pytest.raises(LabRefused) as refused:
        runs.begin(LONG, home, "dispatcher:b")
    assert refused.value.code == "busy"
    until(lambda: holders(home))
    kill(home)
    until(lambda: not runs.at_work(home))
    assert runs.standing(home, run_id).state == "lost"  # type: ignore[union-attr]
    assert runs.all_ids(home) == [run_id]


@pytest.mark.long
@pytest.mark.slow
def test_a_run_is_stopped_after_the_day_it_is_at(home: Path) -> None:
    run_id = runs.begin(LONG, home, "dispatcher:a")
    until(lambda: look(runs.folder_of(home) / run_id, runs.PROGRESS))
    runs.stop(home, run_id)
    until(lambda: not runs.at_work(home))
    assert runs.standing(home, run_id).state == "stopped"  # type: ignore[union-attr]


def test_only_the_last_runs_are_kept_and_odd_names_are_nobody(tmp_path: Path) -> None:
    for n in range(runs.MOST + 3):
        folder = runs.folder_of(tmp_path) / f"{n:010d}-abcdef"
        folder.mkdir(parents=True)
        put(folder, runs.ASKED, {"scenario": "busy_day"})
    runs._sweep(tmp_path)
    kept = runs.all_ids(tmp_path)
    assert len(kept) == runs.MOST - 1
    assert kept[0].startswith(f"{runs.MOST + 2:010d}")
    assert runs.standing(tmp_path, "../../etc") is None
    assert runs.standing(tmp_path, "") is None

"""One command starts all, and whatever ends it ends all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from console import valkey
from console.settings import Settings
from console.supervised import Child
from console.supervisor import AlreadyRunning, _only_one, environment

ROOT = Path(__file__).parents[3]
#: a supervisor whose web process is a sleeper, so that the test is about processes only
PROGRAM = """
import logging, sys
from pathlib import Path
from console import supervisor
from console.settings import Settings
from console.supervised import Child
logging.basicConfig(level=logging.INFO)
home = Path(sys.argv[1])
def sleepers(settings, roles):
    found = [c for c in real(settings, ()) ]
    return [*found, *(Child(r, [sys.executable, "-c", sys.argv[2]], {}) for r in roles)]
real, supervisor.children = supervisor.children, sleepers
sys.exit(supervisor.run(Settings(home=home), ["engine", "intake"]))
"""
SLEEPER = "import time; time.sleep(60)"
#: says by a file in the folder ``here`` that it no longer hears
DEAF = """
import os, pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({here!r}, f"deaf-{{os.getpid()}}").touch()
time.sleep(60)
"""


def soon(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():  # asked once: the next moment may be another
            return True
        pause.wait(0.02)
    return False


class Running:
    def __init__(self, home: Path, program: str = SLEEPER) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(home), program], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def up(self, count: int) -> list[psutil.Process]:
        assert soon(lambda: len(self.children()) == count), self.children()
        return self.children()


@pytest.fixture
def count() -> int:
    return 3 if valkey.binary() else 2


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def starter(program: str = SLEEPER) -> Running:
        made.append(Running(tmp_path, program))
        return made[-1]

    yield starter
    for running in made:
        running.process.kill()
        running.process.wait()


def gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all_in_order(start: Callable[..., Running], count: int, number: int) -> None:
    running = start()
    children = running.up(count)
    running.process.send_signal(number)
    assert running.process.wait(5) == 0
    assert gone(children)


@pytest.mark.long
def test_children_that_are_deaf_are_killed_within_five_seconds(
    start: Callable[..., Running], count: int, tmp_path: Path
) -> None:
    running = start(DEAF.format(here=str(tmp_path)))
    children = running.up(count)
    assert soon(lambda: len(list(tmp_path.glob("deaf-*"))) == 2)
    started = time.monotonic()
    running.process.terminate()
    running.process.wait(6)
    assert time.monotonic() - started < 5.3
    assert gone(children)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl is Linux's")
def test_children_end_with_a_parent_that_is_killed(start: Callable[..., Running], count: int) -> None:
    running = start()
    children = running.up(count)
    running.process.kill()
    assert soon(lambda: gone(children))


def test_a_child_that_is_killed_is_started_again(start: Callable[..., Running], count: int) -> None:
    running = start()
    first = running.up(count)
    for child in first:
        child.kill()
    assert soon(
        lambda: len(running.children()) == count and not {c.pid for c in running.children()} & {c.pid for c in first}
    )


def test_a_child_that_cannot_live_ends_all(start: Callable[..., Running]) -> None:
    running = start("import sys; sys.exit(3)")
    assert running.process.wait(10) == 1


def test_one_home_has_one_supervisor(tmp_path: Path) -> None:
    with _only_one(tmp_path), pytest.raises(AlreadyRunning), _only_one(tmp_path):
        pass


def test_children_are_told_what_the_command_line_decided(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, port=9123, allowed_origins=("https://a.example", "https://b.example"))
    assert Settings.load(environment(settings)) == settings


def test_the_pause_before_a_restart_grows_and_is_forgotten() -> None:
    child = Child("x", [sys.executable, "-c", ""], {})
    pauses = []
    for age in (4, 4, 4, 4, 4, 4, 60):
        child._started = 0.0
        assert child._ended(1, float(age))
        assert child._again_at is not None
        pauses.append(round(child._again_at - age, 1))
    assert pauses == [0.4, 0.8, 1.0, 1.0, 1.0, 1.0, 0.2]


def test_the_socket_is_for_its_owner_and_its_path_short_enough(tmp_path: Path) -> None:
    for home in (tmp_path, tmp_path / ("long" * 30)):
        folder = valkey.socket_folder(home)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert len(str(folder / "valkey.sock")) <= 104

"""A home is made ready while the web process loads; nothing serves it before."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from console.preparation import Preparation
from console.supervised import Child

ROOT = Path(__file__).parents[3]
#: a supervisor whose children say in the file ``diary`` when they began, and whose preparation waits for ``go``
PROGRAM = """
import sys
from pathlib import Path
from console import supervisor
from console.settings import Settings
from console.supervised import Child
home = Path(sys.argv[1])
held = [sys.executable, "-c", sys.argv[2], str(home)]
supervisor.children = lambda settings, roles: (Child(role, [*held, role], {}) for role in roles)
sys.exit(supervisor.run(Settings(home=home), first=[sys.executable, "-c", sys.argv[3], str(home)]))
"""
HELD = """
import os, pathlib, sys, time
home, role = pathlib.Path(sys.argv[1]), sys.argv[2]
(home / f"loaded-{role}").touch()
while os.read(0, 64):
    pass
(home / f"began-{role}").touch()
time.sleep(60)
"""
PATIENT = """
import pathlib, sys, time
while not (pathlib.Path(sys.argv[1]) / "go").exists():
    time.sleep(0.01)
"""


def soon(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():  # asked once: the next moment may be another
            return True
        pause.wait(0.02)
    return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    made: list[subprocess.Popen[bytes]] = []

    def starter(first: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), HELD, first]
        made.append(subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}))
        return made[-1]

    yield starter
    for process in made:
        process.kill()
        process.wait()


def there(home: Path) -> set[str]:
    return {path.name for path in home.iterdir() if path.name.startswith(("loaded", "began"))}


def test_the_web_process_loads_meanwhile_and_begins_afterwards(start: Callable[..., object], tmp_path: Path) -> None:
    start(PATIENT)
    assert soon(lambda: there(tmp_path) == {"loaded-web"})
    (tmp_path / "go").touch()
    assert soon(lambda: there(tmp_path) == {"loaded-web", "began-web", "loaded-engine", "began-engine"})


def test_a_web_process_that_is_started_again_meanwhile_is_held_too(tmp_path: Path) -> None:
    first = Preparation([sys.executable, "-c", PATIENT, str(tmp_path)], {})
    child = Child("web", [sys.executable, "-c", HELD, str(tmp_path), "web"], {})
    first.start()
    try:
        for _ in range(2):  # as Child.tend does, without the pause
            child.start(after=first)
            assert soon(lambda: there(tmp_path) == {"loaded-web"})
            child.end(0)
            (tmp_path / "loaded-web").unlink()
        child.start()
        (tmp_path / "go").touch()
        assert soon(first.over)
        assert soon(lambda: "began-web" in there(tmp_path))
        child.end(0)
        child.start()
        assert soon(lambda: "began-web" in there(tmp_path))
    finally:
        first.end()
        child.end(0)


def test_a_home_that_cannot_be_made_ready_is_not_served(
    start: Callable[[str], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    assert start("import sys; sys.exit(3)").wait(20) == 1
    assert not {"began-web", "loaded-engine"} & there(tmp_path)


def test_a_signal_ends_the_preparation_too(start: Callable[[str], subprocess.Popen[bytes]], tmp_path: Path) -> None:
    running = start(PATIENT)
    assert soon(lambda: there(tmp_path) == {"loaded-web"})
    children = psutil.Process(running.pid).children(recursive=True)
    assert len(children) == 2
    running.terminate()
    assert running.wait(5) == 0
    assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in children)
    assert "began-web" not in there(tmp_path)

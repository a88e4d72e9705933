"""The working process of rounds: real ones, and one that fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console.planner.child import PlannerFailed
from console.rounds import make
from console.rounds.asked import Work


def test_a_process_that_fails_is_asked_again_without_a_search(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[float] = []

    def ask(self: Any, work: Work, limit: float, **_: Any) -> dict[str, Any]:
        asked.append(limit)
        if len(asked) == 1:
            raise PlannerFailed("timed_out")
        return {"walks": []}

    monkeypatch.setattr(make.PlannerChild, "ask", ask)
    assert make.by_process(tmp_path)(Work((), (), (), 0, 1, 8, 5.0)) == {"walks": []}
    assert asked == [5.0, 0.0]


@pytest.mark.slow
def test_a_real_process_answers(tmp_path: Path) -> None:
    work = Work((), (), (), 0.0, 3600.0, 8.0, 0.1)
    assert make.by_process(tmp_path)(work)["walks"] == []


#: what a web process is: everything patched, the route run by the loop
WEB = """
from gevent import monkey; monkey.patch_all()
import sys
from pathlib import Path
from console.rounds.asked import Work
from console.rounds.make import by_process
print(by_process(Path(sys.argv[1]))(Work((), (), (), 0.0, 3600.0, 8.0, 0.1))["by"])
"""


@pytest.mark.slow
def test_a_web_process_under_gevent_gets_its_answer(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", WEB, str(tmp_path)], capture_output=True, text=True, timeout=100)
    assert ran.stdout.strip() == "insertion", ran.stderr

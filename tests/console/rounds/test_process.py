"""The working process of rounds: real ones, and one that fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.planner.child import PlannerFailed
from console.rounds import process
from console.rounds import work as work_
from console.rounds.asked import Walking, Work
from dispatch.travel.crow_flies import CrowFlies
from layers.patrol import Spot


def test_a_process_that_fails_is_asked_again_without_a_search(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[float] = []

    def ask(self: Any, work: Work, limit: float, **_: Any) -> dict[str, Any]:
        asked.append(limit)
        if len(asked) == 1:
            raise PlannerFailed("timed_out")
        return {"walks": []}

    monkeypatch.setattr(process.PlannerChild, "ask", ask)
    assert process.by_process(tmp_path)(Work((), (), (), 0, 1, 8, 5.0)) == {"walks": []}
    assert asked == [5.0, 0.0]


@pytest.mark.slow
def test_a_real_process_answers(tmp_path: Path) -> None:
    work = Work((), (), (), 0.0, 3600.0, 8.0, 0.1)
    assert process.by_process(tmp_path)(work)["walks"] == []


#: what a web process is: everything patched, the route run by the loop
WEB = """
from gevent import monkey; monkey.patch_all()
import sys
from pathlib import Path
from console.rounds.asked import Work
from console.rounds.process import by_process
print(by_process(Path(sys.argv[1]))(Work((), (), (), 0.0, 3600.0, 8.0, 0.1))["by"])
"""


@pytest.mark.slow
def test_a_web_process_under_gevent_gets_its_answer(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", WEB, str(tmp_path)], capture_output=True, text=True, timeout=100)
    assert ran.stdout.strip() == "insertion", ran.stderr


@pytest.mark.slow
def test_a_process_is_kept_for_the_next_question_and_one_that_ended_is_started_again(tmp_path: Path) -> None:
    work, ask = Work((), (), (), 0.0, 3600.0, 8.0, 0.1), process.by_process(tmp_path, keep=True)
    pids = []
    for _ in range(2):
        ask(work)
        pids.append(ask._child.pid if ask._child else None)
    assert pids[0] is not None
    assert pids[0] == pids[1]
    os.kill(pids[0], signal.SIGKILL)
    assert ask(work)["walks"] == []
    ask.close()


def test_the_limit_counts_for_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds of ways before the search: they are not given again to the search."""
    given: list[float] = []
    now = [100.0]

    class Slow(CrowFlies):
        def matrix(self, *asked: Any, **more: Any) -> Any:
            now[0] += 1.5
            return super().matrix(*asked, **more)

    monkeypatch.setattr(work_, "monotonic", lambda: now[0])
    real = work_.plan_rounds
    monkeypatch.setattr(
        work_, "plan_rounds", lambda p, time_limit_s: given.append(time_limit_s) or real(p, time_limit_s=0)
    )
    asked = Work(
        (Spot("b1", "1号楼", 111.0, 35.0),), (Walking("w1", None),), (date(2026, 11, 23),), 0.0, 3600.0, 8.0, 2.0
    )
    for limit in (2.0, 1.0):
        work_.answer(replace(asked, time_limit_s=limit), Slow())
    assert given == [pytest.approx(0.5, abs=0.01), 0.0]

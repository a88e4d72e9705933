"""The planner's process: killed, frozen, fed with nonsense."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.planner.child import PlannerChild, PlannerFailed
from tests.console.planner.scene import crossed

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
DIES = (sys.executable, "-c", "raise SystemExit(3)")
DIES_OVER_IT = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(4)")


class Clock:
    """A clock of the test's own; what is waited for still waits by select, for as long as this says."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def child(tmp_path: Path) -> Iterator[PlannerChild]:
    made = PlannerChild(tmp_path, clock=Clock())
    yield made
    made.close()


def test_one_that_was_killed_is_replaced_at_the_next_question(child: PlannerChild) -> None:
    shown = crossed()[0].picture()
    first = child.ask(shown, 0.1)
    assert len(first["changes"]) == 3
    killed, pid = child._process, child.pid
    assert killed is not None
    killed.kill()
    killed.wait()
    assert child.ask(shown, 0.1, spare_s=0.0)["id"] == first["id"]  # it is given its time to load
    assert child.pid != pid


def test_one_that_dies_over_a_question_rests_before_the_next(tmp_path: Path) -> None:
    clock = Clock()
    child = PlannerChild(tmp_path, command=DIES_OVER_IT, clock=clock)
    shown = crossed()[0].picture()
    with pytest.raises(PlannerFailed, match="crashed"):
        child.ask(shown, 0.1)
    assert not child._warm  # the next one is given its time to load
    with pytest.raises(PlannerFailed, match="resting"):
        child.ask(shown, 0.1)
    clock.now += 2
    with pytest.raises(PlannerFailed, match="crashed"):
        child.ask(shown, 0.1)
    child.close()


def test_one_that_does_not_answer_is_ended(tmp_path: Path) -> None:
    child = PlannerChild(tmp_path, command=SLEEPS)
    child._warm = True
    process = child._running()
    child._warm = True
    with pytest.raises(PlannerFailed, match="timed_out"):
        child.ask(crossed()[0].picture(), 0.0, spare_s=0.1)
    assert process.poll() == -signal.SIGKILL
    assert child.pid is None


def test_one_that_cannot_live_costs_little(tmp_path: Path) -> None:
    clock = Clock()
    child, reasons = PlannerChild(tmp_path, command=DIES_OVER_IT, clock=clock), []
    for second in range(10):
        clock.now = float(second)
        try:
            child.ask(crossed()[0].picture(), 0.0)
        except PlannerFailed as failure:
            reasons.append(failure.reason)
    assert reasons.count("crashed") == 4  # at 0, 1, 3 and 7 s
    assert reasons.count("resting") == 6

"""The working process of rounds: kept warm between questions, asked again without a search where it failed."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from console.planner.child import PlannerChild, PlannerFailed
from console.problems import Problem
from console.rounds.asked import Work

log_ = logging.getLogger(__name__)

#: Ways between 1,000 places and drawing them are 3 s of processor time; a busy machine takes a multiple.
SPARE_S = 60.0
Row = dict[str, Any]
Ask = Callable[[Work], Row]


class RoundsProcess:
    """Asks a process; where it fails or is late, another by insertion alone. The limit counts from the asking on, the
    ways included. Call it from one thread or greenlet at a time; raises Problem ``not_ready``.

    A warm process saves the next question 2 s of processor time (numpy, scipy, PyVRP, the network); it ends by itself
    when nobody asks for ten minutes (``__main__``)."""

    def __init__(self, home: Path, *, keep: bool = False) -> None:
        self._home, self._keep = home, keep
        self._child: PlannerChild | None = None

    def __call__(self, work: Work) -> Row:
        for attempt in (replace(work, ends_at=monotonic() + work.time_limit_s), replace(work, time_limit_s=0.0)):
            try:
                return self._ask(attempt)
            except PlannerFailed as failure:
                log_.warning("rounds: the working process %s", failure.reason)
                self.close()
        raise Problem("not_ready", "the rounds could not be worked out; try fewer places")

    def _ask(self, work: Work) -> Row:
        child = self._child or PlannerChild(
            self._home, command=(sys.executable, "-m", "console.rounds", str(self._home))
        )
        self._child = child
        try:
            return child.ask(work, work.time_limit_s, spare_s=SPARE_S)
        finally:
            if not self._keep:
                self.close()

    def close(self) -> None:
        """End it now."""
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(OSError):
                child.close()


def by_process(home: Path, *, keep: bool = False) -> RoundsProcess:
    return RoundsProcess(home, keep=keep)

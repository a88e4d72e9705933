"""One child of the supervisor: started, started again when it ends, ended."""

from __future__ import annotations

import logging
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

from console.children import spawn
from console.preparation import Preparation

log = logging.getLogger(__name__)

#: Pause before the next start: doubled each time up to the longest, forgotten after a steady life.
FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S = 0.2, 1.0, 30.0
#: A child that never lived this long, so many times in a row, never will.
STILLBORN_S, STILLBORN = 3.0, 3


class Child:
    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], *, how: int = signal.SIGTERM) -> None:
        self.name = name
        self._command, self._env, self._how = command, env, how
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._again_at: float | None = None
        self._pause = FIRST_PAUSE_S
        self._short_lives = 0
        self._lived = False
        self._after: Preparation | None = None

    def start(self, after: Preparation | None = None) -> None:
        """``after``: it loads meanwhile, and begins when the home is ready."""
        self._after = after or self._after
        stdin = self._after.held if self._after else subprocess.DEVNULL
        self._started, self._again_at = time.monotonic(), None
        self._process = spawn(self._command, env=self._env, how=self._how, stdin=stdin)
        log.info("%s started, pid %d", self.name, self._process.pid)

    def tend(self, now: float) -> bool:
        """Notice its end, start it again when the pause is over. False: it cannot be kept alive."""
        if self._again_at is not None:
            if now >= self._again_at:
                self.start()
            return True
        status = self._process.poll() if self._process else None
        if status is None:
            self._lived = self._lived or now - self._started >= STILLBORN_S
            return True
        return self._ended(status, now)

    def _ended(self, status: int, now: float) -> bool:
        age = now - self._started
        log.warning("%s ended with %d after %.1f s", self.name, status, age)
        self._short_lives = self._short_lives + 1 if age < STILLBORN_S else 0
        if self._short_lives >= STILLBORN and not self._lived:
            return False
        self._pause = FIRST_PAUSE_S if age >= STEADY_S else min(self._pause * 2, LONGEST_PAUSE_S)
        self._again_at = now + self._pause
        return True

    def signal(self, number: int) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def end(self, deadline: float) -> None:
        """Wait until ``deadline`` (monotonic), then kill."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

"""The planner's process as the engine sees it: asked, waited for, ended at its timeout, and started again."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Loading numpy, scipy, OR-Tools and the network, once for a process.
FIRST_S = 30.0
#: Beyond what the search itself is given: ways, bound, and a machine that is busy.
SPARE_S = 4.0
#: After a failure the next start waits twice as long as the last, so that a planner that cannot live costs little.
REST_S, REST_MOST_S = 1.0, 60.0


class PlannerFailed(Exception):
    """``reason`` is ``timed_out``, ``crashed`` or ``resting``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PlannerChild:
    """``ask`` blocks; call it from one thread that may wait."""

    def __init__(
        self, home: Path, *, command: tuple[str, ...] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._command = command or (sys.executable, "-m", "console.planner", str(home), str(os.getpid()))
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._warm = False
        self._rest_s, self._not_before = REST_S, float("-inf")

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def ask(self, shown: Any, time_limit_s: float, *, spare_s: float = SPARE_S) -> dict[str, Any]:
        """The proposal. Raises PlannerFailed; the process is then gone, and the next asking starts another."""
        try:
            process = self._running()  # before the patience: a new one has yet to load
            patience = time_limit_s + (spare_s if self._warm else max(spare_s, FIRST_S))
            answer = self._exchange(process, pickle.dumps((shown, time_limit_s)), self._clock() + patience)
        except PlannerFailed as failure:
            if failure.reason != "resting":
                self.close()
                self._not_before = self._clock() + self._rest_s
                self._rest_s = min(2 * self._rest_s, REST_MOST_S)
            raise
        self._warm, self._rest_s = True, REST_S
        proposal: dict[str, Any] = pickle.loads(answer)
        return proposal

    def _exchange(self, process: subprocess.Popen[bytes], message: bytes, end: float) -> bytes:
        assert process.stdin is not None
        try:
            process.stdin.write(struct.pack(">I", len(message)) + message)
            process.stdin.flush()
        except OSError:
            raise PlannerFailed("crashed") from None
        size = struct.unpack(">I", self._bytes(process, 4, end))[0]
        return self._bytes(process, size, end)

    def _bytes(self, process: subprocess.Popen[bytes], wanted: int, end: float) -> bytes:
        assert process.stdout is not None
        got, number = b"", process.stdout.fileno()
        while len(got) < wanted:
            if not select.select([number], [], [], max(0.0, end - self._clock()))[0]:
                raise PlannerFailed("timed_out")
            part = os.read(number, wanted - len(got))
            if not part:
                raise PlannerFailed("crashed")
            got += part
        return got

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        if self._clock() < self._not_before:
            raise PlannerFailed("resting")
        if self._process is not None:
            self.close()
        self._process = subprocess.Popen(
            list(self._command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # no preexec_fn: the child binds itself to this process
        )
        return self._process

    def close(self) -> None:
        """End it now."""
        process, self._process = self._process, None
        self._warm = False
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was still to be written goes nowhere
                    stream.close()
        process.wait()

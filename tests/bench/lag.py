"""How long /healthz takes, asked 20 times a second from a process of its own: no less than the server's loop lags.

python -m tests.bench.lag PORT      ends at the end of stdin, prints the 99th percentile in milliseconds
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.support.caller import Caller

ROOT = Path(__file__).parents[2]


class Lag:
    """Measures from its making until ``p99_ms`` is asked."""

    def __init__(self, port: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.lag", str(port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def p99_ms(self) -> float:
        return float(self._process.communicate(timeout=10)[0])


def main(port: int) -> None:
    caller, took, ending = Caller(port), [], threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ending.set()), daemon=True).start()
    caller.get("/healthz")
    while not ending.wait(0.05):
        began = time.monotonic()
        caller.get("/healthz")
        took.append(time.monotonic() - began)
    print(sorted(took)[int(len(took) * 0.99)] * 1000)


if __name__ == "__main__":
    main(int(sys.argv[1]))

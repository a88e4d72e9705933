"""From nothing to ready, and what it weighs: the demo district with its busy day."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.figure import Figure
from tests.support.console_process import Console

#: The simulated people walk and the screens' rows are warm by then.
SETTLE_S = 15.0


def run(folder: Path) -> list[Figure]:
    console = Console(folder / "fresh", scenario="busy_day")
    first = console.start(120)
    try:
        work = console.cpu_s()
        time.sleep(SETTLE_S)
        weight = console.resident_mb()
        ended = console.stop()
        again = console.start(120)
    finally:
        console.stop()
    return [
        Figure("fresh home → /readyz", first, "s", again, "second start", "≤ 10"),
        Figure("CPU time of that start", work, "s"),
        Figure("memory of the whole demo (PSS)", weight, "MB", goal="≤ 600"),
        Figure("SIGTERM → everything has ended", ended, "s", goal="≤ 5"),
    ]

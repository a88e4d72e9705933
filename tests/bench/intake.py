"""Durable acknowledged alerts over HTTP, beside what SQLite alone commits on this disk in the same run."""

from __future__ import annotations

import time
from pathlib import Path

from dispatch.adapters.sql_engine import SQLITE_PRAGMAS, sqlite_module
from tests.bench.feed import hammer
from tests.bench.figure import Figure
from tests.support.console_process import Console

SECONDS = 8.0
#: Repeats of these, after the first report of each opened its ticket.
DEVICES = 400


def run(folder: Path) -> list[Figure]:
    console = Console(folder / "intake", auto=False)
    console.start()
    try:
        hammer(console.port, 4, 3, 100, DEVICES)  # first reports, caches
        commits, rows = raw_sqlite(folder / "raw.db")
        single, _ = hammer(console.port, 8, SECONDS, 1, DEVICES)
        batches, _ = hammer(console.port, 4, SECONDS, 100, DEVICES)
        new, _ = hammer(console.port, 8, SECONDS, 1, 10**9)
    finally:
        console.stop()
    return [
        Figure("durable alerts, one by one, 8 clients", single, "/s", commits, "raw SQLite commits/s", "≥ 300"),
        Figure("durable alerts, batches of 100, 4 clients", batches, "/s", rows, "raw SQLite rows/s in 100s", "≥ 2000"),
        Figure("… one by one, each opening a ticket", new, "/s", commits, "raw SQLite commits/s"),
    ]


def raw_sqlite(path: Path, seconds: float = 2.0) -> tuple[float, float]:
    """Commits of one row a second, and rows a second in commits of 100, with the same pragmas."""
    connection = sqlite_module().connect(path, isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    connection.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY, data TEXT)")
    rates = []
    for batch in (1, 100):
        made, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO events (data) VALUES (?)", [("x" * 600,)] * batch)
            connection.execute("COMMIT")
            made += batch
        rates.append(made / seconds)
    connection.close()
    return rates[0], rates[1]

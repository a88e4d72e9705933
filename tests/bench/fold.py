"""The busy day played fast into a log, then folded from its beginning."""

from __future__ import annotations

import time
from pathlib import Path

from console import demo, scenario
from console.settings import Settings
from dispatch.adapters.sql_log import SqlLog
from dispatch.board import Board
from tests.bench.figure import Figure

#: A day in about half a minute.
SPEED = 3000.0


def run(folder: Path) -> list[Figure]:
    settings = Settings(home=folder / "fold")
    demo.prepare(settings, auto=True)
    scenario.play(settings, demo.SCENARIOS / "busy_day.jsonl", speed=SPEED, say=lambda _: None)
    log = SqlLog(settings.database_url, settings.district)
    events = log.read()
    began = time.perf_counter()
    board = Board(log.district)
    board.apply_all(log.stream())
    whole = time.perf_counter() - began
    began = time.perf_counter()
    Board(log.district).apply_all(events)
    pure = time.perf_counter() - began
    log.close()
    return [
        Figure("busy_day folded from the log", whole, "s", pure, "without reading it", "≤ 1"),
        Figure("… its events", len(events), "events"),
    ]

"""The demo: a home made ready, once."""

from __future__ import annotations

from typing import Any

from console import seed
from console.access.access import Access
from console.settings import Settings
from dispatch import checkpoint
from dispatch.adapters.sql_log import SqlLog


def prepare(settings: Settings, *, scenario: str = "none", auto: bool = False) -> None:
    """Layers, kinds, workers and accounts where they are missing. A second start takes no time."""
    settings.refuse_demo()
    settings.home.mkdir(parents=True, exist_ok=True)
    log = SqlLog(settings.database_url, settings.district)
    try:
        board = checkpoint.latest(log)
        board.apply_all(log.stream(board.seq))
        seed.kinds(log, board.kinds)
        seed.send(log, [one for one in seed.hands() if one.worker_id not in board.workers])
        seed.policy(log, auto)
    finally:
        log.close()
    Access(settings).seed_demo()


def clockworks(services: Any) -> tuple[Any, ...]:
    """What is stepped with the engine."""
    return ()

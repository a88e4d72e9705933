"""The logs that all promise the same: in memory, in SQLite, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dispatch.adapters.memory_log import MemoryLog
from dispatch.adapters.sql_log import SqlLog
from dispatch.log import EventLog
from tests.contracts.logs import Open


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def open_log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same log as often as one likes, as another process would."""
    opened: list[Any] = []
    memory: dict[str, MemoryLog] = {}
    url = _url(request, tmp_path)

    def opener(district: str = "140802") -> Any:
        if url is None:
            return memory.setdefault(district, MemoryLog(district))
        opened.append(SqlLog(url, district))
        return opened[-1]

    opener.url = url  # type: ignore[attr-defined]
    yield opener
    for log in opened:
        log.close()


def _url(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    if request.param == "memory":
        return None
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'log.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def log(open_log: Open) -> EventLog:
    return open_log()  # type: ignore[no-any-return]

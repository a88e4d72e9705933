"""Servers shared by a whole run."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.support.postgres import PostgresServer, start_postgres


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser at a time, whose maps are drawn by the processor; other slow tests go on beside it
    (``-n 2 --dist loadgroup``)."""
    for item in items:
        one = item.path.parent.name if item.path.parent.name == "browser" else item.path.stem
        item.add_marker(pytest.mark.xdist_group(one))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = start_postgres()
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A fresh database."""
    return postgres_server.url("t" + uuid.uuid4().hex[:12])

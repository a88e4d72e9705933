"""Servers shared by a whole run."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.support.postgres import PostgresServer, start_postgres


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests that share a server go to one process (``-n 2 --dist loadgroup``): it is started once."""
    for item in items:
        used = getattr(item, "fixturenames", ())
        server = next((name for name in ("demo", "office") if name in used), item.path.stem)
        item.add_marker(pytest.mark.xdist_group(server))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = start_postgres()
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A fresh database."""
    return postgres_server.url("t" + uuid.uuid4().hex[:12])

"""The console's API, as each client knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.support.web import Console, make_console


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    made = make_console(tmp_path)
    yield made
    made.services.dispatcher.close()


@pytest.fixture
def source(console: Console) -> FlaskClient:
    return console.client("demo-source")


@pytest.fixture
def sign_in(console: Console) -> Callable[[str], FlaskClient]:
    """A person's token: the gate is tested elsewhere."""

    def of(role: str) -> FlaskClient:
        name = f"{role}-{uuid4().hex[:6]}"
        account = console.services.access.accounts.add(name, "korrekt pferd batterie", role, "test")
        secret, _ = console.services.access.tokens.make("user", account.id, "test", "test")
        return console.client(secret)

    return of


@pytest.fixture
def desk(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("dispatcher")


@pytest.fixture
def admin(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("admin")

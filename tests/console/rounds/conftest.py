"""A town, or a console with six houses and its clients, for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely
from flask.testing import FlaskClient

from console.api import rounds as api
from layers.feature import Feature
from tests.console.rounds.asking import OnTheSpot, house
from tests.console.rounds.town import Town
from tests.support.web import HERE, Console, make_console


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    for closer in made.services.closers:
        closer()
    made.district.desk.close()


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    """Six houses, two workers; the work is done on the spot."""
    made = make_console(tmp_path)
    made.services.layers.replace("buildings", [house(n) for n in range(6)])
    area = shapely.box(HERE.lon, HERE.lat, HERE.lon + 0.0035, HERE.lat + 0.001)
    made.services.layers.replace("compounds", [Feature("sjlc", "四季绿城", area)])
    made.services.gazetteer.refresh()
    for n in (1, 2):
        made.worker(f"w{n}", 100 * n)
    monkeypatch.setattr(api, "by_process", OnTheSpot)
    yield made
    made.services.dispatcher.close()


@pytest.fixture
def desk(console: Console) -> FlaskClient:
    account = console.services.access.accounts.add("jia", "korrekt pferd batterie", "dispatcher", "test")
    return console.client(console.services.access.tokens.make("user", account.id, "test", "test")[0])


@pytest.fixture
def phone(console: Console) -> Callable[[str], FlaskClient]:
    return lambda worker: console.client(console.services.access.tokens.make("worker", worker, "test", "test")[0])

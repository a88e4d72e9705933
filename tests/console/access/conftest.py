"""A cast of people and devices, a clock that is set by hand, and an application that only has its doors."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, jsonify

from console import access as access_package
from console.access import Access, allow, current_identity
from console.settings import Settings
from tests.support.people import People


class HandClock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo's people, made once: five argon2 hashes and twelve commits take half a second."""
    home = tmp_path_factory.mktemp("seeded")
    access = Access(Settings(home=home))
    access.seed_demo()
    access.database.engine.dispose()  # the last connection folds the WAL into the file
    return home


@pytest.fixture
def settings(tmp_path: Path, seeded: Path, request: pytest.FixtureRequest) -> Settings:
    if "people" in request.fixturenames:
        for path in seeded.iterdir():
            shutil.copy2(path, tmp_path)
    return Settings(home=tmp_path)


@pytest.fixture
def access(settings: Settings, clock: HandClock) -> Access:
    return Access(settings, clock=clock)


@pytest.fixture
def app(settings: Settings, access: Access) -> Flask:
    made = Flask("doors", static_folder=None)
    access_package.install(made, settings, access)
    made.add_url_rule("/api/v1/orders", view_func=orders, methods=["GET", "POST"])
    made.add_url_rule("/api/v1/alerts", view_func=alerts, methods=["POST"])
    made.add_url_rule("/api/v1/forgotten", view_func=forgotten, methods=["GET", "POST"])
    made.add_url_rule("/api/v1/broken", view_func=broken)
    return made


@pytest.fixture
def people(app: Flask) -> People:
    return People(app)


@allow("dispatcher", "admin", "worker")
def orders():
    return jsonify({"name": current_identity().name})


@allow.token("source")
def alerts():
    return jsonify({"name": current_identity().name}), 202


def forgotten():
    """Nobody said who may call it."""
    return "nobody should read this"


@allow.public
def broken():
    raise KeyError("an inner secret")

"""Which buildings nobody free reaches, as people move, take jobs and go home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from shapely.geometry import LineString, box

from console.api import coverage
from dispatch.actor import Actor
from dispatch.adapters.positions import Fix
from dispatch.commands import SignOff
from dispatch.position import Position
from dispatch.travel.current import CurrentTravel
from layers import network
from layers.feature import Feature
from tests.support.web import HERE, Console


@pytest.fixture
def streets(console: Console, monkeypatch: pytest.MonkeyPatch) -> Console:
    """A street east of the place of the tests, with a house every 155 m."""
    monkeypatch.setattr(coverage, "EVERY_S", 0.0)
    store, lat = console.services.layers, HERE.lat
    road = [(HERE.lon + n * 0.0017, lat) for n in range(-1, 12)]
    houses = [
        Feature(
            f"b{n}",
            "",
            box(HERE.lon + n * 0.0017, lat, HERE.lon + n * 0.0017 + 0.0002, lat + 0.0002),
            {"households": 7},
        )
        for n in range(10)
    ]
    store.replace_all({"roads": [Feature("r", "路", LineString(road), {"class": "street"})], "buildings": houses})
    network.build(store)
    console.services.travel = CurrentTravel(store.home / network.FILE)
    return console


def ask(desk: FlaskClient, minutes: int = 5) -> dict[str, Any]:
    answer: dict[str, Any] = desk.get(f"/api/v1/coverage?minutes={minutes}").get_json()
    return answer


def move(console: Console, worker: str, east_m: float) -> None:
    at = datetime.now(UTC)
    place = Position(lon=HERE.lon + east_m / 91_000, lat=HERE.lat)
    console.services.positions.put([Fix(worker, place, at, 5.0, at)])


def test_with_nobody_free_nothing_is_reached(streets: Console, desk: FlaskClient):
    found = ask(desk)
    assert (found["workers_free"], found["buildings"], found["reached"]) == (0, 10, 0)
    assert found["unreached"] == [f"b{n}" for n in range(10)]
    assert found["households_unreached"] == 70


def test_who_is_free_covers_their_streets_and_takes_that_along(streets: Console, desk: FlaskClient):
    streets.worker("w1", 0)
    # 5 minutes are 375 m: the houses at 0, 155 and 310 m, and 20 m to their doors.
    assert ask(desk)["unreached"] == [f"b{n}" for n in range(3, 10)]
    move(streets, "w1", 1400)
    assert ask(desk)["unreached"] == [f"b{n}" for n in range(7)]
    assert ask(desk, 30)["unreached"] == []


def test_who_is_sent_or_off_duty_covers_nothing(streets: Console, desk: FlaskClient):
    streets.worker("w1", 0)
    streets.worker("w2", 0, on=False)
    assert ask(desk)["workers_free"] == 1
    streets.run(SignOff(), Actor("worker", "w1"))
    assert (ask(desk)["workers_free"], ask(desk)["reached"]) == (0, 0)


def test_an_old_fix_costs_a_minute(streets: Console, desk: FlaskClient):
    streets.worker("w1", 0)
    fix = streets.services.positions.all()["w1"]
    eleven = timedelta(minutes=11)
    streets.services.clock = lambda: fix.at + eleven
    assert ask(desk)["unreached"] == [f"b{n}" for n in range(2, 10)]


def test_it_is_made_anew_at_most_every_two_seconds(
    streets: Console, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(coverage, "EVERY_S", 3600.0)
    first = ask(desk)
    streets.worker("w1", 0)
    assert ask(desk) == first
    assert ask(desk, 6)["workers_free"] == 1


def test_layers_that_change_are_followed(streets: Console, desk: FlaskClient):
    streets.worker("w1", 0)
    assert ask(desk)["reached"] == 3
    store = streets.services.layers
    store.replace("buildings", list(store.features("buildings"))[:2])
    assert (ask(desk)["buildings"], ask(desk)["reached"]) == (2, 2)


def test_without_roads_it_says_so(console: Console, desk: FlaskClient):
    answer = desk.get("/api/v1/coverage")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "no_roads")


@pytest.mark.parametrize("minutes", ["0", "61", "-5", "five", ""])
def test_minutes_have_bounds(streets: Console, desk: FlaskClient, minutes: str):
    answer = desk.get(f"/api/v1/coverage?minutes={minutes}")
    assert (answer.status_code, answer.get_json()["error"]["detail"]["field"]) == (422, "minutes")


def test_the_wall_may_ask_and_phones_may_not(streets: Console, sign_in: Callable[[str], FlaskClient]):
    streets.worker("w1", 0)
    for client in (sign_in("wall"), sign_in("auditor"), streets.client("demo-display")):
        assert client.get("/api/v1/coverage").status_code == 200
    assert streets.client("token-w1").get("/api/v1/coverage").status_code == 403

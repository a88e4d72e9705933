"""Where idle workers should stand, asked for at a desk and told to phones."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from shapely.geometry import LineString, box

from dispatch.actor import Actor
from dispatch.commands import OfferAssignment, OpenTicket, SignOff
from dispatch.travel.current import CurrentTravel
from layers import network
from layers.feature import Feature
from tests.support.web import HERE, Console

DISPATCHER = Actor("dispatcher", "jia")


@pytest.fixture
def street(console: Console) -> Console:
    """A street of 20 houses, 155 m apart, and two workers at its western end."""
    store, lat = console.services.layers, HERE.lat
    road = [(HERE.lon + n * 0.0017, lat) for n in range(-1, 22)]
    houses = [
        Feature(
            f"b{n}", f"{n}号", box(HERE.lon + n * 0.0017, lat, HERE.lon + n * 0.0017 + 0.0002, lat + 0.0002),
            {"households": 7},
        )
        for n in range(20)
    ]  # fmt: skip
    store.replace_all({"roads": [Feature("r", "路", LineString(road), {"class": "street"})], "buildings": houses})
    network.build(store)
    console.services.travel = CurrentTravel(store.home / network.FILE)
    console.services.gazetteer.refresh()
    for n in (1, 2):
        console.worker(f"w{n}", 10 * n)
    return console


def ask(desk: FlaskClient) -> dict[str, Any]:
    answer = desk.get("/api/v1/standing")
    assert answer.status_code == 200, answer.get_json()
    body: dict[str, Any] = answer.get_json()
    return body


def test_two_in_one_corner_are_sent_along_the_street_and_more_is_reached(street: Console, desk: FlaskClient) -> None:
    body = ask(desk)
    assert body["workers_free"] == 2
    assert body["after"]["reached"] > body["before"]["reached"]
    assert len(body["unreached"]) == body["buildings"] - body["after"]["reached"]
    assert body["moves"]
    assert all(move["walk_s"] > 60 and move["building_id"] for move in body["moves"])


@pytest.mark.parametrize(("lon", "lat", "field"), [(0.0, 0.0, "lon"), (HERE.lon, 53.0, "lat")])
def test_nobody_is_asked_to_stand_far_outside_the_district(
    street: Console, desk: FlaskClient, lon: float, lat: float, field: str
) -> None:
    near = {"worker_id": "w1", "lon": HERE.lon, "lat": HERE.lat - 0.05}  # 3 km south of the box: somebody may
    answer = desk.post("/api/v1/standing", json={"stands": [near, {"worker_id": "w2", "lon": lon, "lat": lat}]})
    assert (answer.status_code, answer.get_json()["error"]["detail"]["field"]) == (422, f"stands.1.{field}")
    assert not street.services.board.stands
    assert desk.post("/api/v1/standing", json={"stands": [near]}).get_json()["rows"][0]["ok"]


def test_what_is_asked_for_stands_on_the_phone_until_there_is_work(street: Console, desk: FlaskClient) -> None:
    moves = ask(desk)["moves"]
    stands = [{name: move[name] for name in ("worker_id", "lon", "lat", "place")} for move in moves]
    answer = desk.post("/api/v1/standing", json={"stands": stands})
    assert [row["ok"] for row in answer.get_json()["rows"]] == [True] * len(moves)
    worker = moves[0]["worker_id"]
    assert street.services.board.stands[worker].lon == moves[0]["lon"]
    opened = street.run(OpenTicket(kind="water_leak", lon=HERE.lon, lat=HERE.lat), DISPATCHER)
    street.run(OfferAssignment(ticket_id=opened.events[0].event.ticket_id, worker_id=worker), DISPATCHER)
    assert worker not in street.services.board.stands
    again = desk.post("/api/v1/standing", json={"stands": stands[:1]}).get_json()["rows"]
    assert (again[0]["ok"], again[0]["code"]) == (False, "worker_busy")


def test_with_nobody_free_nobody_is_sent(console: Console, street: Console, desk: FlaskClient) -> None:
    for n in (1, 2):
        console.run(SignOff(), Actor("worker", f"w{n}"))
    body = ask(desk)
    assert (body["moves"], body["before"]["reached"]) == ([], 0)


def test_a_body_that_is_wrong_is_named(street: Console, desk: FlaskClient) -> None:
    answer = desk.post("/api/v1/standing", json={"stands": [{"worker_id": "w1", "lon": 1}]})
    assert answer.status_code == 422
    assert answer.get_json()["error"]["detail"]["field"] == "stands.0.lat"

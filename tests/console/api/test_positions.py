"""Fixes and check-ins of phones, and what the desk says of a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import shapely
from flask.testing import FlaskClient

from dispatch.adapters.positions import Fix
from dispatch.matching.jobs import WALK_M_S
from dispatch.matching.lineup import DRIFT_M_S
from layers.feature import Feature
from tests.console.api.test_commands import ask, open_ticket
from tests.support.web import HERE, Console

HOUR_S, MOVED = 3_600, "AssignmentMoved"


@pytest.fixture
def phone(console: Console) -> FlaskClient:
    outline = shapely.box(HERE.lon + 0.001, HERE.lat, HERE.lon + 0.0012, HERE.lat + 0.0002)
    house = Feature("b1", "1号楼", outline, {"compound": "滨湖一号"})
    console.services.layers.replace_all({"buildings": [house]}, datum="wgs84", source="test", attribution="")
    console.services.gazetteer.refresh()
    console.worker("w1", 10)
    return console.client("token-w1")


def soon(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def test_a_jump_is_answered_with_what_was_wrong_and_the_rest_is_taken(console: Console, phone: FlaskClient) -> None:
    near = {"lon": HERE.lon + 0.0003, "lat": HERE.lat, "accuracy_m": 8, "at": soon(0)}
    far = {"lon": HERE.lon + 0.2, "lat": HERE.lat, "accuracy_m": 8, "at": soon(0)}
    answer = phone.post("/api/v1/positions", json=[far, near])
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["taken"] == 1
    assert [(one["index"], one["code"]) for one in told["rejected"]] == [(0, "impossible_jump")]
    assert "米" in told["rejected"][0]["message"]
    assert console.services.positions.all()["w1"].position.lon == pytest.approx(HERE.lon + 0.0003)


def test_after_a_phones_clock_fell_back_an_hour_its_fixes_are_news(console: Console, phone: FlaskClient) -> None:
    def send(east_m: float, **more: str) -> Fix:
        body = {"lon": HERE.lon + east_m / 91_000, "lat": HERE.lat, "accuracy_m": 8, "at": soon(-HOUR_S)}
        assert phone.post("/api/v1/positions", json=body, headers=more).status_code == 204
        return console.services.positions.all()["w1"]

    phone.post("/api/v1/positions", json={"lon": HERE.lon, "lat": HERE.lat, "accuracy_m": 8, "at": soon(0)})
    assert send(30).position.metres_to(HERE) < 1  # nothing says that the clock is wrong: a fix of an hour ago
    moved = send(30, **{"X-Sent-At": soon(-HOUR_S)})
    assert moved.position.metres_to(HERE) == pytest.approx(30, abs=1)
    assert abs((moved.received_at - moved.at).total_seconds()) < 5
    assert send(60, **{"X-Sent-At": "an hour ago"}) == moved


def test_a_fix_of_a_clock_that_runs_ahead_ages_from_its_arrival_for_every_reader(
    console: Console, desk: FlaskClient, phone: FlaskClient
) -> None:
    body = {"lon": HERE.lon, "lat": HERE.lat, "accuracy_m": 8, "at": soon(3 * HOUR_S)}
    assert phone.post("/api/v1/positions", json=body).status_code == 204
    fix = console.services.positions.all()["w1"]
    assert fix.at == fix.received_at
    ticket_id = open_ticket(desk)
    ranker = replace(console.services.ranker, now=lambda: fix.received_at + timedelta(seconds=300))
    row = ranker.of_ticket(console.services.board, ticket_id)[0]
    assert row.fix_age_s == 300
    assert row.eta_spread_s == pytest.approx((8 + 300 * DRIFT_M_S) / WALK_M_S, rel=0.1)


def test_a_tap_is_told_by_our_clock(console: Console, desk: FlaskClient, phone: FlaskClient) -> None:
    ticket_id = open_ticket(desk)
    ask(desk, "OfferAssignment", ticket_id=ticket_id, worker_id="w1")
    body = {"id": "tap-1", "type": "AcknowledgeAssignment", "data": {"ticket_id": ticket_id, "at": soon(-HOUR_S - 100)}}
    answer = phone.post("/api/v1/commands", json=body, headers={"X-Sent-At": soon(-HOUR_S)})
    said_at = next(event["data"]["said_at"] for event in answer.get_json()["events"] if event["type"] == MOVED)
    assert (datetime.now(UTC) - datetime.fromisoformat(said_at)).total_seconds() == pytest.approx(100, abs=5)


def test_a_check_in_by_code_is_the_place_and_says_so(console: Console, desk: FlaskClient, phone: FlaskClient) -> None:
    assert phone.post("/api/v1/positions", json={"checkin": "b1"}).status_code == 204
    fix = console.services.positions.all()["w1"]
    assert (fix.source, fix.place_id) == ("checkin", "b1")
    assert fix.position.lon == pytest.approx(HERE.lon + 0.0011, abs=1e-5)
    unknown = phone.post("/api/v1/positions", json={"checkin": "b9"})
    assert unknown.status_code == 422
    assert unknown.get_json()["error"]["detail"]["field"] == "checkin"


def test_the_desk_places_a_worker_and_it_is_written_down(
    console: Console, desk: FlaskClient, phone: FlaskClient
) -> None:
    assert desk.post("/api/v1/workers/w1/place", json={"checkin": "b1"}).status_code == 204
    assert console.services.positions.all()["w1"].source == "desk"
    ticket_id = open_ticket(desk)
    assert desk.post("/api/v1/workers/w1/place", json={"ticket_id": ticket_id}).status_code == 204
    assert console.services.positions.all()["w1"].position.metres_to(HERE) < 1
    assert "worker_placed" in {entry.action for entry in console.services.access.audit.page()}


@pytest.mark.parametrize("body", [{}, {"checkin": "b1", "ticket_id": "t"}, {"ticket_id": "nowhere"}, [], {"at": 1}])
def test_a_place_that_is_none_is_refused(desk: FlaskClient, phone: FlaskClient, body: object) -> None:
    assert desk.post("/api/v1/workers/w1/place", json=body).status_code == 422


def test_only_desks_place_workers_that_there_are(desk: FlaskClient, phone: FlaskClient) -> None:
    assert phone.post("/api/v1/workers/w1/place", json={"checkin": "b1"}).status_code == 403
    assert desk.post("/api/v1/workers/w9/place", json={"checkin": "b1"}).status_code == 404


def test_the_way_to_a_flat_ends_upstairs(desk: FlaskClient, phone: FlaskClient, console: Console) -> None:
    console.services.approach.refresh()
    start = f"{HERE.lon},{HERE.lat}"
    street = desk.get(f"/api/v1/travel?from={start}&to_building=b1").get_json()
    flat = desk.get(f"/api/v1/travel?from={start}&to_building=b1&unit=1单元&floor=5").get_json()
    assert street["approach"]["seconds"] == 0
    assert (flat["approach"]["by"], flat["approach"]["floors"]) == ("stairs", 4)
    assert flat["eta_s"] == pytest.approx(street["eta_s"] + flat["approach"]["seconds"])
    for wrong in ("to_building=b9", "to_building=b1&floor=high", "to_building=b1&kind=odd", "floor=3"):
        assert desk.get(f"/api/v1/travel?from={start}&{wrong}").status_code == 422


def test_a_code_to_print_leads_to_the_check_in(desk: FlaskClient, phone: FlaskClient) -> None:
    answer = desk.get("/api/v1/places/b1/code")
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<?xml")
    assert desk.get("/api/v1/places/b9/code").status_code == 422
    assert phone.get("/api/v1/places/b1/code").status_code == 403


@pytest.mark.parametrize(("body", "field"), [(5, "body"), ("x", "body"), ([5], "0"), ({}, "lon")])
def test_what_is_no_fix_is_named_as_it_was_sent(phone: FlaskClient, body: object, field: str) -> None:
    answer = phone.post("/api/v1/positions", json=body)
    assert (answer.status_code, answer.get_json()["error"]["detail"]["field"]) == (422, field)


def test_a_place_of_neither_form_is_said_of_the_body(desk: FlaskClient, phone: FlaskClient) -> None:
    answer = desk.post("/api/v1/workers/w1/place", json={})
    assert (answer.status_code, answer.get_json()["error"]["detail"]["field"]) == (422, "body")

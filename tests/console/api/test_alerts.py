"""POST /alerts, as devices know it."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient

from layers.feature import Feature
from tests.console.api.test_commands import ask
from tests.support.web import HERE, Console


def event(id_: str = "889-1", **data: Any) -> dict[str, Any]:
    body = {
        "kind": "smoke",
        "device_id": "fh889-10-2",
        "lon": HERE.lon,
        "lat": HERE.lat,
        "place": "四季绿城 5号楼",
        **data,
    }
    return {"specversion": "1.0", "id": id_, "source": "/fire-host/889", "type": "shaodao.alert.v1", "data": body}


def test_an_alert_is_answered_with_its_ticket(source: FlaskClient):
    answer = source.post("/api/v1/alerts", json=event())
    assert answer.status_code == 202
    body = answer.get_json()
    assert body["alert_id"] == "demo-source:889-1"
    assert body["ticket_id"]
    assert (body["duplicate"], body["repeat"]) == (False, False)


def test_the_same_event_again_gets_the_same_answer_and_no_event(source: FlaskClient, console: Console):
    first = source.post("/api/v1/alerts", json=event()).get_json()
    head = console.services.log.head().seq
    again = source.post("/api/v1/alerts", json=event()).get_json()
    assert again == {**first, "duplicate": True}
    assert console.services.log.head().seq == head


def test_the_same_id_with_another_body_is_refused(source: FlaskClient):
    source.post("/api/v1/alerts", json=event())
    answer = source.post("/api/v1/alerts", json=event(floor=9))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "id_reused")


def test_another_report_of_the_same_device_is_a_repeat(source: FlaskClient):
    first = source.post("/api/v1/alerts", json=event()).get_json()
    again = source.post("/api/v1/alerts", json=event("889-2")).get_json()
    assert again["repeat"] is True
    assert again["ticket_id"] == first["ticket_id"]


def test_the_nearest_free_workers_are_offered_it_at_once(source: FlaskClient, console: Console):
    for worker_id, metres in (("far", 900), ("near", 50), ("nearer", 20)):
        console.worker(worker_id, metres)
    ticket_id = source.post("/api/v1/alerts", json=event()).get_json()["ticket_id"]
    offered = console.services.board.assignments_of(ticket_id)
    assert {one.worker_id for one in offered} == {"near", "nearer"}, "extreme: the two nearest"
    assert all(one.eta_s and one.path for one in offered)


def test_a_batch_is_answered_item_by_item(source: FlaskClient):
    answer = source.post(
        "/api/v1/alerts", json=[event("a"), {"kind": "smoke"}, event("b", kind="nonsense"), event("c")]
    )
    body = answer.get_json()
    assert answer.status_code == 202
    assert ["error" in one for one in body] == [False, True, True, False]
    assert body[1]["error"]["detail"]["field"] == "id"
    assert body[2]["error"]["detail"]["field"] == "data.kind"


def test_a_batch_with_nothing_good_is_422(source: FlaskClient):
    answer = source.post("/api/v1/alerts", json=[{"kind": "smoke"}, {"id": "x", "kind": "nonsense"}])
    assert answer.status_code == 422
    assert len(answer.get_json()) == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[" * 9000, 400),
        (b'"text"', 422),
        (json.dumps(event(lon=999)).encode(), 422),
        (json.dumps(event(description="x" * 100_000)).encode(), 422),
        (json.dumps({**event(), "time": "soon"}).encode(), 422),
        (b'{"a":"' + b"x" * 300_000 + b'"}', 413),
    ],
)
def test_bad_input_gets_a_clear_answer_and_leaves_the_log_alone(
    source: FlaskClient, console: Console, body: bytes, status: int
):
    head = console.services.log.head().seq
    answer = source.post("/api/v1/alerts", data=body, content_type="application/json")
    assert answer.status_code == status
    assert answer.get_json()["error"]["message"]
    assert console.services.log.head().seq == head


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (gzip.compress(b"{}", mtime=0), {"Content-Encoding": "gzip"}, 415),
        ('{"id":"u","kind":"smoke"}'.encode("utf-16"), {}, 400),
        (b'\xef\xbb\xbf{"id":"bom","kind":"smoke"}', {}, 202),
        (b'{"id":"u","kind":"smoke","lon":NaN,"lat":1}', {}, 400),
        (b'{"id":"u","kind":"smoke","floor":1e400}', {}, 400),
        (b'{"id":"u","kind":"smoke","kind":"gas"}', {}, 400),
        (b'{"id":"u","kind":"smoke","description":"\\u0000"}', {}, 422),
        (b'{"id":"u","kind":"smoke","description":"\\ud800"}', {}, 400),
        (b'{"id":"u","kind":"smoke","floor":18446744073709551616}', {}, 400),
        (json.dumps({"id": "x" * 300, "kind": "smoke"}).encode(), {}, 422),
        (json.dumps([{"id": str(n), "kind": "smoke"} for n in range(1001)]).encode(), {}, 413),
        (b"[]", {}, 202),
        (b"null", {}, 422),
    ],
)
def test_nasties_are_stored_or_refused_as_said(source: FlaskClient, body: bytes, headers: dict[str, str], status: int):
    answer = source.post("/api/v1/alerts", data=body, headers=headers, content_type="application/json")
    assert answer.status_code == status


def test_a_clock_years_off_is_taken_and_marked(source: FlaskClient, console: Console):
    answer = source.post("/api/v1/alerts", json={**event(), "time": "1999-01-01T00:00:00Z"})
    alert = console.services.board.alerts[answer.get_json()["alert_id"]]
    assert alert.clock_suspect


def test_a_shifted_datum_is_brought_to_wgs84(source: FlaskClient, console: Console):
    answer = source.post("/api/v1/alerts", json=event(lon=111.0092, lat=35.0305, datum="gcj02"))
    where = console.services.board.alerts[answer.get_json()["alert_id"]].where
    assert abs(where.lon - 111.0092) > 0.003, "GCJ-02 is some 500 m off here"


def test_binary_mode_is_the_same_event(source: FlaskClient):
    whole = event()
    headers = {f"ce-{name}": whole[name] for name in ("specversion", "id", "source", "type")}
    first = source.post("/api/v1/alerts", json=whole["data"], headers=headers).get_json()
    again = source.post("/api/v1/alerts", json=whole, content_type="application/cloudevents+json").get_json()
    assert again == {**first, "duplicate": True}


def test_a_source_speaks_only_of_its_own(console: Console):
    secret, _ = console.services.access.machines.add("source", "lifts", {"kinds": ["water_leak"]}, "test")
    answer = console.client(secret).post("/api/v1/alerts", json=event())
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "forbidden")


def test_nobody_and_people_do_not_report(console: Console, desk: FlaskClient):
    assert console.client().post("/api/v1/alerts", json=event()).status_code == 401
    assert console.client("wrong").post("/api/v1/alerts", json=event()).status_code == 401
    assert desk.post("/api/v1/alerts", json=event()).status_code == 403


def test_a_fault_of_the_map_costs_no_alarm(source: FlaskClient, console: Console, caplog: pytest.LogCaptureFixture):
    console.worker("w1", 50)
    console.services.gazetteer = console.services.ranker = None  # type: ignore[assignment]
    answer = source.post("/api/v1/alerts", json=event())
    assert answer.status_code == 202
    assert answer.get_json()["ticket_id"]
    assert "going on without" in caplog.text


def test_a_place_in_another_city_opens_a_ticket_that_asks_for_a_look_and_sends_nobody(
    source: FlaskClient, desk: FlaskClient, console: Console
):
    home = Feature("b1", "1号楼", shapely.box(HERE.lon, HERE.lat, HERE.lon + 0.001, HERE.lat + 0.001), {})
    console.services.layers.replace_all({"buildings": [home]})
    console.services.gazetteer.refresh()
    console.services.ranker = replace(console.services.ranker, extent=console.services.gazetteer.extent)
    console.worker("w1", 10)
    ticket_id = source.post("/api/v1/alerts", json=event(lon=116.4, lat=39.9)).get_json()["ticket_id"]
    ticket = console.services.board.tickets[ticket_id]
    assert ticket.escalations == ("place_far_off",)
    assert not console.services.board.assignments
    body = desk.get(f"/api/v1/tickets/{ticket_id}/candidates?summary=1").get_json()
    assert body["nobody"]["code"] == "place_far_off"
    assert body["nobody"]["why"]["km"] > 700
    assert [row["why_not"] for row in body["candidates"]] == ["place_far_off"]
    assert ask(desk, "OfferAssignment", ticket_id=ticket_id, worker_id="w1").status_code == 200

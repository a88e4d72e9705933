"""What may be read, by whom, and in which words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image

from console.api.openapi import document
from tests.console.api.test_commands import ask, open_ticket
from tests.support.web import Console


def test_snapshot_and_deltas_meet(desk: FlaskClient, console: Console):
    first = desk.get("/api/v1/snapshot?view=desk").get_json()
    ticket_id = open_ticket(desk)
    delta = desk.get(f"/api/v1/deltas?view=desk&epoch={first['epoch']}&after={first['seq']}").get_json()
    assert [row["id"] for row in delta["tickets"]["upsert"]] == [ticket_id]
    assert desk.get(f"/api/v1/deltas?view=desk&epoch=other&after={first['seq']}").status_code == 410
    assert desk.get(f"/api/v1/deltas?view=desk&epoch={first['epoch']}").status_code == 422
    assert desk.get(f"/api/v1/snapshot?at_least={delta['to']}").status_code == 200
    assert desk.get(f"/api/v1/snapshot?at_least={delta['to'] + 1}").status_code == 503


def test_who_reads_right_after_a_command_finds_what_it_did(desk: FlaskClient, console: Console):
    relay = console.services.relay
    read, folded = relay.wait_for, relay.board
    console.services.relay = type("Behind", (), {"board": folded, "wait_for": None})()  # until it is waited for

    def wait_for(seq: int, seconds: float) -> bool:
        console.services.relay = relay
        return bool(read(seq, seconds))

    console.services.relay.wait_for = wait_for
    ticket_id = open_ticket(desk)
    assert desk.get(f"/api/v1/tickets/{ticket_id}").status_code == 200


def test_each_sees_the_view_of_the_role(desk: FlaskClient, console: Console):
    console.worker("w1", 10)
    phone, display = console.client("token-w1"), console.client("demo-display")
    assert [row["id"] for row in phone.get("/api/v1/snapshot").get_json()["workers"]] == ["w1"]
    assert phone.get("/api/v1/snapshot?view=desk").status_code == 403
    assert display.get("/api/v1/snapshot?view=desk").status_code == 403
    assert desk.get("/api/v1/snapshot?view=phone").status_code == 403
    assert display.get("/api/v1/snapshot").get_json()["workers"][0]["phone"] == ""


def test_a_number_in_full_is_a_look_that_is_written_down(desk: FlaskClient, console: Console):
    console.worker("w1", 10)
    masked = desk.get("/api/v1/snapshot").get_json()["workers"][0]["phone"]
    assert "****" in masked
    assert desk.get("/api/v1/workers/w1/phone").get_json()["phone"] == "13812345678"
    ticket_id = open_ticket(desk, caller="王小明 13912345678")
    assert desk.get(f"/api/v1/tickets/{ticket_id}").get_json()["reporter"] == "王* 139****5678"
    assert desk.get(f"/api/v1/tickets/{ticket_id}/caller").get_json()["caller"] == "王小明 13912345678"
    actions = [entry.action for entry in console.services.access.audit.page()]
    assert {"phone_shown", "caller_shown"} <= set(actions)
    assert console.client("token-w1").get(f"/api/v1/tickets/{ticket_id}/caller").status_code == 403


def test_candidates_are_all_on_duty_with_reasons(desk: FlaskClient, console: Console):
    for worker_id, metres in (("near", 50), ("far", 800)):
        console.worker(worker_id, metres)
    console.worker("home", 5, on=False)
    rows = desk.get(f"/api/v1/tickets/{open_ticket(desk)}/candidates").get_json()
    assert [row["worker_id"] for row in rows] == ["near", "far"]
    assert rows[0]["reachable_phone"] is True
    assert rows[0]["eta_s"] < rows[1]["eta_s"]


def test_tickets_are_found_and_paged(desk: FlaskClient):
    numbers = []
    for nth in range(3):
        open_ticket(desk, room=str(nth))
    found = desk.get("/api/v1/tickets?limit=2&kind=water_leak&state=pending").get_json()
    numbers += [row["number"] for row in found["tickets"]]
    rest = desk.get(f"/api/v1/tickets?limit=2&cursor={found['next']}").get_json()
    numbers += [row["number"] for row in rest["tickets"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 3
    assert rest["next"] is None
    assert desk.get("/api/v1/tickets?state=odd").status_code == 422
    assert desk.get("/api/v1/tickets?from=2026-11-21T00:00:00%2B08:00&q=滨湖").status_code == 200
    assert desk.get("/api/v1/tickets?from=soon").status_code == 422


def test_the_timeline_tells_what_happened(desk: FlaskClient):
    ticket_id = open_ticket(desk)
    ask(desk, "AddNote", ticket_id=ticket_id, text="已电话告知")
    lines = desk.get(f"/api/v1/tickets/{ticket_id}").get_json()["timeline"]
    assert [line["type"] for line in lines] == ["TicketOpened", "NoteAdded"]
    assert lines[1]["data"]["text"] == "已电话告知"


def test_travel_names_its_way_of_knowing(desk: FlaskClient):
    leg = desk.get("/api/v1/travel?from=111.0,35.0&to=111.01,35.0").get_json()
    assert leg["travel"] == "crow_flies"
    assert leg["distance_m"] > 800
    assert desk.get("/api/v1/travel?from=111.0&to=1,1").status_code == 422
    assert desk.get("/api/v1/travel?from=1,1&to=1,1&profile=fly").status_code == 422


def test_positions_are_taken_and_complaints_name_the_field(console: Console, desk: FlaskClient):
    console.worker("w1", 10)
    phone = console.client("token-w1")
    fix = {"lon": 111.0, "lat": 35.0, "accuracy_m": 8, "at": "2026-11-21T09:58:02+08:00"}
    assert phone.post("/api/v1/positions", json=fix).status_code == 204
    assert phone.post("/api/v1/positions", json=[fix, fix]).status_code == 204
    wrong = phone.post("/api/v1/positions", json=[fix, {**fix, "lat": 91}])
    assert wrong.get_json()["error"]["detail"]["field"] == "1.lat"
    assert phone.post("/api/v1/positions", json={**fix, "lon": None}).get_json()["error"]["detail"]["field"] == "lon"
    assert desk.post("/api/v1/positions", json=fix).status_code == 403


def test_a_photo_goes_up_and_is_named_in_a_note(console: Console, desk: FlaskClient):
    out = io.BytesIO()
    Image.new("RGB", (32, 32)).save(out, "PNG")
    console.worker("w1", 10)
    phone = console.client("token-w1")
    answer = phone.post("/api/v1/photos", data={"photo": (io.BytesIO(out.getvalue()), "x.png")})
    assert answer.status_code == 201
    photo_id = answer.get_json()["photo_id"]
    assert ask(desk, "AddNote", ticket_id=open_ticket(desk), text="照片", photos=[photo_id]).status_code == 200
    shown = desk.get(f"/api/v1/photos/{photo_id}")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert phone.get(f"/api/v1/photos/{photo_id}").status_code == 404, "not on that ticket"
    assert phone.post("/api/v1/photos", data={"photo": (io.BytesIO(b"no"), "x.png")}).status_code == 422
    assert phone.post("/api/v1/photos").status_code == 422
    assert phone.post("/api/v1/photos", data={"photo": (io.BytesIO(b"x" * 11_000_000), "x")}).status_code == 413


def test_the_log_is_for_administrators_and_auditors_masked(sign_in: Callable[[str], FlaskClient], console: Console):
    open_ticket(sign_in("dispatcher"), caller="王小明 13912345678")
    assert sign_in("dispatcher").get("/api/v1/events").status_code == 403
    body = sign_in("auditor").get("/api/v1/events?after=1&limit=50").get_json()
    assert [one["seq"] for one in body["events"]] == list(range(2, body["head"] + 1))
    assert "13912345678" not in str(body)
    assert "王小明" not in str(body)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json"])
def test_watchers_need_no_name(console: Console, path: str):
    assert console.client().get(path).status_code == 200


@pytest.mark.parametrize("path", ["/open311/v2/requests.json", "/cap/alerts", "/replay", "/api/v1/nothing"])
def test_what_comes_later_is_404(desk: FlaskClient, path: str):
    assert desk.get(path).status_code == 404


def test_the_description_is_complete(console: Console):
    described = {(method.upper(), path) for path, methods in document()["paths"].items() for method in methods}
    made = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in console.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") or rule.rule in ("/healthz", "/readyz", "/metrics")
    }
    assert described == made
    text = str(document())
    names = document()["components"]["schemas"]
    missing = {part.split("'")[0] for part in text.split("#/components/schemas/")[1:]} - set(names)
    assert not missing


def test_layers_and_tiles_of_an_empty_home(desk: FlaskClient):
    assert {row["count"] for row in desk.get("/api/v1/layers").get_json()} == {0, None}  # rows of the board: uncounted
    assert desk.get("/api/v1/layers/buildings").get_json()["features"] == []
    assert desk.get("/api/v1/layers/buildings?bbox=1,2,3").status_code == 422
    assert desk.get("/api/v1/layers/nothing").status_code == 404
    assert desk.get("/api/v1/tiles/base/15/1/1").status_code == 204
    assert desk.get("/api/v1/tiles/nothing/15/1/1").status_code == 404
    assert desk.get("/api/v1/search?q=sjlc").get_json() == []


def test_search_finds_a_ticket_by_its_number(desk: FlaskClient):
    open_ticket(desk)
    number = desk.get("/api/v1/tickets").get_json()["tickets"][0]["number"]
    assert [hit["name"] for hit in desk.get(f"/api/v1/search?q={number[-4:]}").get_json()] == [number]

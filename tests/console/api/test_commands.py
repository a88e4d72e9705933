"""POST /commands, as desks and phones know it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from dispatch.commands import DefineKind
from tests.support.web import ADMIN, HERE, Console


def ask(client: FlaskClient, type_: str, id_: str = "", **data: Any) -> Any:
    return client.post("/api/v1/commands", json={"id": id_ or uuid4().hex, "type": type_, "data": data})


def open_ticket(client: FlaskClient, **data: Any) -> str:
    body = ask(client, "OpenTicket", kind="water_leak", lon=HERE.lon, lat=HERE.lat, place="滨湖一号", **data).get_json()
    ticket_id: str = body["ticket_id"]
    return ticket_id


def test_a_call_becomes_a_ticket_with_its_number(desk: FlaskClient, console: Console):
    body = ask(
        desk, "OpenTicket", kind="water_leak", place="滨湖一号 2号楼", floor=3, caller="王小明 13812345678"
    ).get_json()
    row = console.services.board.tickets[body["ticket_id"]]
    assert body["number"] == row.number
    assert [event["type"] for event in body["events"]] == ["TicketOpened"]


def test_a_call_for_help_says_where_as_any_ticket_does(console: Console):
    sos = {"id": "sos", "zh": "求助", "en": "Call for help", "category": "people", "severity": "extreme"}
    console.run(DefineKind(kind=sos), ADMIN)
    console.worker("w1", 100)
    phone = console.client("token-w1")
    half = ask(phone, "RaiseSOS", lon=HERE.lon)
    assert (half.status_code, half.get_json()["error"]["detail"]["field"]) == (422, "data.lat")
    body = ask(phone, "RaiseSOS", lon=HERE.lon, lat=HERE.lat).get_json()
    where = console.services.board.tickets[body["ticket_id"]].where
    located = console.services.gazetteer.locate(HERE)
    assert (where.grid_code, where.place) == (located.grid_code, located.words)


def test_the_whole_way_from_offer_to_closed(desk: FlaskClient, console: Console):
    console.worker("w1", 100)
    phone = console.client("token-w1")
    ticket_id = open_ticket(desk)
    assert ask(desk, "OfferAssignment", ticket_id=ticket_id).status_code == 200
    for step in ("AcknowledgeAssignment", "StartTravel", "ArriveOnScene"):
        assert ask(phone, step, ticket_id=ticket_id).status_code == 200, step
    early = ask(desk, "CloseTicket", ticket_id=ticket_id)
    assert (early.status_code, early.get_json()["error"]["code"]) == (409, "ticket_not_resolved")
    assert ask(phone, "ResolveTicket", ticket_id=ticket_id, disposition="done").status_code == 200
    assert console.services.board.tickets[ticket_id].state == "closed", "this kind needs no check"


def test_a_resent_tap_gets_the_first_answer(desk: FlaskClient, console: Console):
    console.worker("w1", 100)
    ticket_id = open_ticket(desk)
    ask(desk, "OfferAssignment", ticket_id=ticket_id, worker_id="w1")
    phone = console.client("token-w1")
    first = ask(phone, "AcknowledgeAssignment", "tap-1", ticket_id=ticket_id).get_json()
    again = ask(phone, "AcknowledgeAssignment", "tap-1", ticket_id=ticket_id).get_json()
    assert again == {**first, "duplicate": True}
    other = ask(phone, "StartTravel", "tap-1", ticket_id=ticket_id)
    assert (other.status_code, other.get_json()["error"]["code"]) == (422, "id_reused")


def test_a_worker_hears_of_nobody_elses_work(desk: FlaskClient, console: Console):
    for worker_id, metres in (("w1", 100), ("w2", 200)):
        console.worker(worker_id, metres)
    ticket_id = open_ticket(desk)
    for worker_id in ("w1", "w2"):
        ask(desk, "OfferAssignment", ticket_id=ticket_id, worker_id=worker_id, stack=True)
    phone = console.client("token-w1")
    ask(phone, "AcknowledgeAssignment", ticket_id=ticket_id)
    for step in ("StartTravel", "ArriveOnScene"):
        ask(phone, step, ticket_id=ticket_id)
    body = ask(phone, "ResolveTicket", ticket_id=ticket_id, disposition="done").get_json()
    assert "w2" not in str(body["events"])


def test_a_dispatcher_passes_on_what_was_said_by_radio(desk: FlaskClient, console: Console):
    console.worker("w1", 100)
    ticket_id = open_ticket(desk)
    ask(desk, "OfferAssignment", ticket_id=ticket_id, worker_id="w1")
    missing = ask(desk, "AcknowledgeAssignment", ticket_id=ticket_id)
    assert missing.get_json()["error"]["detail"]["field"] == "data.on_behalf_of"
    answer = ask(desk, "AcknowledgeAssignment", ticket_id=ticket_id, on_behalf_of="w1", via="radio")
    assert answer.get_json()["events"][0]["data"]["via"] == "radio"


def test_a_worker_speaks_only_for_himself(desk: FlaskClient, console: Console):
    console.worker("w1", 100)
    console.worker("w2", 200)
    ticket_id = open_ticket(desk)
    ask(desk, "OfferAssignment", ticket_id=ticket_id, worker_id="w1")
    stranger = console.client("token-w2")
    assert ask(stranger, "AcknowledgeAssignment", ticket_id=ticket_id, on_behalf_of="w1").status_code == 403
    assert ask(stranger, "AcknowledgeAssignment", ticket_id=ticket_id).status_code == 409
    assert ask(stranger, "AddNote", ticket_id=ticket_id, text="x").status_code == 409
    assert ask(console.client("token-w1"), "AddNote", ticket_id=ticket_id, text="x").status_code == 200
    assert ask(stranger, "CloseTicket", ticket_id=ticket_id).status_code == 403
    assert stranger.get(f"/api/v1/tickets/{ticket_id}").status_code == 404


@pytest.mark.parametrize(
    ("type_", "data", "field"),
    [
        ("Nonsense", {}, "type"),
        ("OpenTicket", {}, "data.kind"),
        ("OpenTicket", {"kind": "nonsense"}, "data.kind"),
        ("OpenTicket", {"kind": "water_leak", "lon": 999, "lat": 0}, "data.lon"),
        ("OpenTicket", {"kind": "water_leak", "lon": 1}, "data.lat"),
        ("OpenTicket", {"kind": "water_leak", "grid_code": "1"}, "data.grid_code"),
        ("OpenTicket", {"kind": "water_leak", "description": "x" * 100_000}, "data.description"),
        ("CloseTicket", {"ticket_id": 7}, "data.ticket_id"),
        ("CloseTicket", {"ticket_id": "t", "surprise": 1}, "data.surprise"),
        ("PrioritiseTicket", {"ticket_id": "t", "severity": "urgent"}, "data.severity"),
        ("CheckTicket", {"ticket_id": "t", "ok": "yes"}, "data.ok"),
        ("AddNote", {"ticket_id": "t", "text": "x", "photos": ["../../etc/passwd"]}, "data.photos"),
        ("AddNote", {"ticket_id": "t", "text": "a\x00b"}, "data.text"),
        ("MergeTickets", {"into": "t", "ticket_ids": "u"}, "data.ticket_ids"),
    ],
)
def test_a_wrong_field_is_named(desk: FlaskClient, type_: str, data: dict[str, Any], field: str):
    answer = ask(desk, type_, **data)
    assert answer.status_code == 422
    error = answer.get_json()["error"]
    assert error["detail"]["field"] == field
    assert field in error["message"]


def test_a_refusal_is_decided_anew(desk: FlaskClient, console: Console):
    ticket_id = open_ticket(desk)
    assert ask(desk, "OfferAssignment", "o1", ticket_id=ticket_id).get_json()["error"]["code"] == "no_candidate"
    console.worker("w1", 100)
    assert ask(desk, "OfferAssignment", "o1", ticket_id=ticket_id).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("dispatcher", 403), ("auditor", 403), ("wall", 403)])
def test_registers_are_for_administrators(sign_in: Callable[[str], FlaskClient], role: str, status: int):
    assert ask(sign_in(role), "RegisterWorker", worker_id="n1", name="新人").status_code == status


def test_sockets_and_scripts_may_not_use_the_clocks_own_commands(sign_in: Callable[[str], FlaskClient]):
    assert ask(sign_in("admin"), "ExpireAssignment", assignment_id="x").status_code == 422

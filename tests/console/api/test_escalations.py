"""What climbs is told to the accounts that stand for its area; where there is none, to every dispatcher."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from dispatch.actor import ENGINE
from dispatch.commands import ClimbEscalation, OpenTicket, SetLadder
from dispatch.errors import InvalidField

GRID = "140802901001001"


@pytest.fixture
def leak(console: Any) -> str:
    """A leak in a grid that has been told to the grid's leader."""
    console.run(SetLadder(minutes={"moderate": (1, 2, 3, 4)}))
    answer = console.run(OpenTicket(kind="water_leak", lon=111.0, lat=35.0, grid_code=GRID))
    ticket = answer.events[0].event.ticket_id
    climb(console, ticket, "by_hand")
    return str(ticket)


def climb(console: Any, ticket: str, why: str = "") -> None:
    from dispatch.commands import EscalateTicket

    console.run(EscalateTicket(ticket_id=ticket, reason=why or "x"))


def somebody(console: Any, level: str | None = None, *codes: str) -> tuple[Any, Any]:
    """An account that stands for these areas, and its client."""
    access = console.services.access
    account = access.accounts.add(f"who-{uuid4().hex[:6]}", "korrekt pferd batterie", "supervisor", "test")
    access.standing.set(account, level, codes, "admin:test")
    secret, _ = access.tokens.make("user", account.id, "test", "test")
    return account, console.client(secret)


def mine(client: Any) -> list[dict[str, Any]]:
    return list(client.get("/api/v1/escalations").json)


def test_it_is_told_to_who_stands_for_the_grid_and_to_nobody_else(console, leak, desk):
    leader, his = somebody(console, "grid", GRID)
    _, neighbour = somebody(console, "grid", "140802901001002")
    assert mine(his) == [{"ticket_id": leak, "told": [leader.name], "nobody": False, "mine": True}]
    assert [one["mine"] for one in mine(neighbour)] == [False]
    assert [one["mine"] for one in mine(desk)] == [False]


def test_with_nobody_standing_for_it_every_dispatcher_is_told(console, leak, desk):
    assert mine(desk) == [{"ticket_id": leak, "told": [], "nobody": True, "mine": True}]


def test_the_level_above_covers_what_is_below_it_and_hears_only_when_it_climbs(console, leak):
    community, hers = somebody(console, "community", "140802901001")
    assert [(one["told"], one["nobody"]) for one in mine(hers)] == [([], True)]
    climb(console, leak)
    assert [(one["told"], one["nobody"], one["mine"]) for one in mine(hers)] == [([community.name], False, True)]


def test_who_stands_for_another_area_only_cannot_take_it_up(console, leak):
    leader, his = somebody(console, "grid", GRID)
    _, neighbour = somebody(console, "grid", "140802901001002")

    def take_up(client: Any) -> Any:
        body = {"id": uuid4().hex, "type": "AcknowledgeEscalation", "data": {"ticket_id": leak}}
        return client.post("/api/v1/commands", data=json.dumps(body), content_type="application/json")

    refused = take_up(neighbour)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "not_your_area")
    assert refused.json["error"]["detail"]["told"] == leader.name
    assert take_up(his).status_code == 200


def test_im_on_it_is_seen_by_everybody(console, leak):
    _, his = somebody(console, "grid", GRID)
    body = {"id": uuid4().hex, "type": "AcknowledgeEscalation", "data": {"ticket_id": leak}}
    assert his.post("/api/v1/commands", data=json.dumps(body), content_type="application/json").status_code == 200
    assert console.services.board.tickets[leak].taken_up_by.startswith("dispatcher:who-")


def test_the_clock_may_not_be_played_by_a_person(console, leak, desk):
    body = {"id": "x", "type": "ClimbEscalation", "data": {"ticket_id": leak, "level": "district"}}
    answer = desk.post("/api/v1/commands", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    console.run(ClimbEscalation(ticket_id=leak, level="district"), ENGINE)  # not due: nothing
    assert console.services.board.tickets[leak].level == "grid"


def test_an_account_that_is_disabled_stands_for_nothing(console, leak):
    account, _ = somebody(console, "grid", GRID)
    console.services.access.accounts.disable(account.id, "admin:test")
    assert console.services.access.standing.all() == []


@pytest.mark.parametrize(
    ("level", "codes", "field"), [("king", ("1",), "stands_for"), (None, ("1",), "stands_for"), ("grid", (), "areas")]
)
def test_a_level_without_areas_or_areas_without_a_level_is_refused(console, level, codes, field):
    with pytest.raises(InvalidField) as refusal:
        somebody(console, level, *codes)
    assert refusal.value.field == field


def test_the_loser_of_a_race_reads_by_whom_and_when_in_both_languages(console, desk, leak):
    console.worker("w07", 100)
    other = console.run(OpenTicket(kind="water_leak", lon=111.0, lat=35.0)).events[0].event
    from dispatch.actor import Actor
    from dispatch.commands import OfferAssignment

    console.run(OfferAssignment(ticket_id=other.ticket_id, worker_id="w07"), Actor("dispatcher", "li"))
    body = {"id": uuid4().hex, "type": "OfferAssignment", "data": {"ticket_id": leak, "worker_id": "w07"}}

    def refused(language: str) -> dict[str, Any]:
        desk.set_cookie("locale", language)
        answer = desk.post("/api/v1/commands", data=json.dumps(body), content_type="application/json")
        return dict(answer.json["error"])

    said = refused("zh-CN")
    assert said["code"] == "worker_busy"
    assert "网格员w07 已由调度员 li 于" in said["message"]
    assert f"派往工单 {other.number[-4:]}" in said["message"]
    assert "was sent to ticket" in refused("en")["message"]
    assert said["detail"]["by"] == "dispatcher:li"


def test_an_administrator_sets_what_follows_from_a_severity(console, admin, desk):
    def ask(client: Any, type_: str, data: dict[str, Any]) -> Any:
        body = {"id": uuid4().hex, "type": type_, "data": data}
        return client.post("/api/v1/commands", data=json.dumps(body), content_type="application/json")

    assert ask(desk, "SetModes", {"by_severity": {"extreme": "hand"}}).status_code == 403
    assert ask(admin, "SetModes", {"by_severity": {"extreme": "hand"}}).status_code == 200
    assert ask(admin, "SetLadder", {"minutes": {"extreme": [1, 2]}}).status_code == 200
    board = console.services.board
    assert (dict(board.modes), dict(board.ladder)) == ({"extreme": "hand"}, {"extreme": (1, 2)})
    refused = ask(admin, "SetLadder", {"minutes": {"extreme": [2, 2]}})
    assert refused.json["error"]["detail"]["field"] == "data.minutes.extreme"


def test_an_account_is_given_its_areas_in_the_administration(console, admin):
    from flask import Flask

    from console.pages.admin import deeds
    from console.pages.admin.parts import Office

    app: Flask = console.app
    with app.test_request_context():
        from console.access.identity import Identity

        office = Office(console.services, Identity("user", "root", "admin"))
        section = deeds.section_of("accounts")
        given = {"name": "leader", "role": "supervisor", "password": "korrekt pferd batterie"}
        deeds.save(section, office, None, given | {"stands_for": "grid", "areas": [f"{GRID} 第一网格"]})
        row = next(row for row in section.rows(office) if row.name == "leader")
        assert (row.values["stands_for"], row.values["areas"]) == ("grid", [GRID])
        deeds.save(section, office, row.id, {"stands_for": None, "areas": []})
        assert console.services.access.standing.all() == []

"""The proposal over the API: read by desks, accepted by dispatchers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from console.planner.picture import picture
from console.planner.propose import propose
from dispatch.actor import Actor
from dispatch.adapters.proposals import CODEC, Proposal
from dispatch.commands import OfferAssignment, OpenTicket
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.travel.crow_flies import CrowFlies
from tests.support.web import HERE, Console

DISPATCHER = Actor("dispatcher", "jia")


def east(metres: float) -> Position:
    return Position(HERE.lon + metres / 91_000, HERE.lat)


@pytest.fixture
def crossed(console: Console) -> list[str]:
    """w1 at 0 m was sent to 610 m, w2 at 600 m to 10 m; the planner has seen it."""
    tickets = []
    for n, (stands, goes) in enumerate([(0, 610), (600, 10)], 1):
        console.worker(f"w{n}", stands)
        place = east(goes)
        opened = console.run(OpenTicket(kind="water_leak", lon=place.lon, lat=place.lat), DISPATCHER)
        tickets.append(opened.events[0].event.ticket_id)
        console.run(OfferAssignment(ticket_id=tickets[-1], worker_id=f"w{n}"), DISPATCHER)
    seen(console)
    return tickets


def seen(console: Console) -> None:
    board, fixes = console.services.dispatcher.board, console.services.positions.all()
    shown = picture(board, fixes, datetime.now(UTC), Policy())
    body = propose(shown, CrowFlies(), time_limit_s=0.1)
    console.services.proposals.put([Proposal(datetime.now(UTC), body)])


def accept(desk: FlaskClient, **body: Any) -> Any:
    return desk.post("/api/v1/plan/accept", json=body)


def test_without_a_planner_there_is_an_empty_one(desk: FlaskClient) -> None:
    body = desk.get("/api/v1/plan").get_json()
    assert (body["id"], body["changes"]) == ("", [])
    assert accept(desk, id="").status_code == 409


def test_read_and_accepted(desk: FlaskClient, console: Console, crossed: list[str]) -> None:
    body = desk.get("/api/v1/plan").get_json()
    assert {(one["ticket_id"], one["from"], one["to"]) for one in body["changes"]} == {
        (crossed[0], "w1", "w2"),
        (crossed[1], "w2", "w1"),
    }
    rows = accept(desk, id=body["id"]).get_json()["rows"]
    assert [(row["ok"], row["code"]) for row in rows] == [(True, ""), (True, "")]
    board = console.services.dispatcher.board
    assert [a.worker_id for a in board.assignments_of(crossed[0]) if a.stage == "offered"] == ["w2"]
    again = accept(desk, id=body["id"]).get_json()["rows"]
    assert {row["code"] for row in again} == {"plan_moved_on"}


def test_a_part_of_it(desk: FlaskClient, console: Console, crossed: list[str]) -> None:
    body = desk.get("/api/v1/plan").get_json()
    rows = accept(desk, id=body["id"], ticket_ids=[crossed[0]]).get_json()["rows"]
    assert [row["ticket_id"] for row in rows] == [crossed[0]]
    assert [a.worker_id for a in console.services.dispatcher.board.assignments_of(crossed[1])] == ["w2"]


def test_an_older_plan_is_gone(desk: FlaskClient, crossed: list[str]) -> None:
    answer = accept(desk, id="another")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "plan_gone")


@pytest.mark.parametrize(
    "body", [{}, {"id": 3}, {"id": "x", "ticket_ids": "t"}, {"id": "x", "ticket_ids": [1]}, {"id": "x", "more": 1}]
)
def test_what_is_no_acceptance_is_refused_by_field(desk: FlaskClient, body: dict[str, Any]) -> None:
    assert accept(desk, **body).status_code == 422


def test_a_ticket_that_is_not_in_the_plan(desk: FlaskClient, crossed: list[str]) -> None:
    body = desk.get("/api/v1/plan").get_json()
    assert accept(desk, id=body["id"], ticket_ids=["nothing"]).status_code == 422


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("supervisor", 409)])
def test_who_may(sign_in: Any, role: str, status: int) -> None:
    assert sign_in(role).get("/api/v1/plan").status_code == 200
    assert accept(sign_in(role), id="x").status_code == status


def test_a_proposal_travels_between_processes(crossed: list[str], console: Console) -> None:
    kept = console.services.proposals.latest()
    assert kept is not None
    assert CODEC.load("plan", CODEC.dump(kept)) == kept

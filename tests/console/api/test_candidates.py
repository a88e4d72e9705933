"""Who could go, over the API: costs that add up, ways, and a plain word where nobody can."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.console.api.test_commands import open_ticket
from tests.support.web import Console


def test_costs_add_up_and_the_first_three_ways_are_drawn(desk: FlaskClient, console: Console):
    for n in range(5):
        console.worker(f"w{n}", 100 + 100 * n)
    path = f"/api/v1/tickets/{open_ticket(desk)}/candidates"
    rows = desk.get(path).get_json()
    assert [bool(row["path"]) for row in rows] == [True, True, True, False, False]
    for row in rows:
        assert row["cost_s"] == pytest.approx(sum(part["seconds"] for part in row["costs"]), abs=0.3)
        assert row["eta_spread_s"] > 0
    drawn = desk.get(f"{path}?path=w4").get_json()
    assert [row["worker_id"] for row in drawn if row["path"]] == ["w0", "w1", "w2", "w4"]


def test_the_summary_says_why_nobody_can_go(desk: FlaskClient, console: Console):
    path = f"/api/v1/tickets/{open_ticket(desk)}/candidates?summary=1"
    empty = desk.get(path).get_json()
    assert (empty["candidates"], empty["nobody"]) == ([], {"code": "nobody_on_duty", "why": {}})
    console.worker("w1", 100)
    assert desk.get(path).get_json()["nobody"] is None


def test_an_unknown_ticket_is_not_found(desk: FlaskClient):
    assert desk.get("/api/v1/tickets/none/candidates").status_code == 404

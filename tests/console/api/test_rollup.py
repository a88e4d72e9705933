"""Figures by area, as screens ask for them."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from console.demo_layers import DISTRICT, read
from tests.console.api.test_commands import ask
from tests.support.web import Console


@pytest.fixture
def district(console: Console) -> None:
    console.services.layers.replace_all({name: read(DISTRICT / f"{name}.geojson") for name in ("areas", "grids")})


def inside(name: str, level: str = "areas") -> dict[str, float]:
    """A point of an area of the demo district."""
    area = next(f for f in read(DISTRICT / f"{level}.geojson") if f.name == name)
    point = area.geometry.representative_point()
    return {"lon": point.x, "lat": point.y}


def open_at(desk: FlaskClient, **more: Any) -> str:
    answer = ask(desk, "OpenTicket", kind="water_leak", place="x", **more)
    assert answer.status_code == 200, answer.get_json()
    return str(answer.get_json()["ticket_id"])


def by_name(client: FlaskClient, query: str = "") -> tuple[dict[str, int], int]:
    answer = client.get(f"/api/v1/rollup{query}").get_json()
    return {row["name"]: row["open"] for row in answer["areas"] if row["open"]}, answer["unplaced"]


@pytest.mark.usefixtures("district")
def test_tickets_by_street_and_down_to_the_grid(desk: FlaskClient, console: Console) -> None:
    for name in ("鼎鑫社区", "荟萃社区", "金海社区"):
        open_at(desk, **inside(name))
    open_at(desk, lon=112.5, lat=37.8)
    open_at(desk, **inside("鼎鑫社区"), exercise=True)
    assert by_name(desk) == ({"河东街道": 2, "银湖街道": 1}, 1)
    assert by_name(desk, "?level=community&within=140802902") == ({"鼎鑫社区": 1, "荟萃社区": 1}, 0)
    grids, unplaced = by_name(desk, "?level=grid&within=140802902003")
    assert (list(grids.values()), unplaced) == ([1], 0)
    assert by_name(console.client("demo-display")) == by_name(desk)


@pytest.mark.usefixtures("district")
def test_closed_tickets_leave_the_figures(desk: FlaskClient) -> None:
    ticket_id = open_at(desk, **inside("鼎鑫社区"))
    assert by_name(desk) == ({"河东街道": 1}, 0)
    assert ask(desk, "CancelTicket", ticket_id=ticket_id, reason="误报").status_code == 200
    assert by_name(desk) == ({}, 0)


@pytest.mark.usefixtures("district")
def test_every_area_has_a_row_and_gaps_are_told(desk: FlaskClient) -> None:
    answer = desk.get("/api/v1/rollup?level=community").get_json()
    assert (len(answer["areas"]), answer["gaps"], answer["level"], answer["within"]) == (11, [], "community", None)
    assert all(row["children"] > 0 and row["by_severity"] == {} for row in answer["areas"])


@pytest.mark.usefixtures("district")
def test_what_cannot_be_rolled_up_is_refused(desk: FlaskClient, console: Console) -> None:
    assert desk.get("/api/v1/rollup?level=planet").status_code == 422
    assert desk.get("/api/v1/rollup?within=nix").status_code == 404
    console.worker("w1", 10)
    assert console.client("token-w1").get("/api/v1/rollup").status_code == 403


def test_without_areas_everything_is_unplaced(desk: FlaskClient) -> None:
    open_at(desk, lon=111.0, lat=35.0)
    answer = desk.get("/api/v1/rollup").get_json()
    assert (answer["areas"], answer["gaps"], answer["unplaced"]) == ([], [], 1)

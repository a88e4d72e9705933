"""States of assets and sockets: taken, told whole, told in part, not told again."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.web import Console

PATH = "/api/v1/assets/states"


def row(asset_id: str, state: str, second: int = 0, socket: str | None = None) -> dict[str, Any]:
    told = {"asset_id": asset_id, "state": state, "at": f"2026-11-21T01:00:{second:02}Z"}
    return told if socket is None else {**told, "socket": socket}


def tell(source: FlaskClient, *rows: dict[str, Any]) -> None:
    assert source.post(PATH, json=list(rows)).status_code == 204


def changed(desk: FlaskClient, since: str = "") -> dict[str, Any]:
    answer = desk.get(f"{PATH}/changed", query_string={"since": since})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.get_json()
    return told


def test_states_are_latest_only(source: FlaskClient, desk: FlaskClient, console: Console) -> None:
    head = console.services.log.head()
    tell(source, *(row("p1", "free", socket=str(n)) for n in range(12)))
    assert source.post(PATH, json={"asset_id": "p1"}).status_code == 422
    assert len(desk.get(PATH).get_json()) == 12
    assert console.services.log.head() == head


def test_the_whole_is_told_once(source: FlaskClient, desk: FlaskClient) -> None:
    tell(source, row("lift-1", "online"))
    first = desk.get(PATH)
    again = desk.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    tell(source, row("lift-1", "fault", 5))
    other = desk.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert [one["state"] for one in other.get_json()] == ["fault"]
    assert other.headers["ETag"] != first.headers["ETag"]


def test_only_what_changed_is_told(source: FlaskClient, desk: FlaskClient) -> None:
    tell(source, row("p1", "free", socket="1"), row("p1", "free", socket="2"), row("lift-1", "online"))
    first = changed(desk)
    assert (first["whole"], len(first["states"])) == (True, 3)
    assert changed(desk, first["version"]) == {"version": first["version"], "whole": False, "states": []}
    tell(source, row("p1", "busy", 5, socket="2"), row("lift-1", "fault", 5))
    tell(source, row("lift-1", "online", 1))  # older than what is known: no news
    second = changed(desk, first["version"])
    told = {(one["asset_id"], one["socket"]): one["state"] for one in second["states"]}
    assert (second["whole"], told) == (False, {("p1", "2"): "busy", ("lift-1", None): "fault"})
    assert changed(desk, second["version"])["states"] == []


@pytest.mark.parametrize("since", ["", "x", "-", "0", "00000000-0", "{life}-99", "{life}-", "{life}--1", "{life}-²"])
def test_a_version_of_another_process_is_answered_whole(source: FlaskClient, desk: FlaskClient, since: str) -> None:
    tell(source, row("lift-1", "online"))
    life = changed(desk)["version"].partition("-")[0]
    told = changed(desk, since.replace("{life}", life))
    assert (told["whole"], len(told["states"])) == (True, 1)


def test_who_sends_states_does_not_read_them(source: FlaskClient) -> None:
    assert source.get(PATH).status_code == source.get(f"{PATH}/changed").status_code == 403

"""What follows from a severity, changed in the administration: on the log, at once, and refused by field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from console.app import create_app
from dispatch.commands import SetLadder, SetModes
from dispatch.escalation import LEVELS
from dispatch.severity import SEVERITIES
from tests.support.people import Browser, People
from tests.support.web import Console, make_console

PATH = "/api/v1/admin/severities"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    made = make_console(tmp_path)
    made.services.access.seed_demo()
    made.run(SetModes(by_severity={"extreme": "auto"}))
    made.run(SetLadder(minutes={"extreme": (1, 3, 5, 10), "minor": (60, 240)}))
    return Console(create_app(made.services), made.services)


@pytest.fixture
def admin(console: Console) -> Browser:
    return People(console.app).signed_in("admin")


def test_every_severity_is_a_line_with_what_holds_now(admin: Browser) -> None:
    lines = {line.pop("id"): line for line in admin.get(PATH).json}
    assert list(lines) == list(SEVERITIES)
    assert lines["minor"] == {
        "severity_mode": None, "grid_min": 60, "community_min": 240, "street_min": None, "district_min": None,
    }  # fmt: skip


def test_what_is_changed_holds_at_once_and_the_rest_stays(console: Console, admin: Browser) -> None:
    assert admin.call("PATCH", f"{PATH}/minor", json={"street_min": 300, "severity_mode": "hand"}).status_code == 200
    board = console.services.board
    assert dict(board.modes) == {"extreme": "auto", "minor": "hand"}
    assert dict(board.ladder) == {"extreme": (1, 3, 5, 10), "minor": (60, 240, 300)}
    changed = [recorded for recorded in console.services.log.read() if recorded.actor == "admin:admin"]
    assert [type(recorded.event).__name__ for recorded in changed] == ["ModesSet", "LadderSet"]


def test_what_is_emptied_goes_by_the_kind_and_climbs_no_more(console: Console, admin: Browser) -> None:
    empty: dict[str, Any] = {"severity_mode": None, **{f"{level}_min": None for level in LEVELS}}
    assert admin.call("PATCH", f"{PATH}/extreme", json=empty).status_code == 200
    assert dict(console.services.board.modes) == {}
    assert dict(console.services.board.ladder) == {"minor": (60, 240)}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"community_min": 60}, "community_min"),
        ({"district_min": 500}, "district_min"),
        ({"grid_min": 0}, "grid_min"),
        ({"grid_min": None}, "community_min"),
        ({"severity_mode": "shout"}, "severity_mode"),
        ({"zh": "小事"}, "zh"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_changes_nothing(
    console: Console, admin: Browser, said: dict[str, Any], field: str
) -> None:
    before = console.services.log.head().seq
    refused = admin.call("PATCH", f"{PATH}/minor", json=said)
    assert refused.status_code == 422
    assert refused.json["error"]["detail"]["field"] == field
    assert console.services.log.head().seq == before


def test_there_are_five_and_no_sixth_is_made(admin: Browser) -> None:
    assert admin.post(PATH, {"grid_min": 5}).status_code == 405
    assert admin.call("PATCH", f"{PATH}/loud", json={"grid_min": 5}).status_code == 404


def test_a_dispatcher_changes_none(console: Console) -> None:
    desk = People(console.app).signed_in("dispatcher")
    assert desk.call("PATCH", f"{PATH}/minor", json={"grid_min": 5}).status_code == 403

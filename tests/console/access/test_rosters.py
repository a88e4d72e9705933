"""The roster in the administration: seen, made, amended, taken out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from console.app import create_app
from console.pages.admin.sections.workers import _skill
from dispatch.actor import Actor
from dispatch.commands import RegisterWorker
from tests.support.people import Browser, People
from tests.support.web import Console, make_console

ADMIN = Actor("admin", "admin")
LINES = "/api/v1/admin/rosters"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    made = make_console(tmp_path)
    made.services.access.seed_demo()
    made.run(RegisterWorker(worker_id="w1", name="张三"), ADMIN)
    return Console(create_app(made.services), made.services)


@pytest.fixture
def admin(console: Console) -> Browser:
    return People(console.app).signed_in("admin")


def test_a_day_is_made_amended_and_taken_out(console: Console, admin: Browser) -> None:
    body = {"worker": "w1", "date": "2026-11-23", "times": ["8:00-12:00", "22:00 至 06:00"], "day_off": False}
    assert admin.post(LINES, body).status_code == 201
    days = console.services.board.rosters["w1"].days
    assert days == {"2026-11-23": (("08:00", "12:00"), ("22:00", "06:00"))}
    line = f"{LINES}/w1@2026-11-23"
    assert admin.call("PATCH", line, json={"day_off": True}).status_code == 200
    assert console.services.board.rosters["w1"].days == {"2026-11-23": ()}
    assert admin.call("PATCH", line, json={"times": ["09:00-17:00"], "day_off": False}).status_code == 200
    assert console.services.board.rosters["w1"].days == {"2026-11-23": (("09:00", "17:00"),)}
    assert admin.post(f"{line}/clear_day").status_code == 200
    assert "w1" not in console.services.board.rosters


def test_every_day_stands_first_and_in_words(admin: Browser) -> None:
    admin.post(LINES, {"worker": "w1", "date": "2099-11-22", "times": ["22:00-06:00"]})
    admin.post(LINES, {"worker": "w1", "date": "", "times": ["08:00-18:00"]})
    assert [line["id"] for line in admin.get(LINES).json] == ["w1@daily", "w1@2099-11-22"]
    assert [line["times"] for line in admin.get(LINES).json] == [["08:00-18:00"], ["22:00-06:00"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"worker": "w7", "date": "", "times": ["08:00-18:00"]}, "worker"),
        ({"worker": "w1", "date": "23.11.", "times": ["08:00-18:00"]}, "date"),
        ({"worker": "w1", "date": "", "times": ["8 to 6"]}, "times"),
        ({"worker": "w1", "date": "", "times": ["08:00-25:00"]}, "times"),
        ({"worker": "w1", "date": "", "times": []}, "times"),
    ],
)
def test_what_is_no_duty_time_is_named(admin: Browser, body: dict, field: str) -> None:
    answer = admin.post(LINES, body)
    assert (answer.status_code, answer.json["error"]["detail"]["field"]) == (422, field)


def test_a_certificate_is_shown_with_its_last_day() -> None:
    today = date(2026, 11, 22)
    assert _skill("electric:2027-01-01", today).endswith("（2027-01-01 到期）")
    assert _skill("lift:2020-01-01", today).endswith("（2020-01-01 已过期）")
    assert "（" not in _skill("first_aid", today)

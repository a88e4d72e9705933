"""Playbooks in the administration: what is in use, what is wrong with a file, and reading the files in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import playbooks
from console.app import create_app
from tests.console.test_playbooks import GOOD
from tests.support.people import Browser, People
from tests.support.web import Console, make_console


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "playbooks"
    made.mkdir()
    for name in ("read", "check", "changes"):
        work = getattr(playbooks, name)
        monkeypatch.setattr(playbooks, name, lambda what, *_, _work=work, **more: _work(what, made, **more))
    return made


@pytest.fixture
def admin(tmp_path: Path) -> Browser:
    made = make_console(tmp_path)
    made.services.access.seed_demo()
    return People(Console(create_app(made.services), made.services).app).signed_in("admin")


def lines(admin: Browser) -> dict[str, dict]:
    return {line["id"]: line for line in admin.get("/api/v1/admin/playbooks").json}


def test_a_new_file_waits_until_it_is_read_in_and_then_begins(folder: Path, admin: Browser) -> None:
    (folder / "lift.toml").write_text(GOOD, encoding="utf-8")
    assert list(lines(admin)) == ["file:lift.toml"]
    assert admin.post("/api/v1/admin/playbooks/file:lift.toml/reload").status_code == 200
    assert lines(admin)["lift"]["version"] == 1
    assert [one["id"] for one in admin.get("/api/v1/playbooks").json["playbooks"]] == ["lift"]


def test_a_wrong_file_is_listed_with_its_field_and_the_version_in_use_stays(folder: Path, admin: Browser) -> None:
    (folder / "lift.toml").write_text(GOOD, encoding="utf-8")
    admin.post("/api/v1/admin/playbooks/file:lift.toml/reload")
    (folder / "lift.toml").write_text(GOOD.replace("property", "fireman"), encoding="utf-8")
    assert admin.post("/api/v1/admin/playbooks/lift/reload").status_code == 200
    found = lines(admin)
    assert found["lift"]["version"] == 1
    assert (found["file:lift.toml"]["field"], found["file:lift.toml"]["why"]) == ("steps[0].role", "role")
    wrong = admin.get("/api/v1/playbooks").json["wrong"][0]
    assert (wrong["file"], wrong["value"], wrong["kinds"]) == ("lift.toml", "fireman", ["smoke"])

"""Policies as files."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from console import catalogue, policies
from console.doctor import examine
from console.i18n import has
from console.settings import Settings
from dispatch.policy import Policy


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """data/policies of our own; what was read of it is forgotten afterwards."""
    monkeypatch.setattr(policies, "FOLDER", tmp_path)
    policies._begun.cache_clear()
    yield tmp_path
    policies._begun.cache_clear()


def test_the_files_say_what_the_program_says() -> None:
    assert policies.names()[0] == "default"
    assert policies.read("default") == Policy()
    baseline = policies.read("baseline")
    assert (baseline.travel, baseline.order, baseline.stack, baseline.replan) == (
        "crow_flies",
        "severity",
        False,
        False,
    )


def test_a_file_of_ones_own_is_read_and_its_faults_are_named(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("night_s = 0\n", "utf-8")
    assert (policies.read(mine).name, policies.read(mine).night_s) == ("mine", 0.0)
    mine.write_text("nights = 0\n", "utf-8")
    with pytest.raises(policies.BadPolicy, match=r"mine\.toml: nights: unknown"):
        policies.read(mine)
    mine.write_text("night_s =", "utf-8")
    with pytest.raises(policies.BadPolicy, match=r"mine\.toml"):
        policies.read(mine)
    with pytest.raises(policies.BadPolicy, match="no policy 'other'; there are default"):
        policies.read("other")


@pytest.mark.parametrize(
    ("text", "field", "why", "said"),
    [
        (b'load_today_s = "much"', "load_today_s", "number", "'much' is wrong; expected a number, 0 to 1000000"),
        (b"own_grid_s = 5", "own_grid_s", "bonus", "-1000000 to 0"),
        (b"stack = 1", "stack", "flag", "true or false"),
        (b'order = "worst"', "order", "choice", "one of severity, due, oldest"),
        (b"name = 3", "name", "text", "a text"),
        (b"service_by_kind = 3", "service_by_kind", "table", "kind = seconds"),
        (b"service_by_kind = {smoke = -1}", "service_by_kind.smoke", "number", "-1 is wrong"),
        (b"loads = 3", "loads", "unknown", "known are"),
        (b"name = \xff\xfe", "", "file", "no UTF-8"),
        (b"load_today_s =", "", "file", "default.toml: "),
        (b"a = " + b"[" * 5000, "", "file", "default.toml: "),
    ],
)
def test_a_wrong_default_costs_only_itself_and_is_said(
    folder: Path, caplog: pytest.LogCaptureFixture, text: bytes, field: str, why: str, said: str
) -> None:
    (folder / "default.toml").write_bytes(text)
    with caplog.at_level(logging.ERROR):
        assert policies.default() == policies.default() == Policy()
    (line,) = caplog.messages
    assert f"default.toml: {field}" in line
    assert said in line
    (note,) = policies.notes()
    assert (note["code"], note["file"], note["field"]) == (f"policy_{why}", "default.toml", field)
    assert all(has(f"desk.plan.note.{note['code']}", locale) for locale in ("zh-CN", "en"))
    found = [finding for finding in examine(Settings(home=folder)) if finding.text.startswith("policy ")]
    assert [(one.level, said in one.text) for one in found] == [("wrong", True)]


def test_the_right_default_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    policies._begun.cache_clear()
    assert policies.default() == Policy()
    assert (policies.notes(), caplog.messages) == ([], [])


def test_a_kind_that_is_none_is_named(folder: Path) -> None:
    (folder / "default.toml").write_text("[service_by_kind]\nsmokee = 60\n", "utf-8")
    assert policies.default().service_by_kind == {"smokee": 60.0}
    with pytest.raises(policies.BadPolicy, match=r"service_by_kind\.smokee: there is no kind 'smokee'; there are "):
        policies.check_kinds(policies.default(), catalogue.read().keys(), "default.toml")
    found = [finding for finding in examine(Settings(home=folder)) if finding.text.startswith("policy ")]
    assert [(one.level, "smokee" in one.text) for one in found] == [("wrong", True)]

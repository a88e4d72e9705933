"""data/playbooks: the good files reach the log, a wrong one costs only itself and says where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import catalogue, playbooks, seed
from console.doctor import examine
from console.settings import Settings
from dispatch import commands as c
from dispatch.adapters.sql_log import SqlLog
from dispatch.board import Board
from tests.dispatch.cast import ADMIN, District

GOOD = """
id = "lift"
version = 1
zh = "电梯"
en = "Lift"
kinds = ["smoke"]
[[steps]]
id = "go"
zh = "到场"
en = "Go"
role = "property"
minutes = 3
on = "arrive"
"""
KINDS = {"smoke", "water_leak"}


def found(folder: Path, text: str, name: str = "lift.toml") -> playbooks.Found:
    (folder / name).write_text(text, encoding="utf-8")
    return playbooks.read(KINDS, folder)


def test_the_files_that_come_with_it_are_right_and_serve_the_scenes():
    read = playbooks.read(catalogue.read().keys())
    assert read.wrong == []
    kinds = {kind for one in read.good.values() for kind in one.kinds}
    assert {"lift_trapped", "smoke", "elder_no_answer", "flooding"} <= kinds
    lift = read.good["lift_trapped.toml"]
    limits = {step.id: step.minutes for step in lift.steps}
    assert (limits["property_there"], limits["maintainer_there"]) == (3, 30)
    assert {step.role for step in lift.steps} == {"dispatcher", "property", "maintainer"}


def test_a_false_fire_alarm_can_be_closed_at_once():
    fire = playbooks.read(catalogue.read().keys()).good["fire.toml"]
    assert not any(step.mandatory for step in fire.steps)


@pytest.mark.parametrize(
    ("was", "becomes", "field", "why"),
    [
        ('role = "property"', 'role = "fireman"', "steps[0].role", "role"),
        ('kinds = ["smoke"]', 'kinds = ["earthquake"]', "kinds", "kind"),
        ("minutes = 3", "minutes = 0", "steps[0].minutes", "number"),
        ("minutes = 3", 'minutes = "3"', "steps[0].minutes", "number"),
        ("minutes = 3", "minutes = true", "steps[0].minutes", "number"),
        ("version = 1", "version = -1", "version", "number"),
        ("version = 1", "", "version", "number"),
        ('on = "arrive"', 'on = "moon"', "steps[0].on", "trigger"),
        ('on = "arrive"', 'after = ["go"]', "steps[0].after", "cycle"),
        ('on = "arrive"', 'after = ["nobody"]', "steps[0].after", "step"),
        ('zh = "到场"', 'zh = ""', "steps[0].zh", "text"),
        ('zh = "到场"', 'zh = "到场"\ncolour = "red"', "steps[0].colour", "field"),
        ('id = "lift"', 'id = "电梯"', "id", "id"),
        ("[[steps]]", "[[stages]]", "stages", "field"),
        ('en = "Go"', 'en = "Go"\nmandatory = "yes"', "steps[0].mandatory", "flag"),
        ('id = "lift"', "id = lift", "", "file"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path, was, becomes, field, why):
    read = found(tmp_path, GOOD.replace(was, becomes, 1))
    assert read.good == {}
    wrong = read.wrong[0]
    assert (wrong.file, wrong.field, wrong.why) == ("lift.toml", field, why)
    assert "lift.toml" in str(wrong)


def test_steps_that_wait_for_each_other_all_the_way_round_are_refused(tmp_path):
    second = GOOD[GOOD.index("[[steps]]") :].replace('"go"', '"come"') + 'after = ["go"]\n'
    read = found(tmp_path, GOOD + 'after = ["come"]\n' + second)
    assert [(one.field, one.why) for one in read.wrong] == [("steps[0].after", "cycle")]


@pytest.mark.parametrize("text", ["", "\x00", "[" * 5000, "x = " + "[" * 5000, "steps = 3", 'id = "a"\nsteps = [1]'])
def test_whatever_the_file_holds_it_is_one_line_and_no_fault(tmp_path, text):
    assert len(found(tmp_path, text).wrong) == 1


def test_a_wrong_file_leaves_the_others_alone_and_a_kind_belongs_to_one(tmp_path):
    found(tmp_path, "id = ", "broken.toml")
    found(tmp_path, GOOD)
    read = found(tmp_path, GOOD.replace('"lift"', '"other"'), "other.toml")
    assert list(read.good) == ["lift.toml"]
    assert [(one.file, one.why) for one in read.wrong] == [("broken.toml", "file"), ("other.toml", "taken")]


def brought(town: District, folder: Path, **more: bool) -> list[str]:
    """Bring the log to the folder; the commands that it took."""
    commands = list(playbooks.changes(town.board, folder, **more))
    for command in commands:
        town.say(ADMIN, command)
    return [type(one).__name__ for one in commands]


def test_reloading_defines_what_changed_and_removes_what_is_gone(tmp_path):
    town = District()
    found(tmp_path, GOOD)
    assert brought(town, tmp_path) == ["DefinePlaybook"]
    assert brought(town, tmp_path) == []
    found(tmp_path, GOOD.replace("minutes = 3", "minutes = 4"))
    assert [one.why for one in playbooks.check(town.board, tmp_path).wrong] == ["changed"]
    assert brought(town, tmp_path) == []
    found(tmp_path, GOOD.replace("minutes = 3", "minutes = 4").replace("version = 1", "version = 2"))
    assert brought(town, tmp_path) == ["DefinePlaybook"]
    (tmp_path / "lift.toml").unlink()
    assert brought(town, tmp_path, remove=False) == []
    assert brought(town, tmp_path) == ["RemovePlaybook"]
    assert town.ticket("smoke").steps == ()


def test_a_file_that_breaks_leaves_the_version_in_use(tmp_path):
    town = District()
    found(tmp_path, GOOD)
    brought(town, tmp_path)
    found(tmp_path, GOOD.replace("property", "fireman"))
    assert brought(town, tmp_path) == []
    assert [mark.state for mark in town.ticket("smoke").steps] == ["open"]


def kinds_of(town: District) -> dict[str, tuple[str, ...]]:
    heads = (town.board.playbooks[f"{one}:{version}"] for one, version in town.board.playbook_heads.items())
    return {one.id: one.kinds for one in heads}


def test_files_that_give_kinds_to_each_other_are_read_in_in_one_go(tmp_path):
    town = District()
    other = GOOD.replace('"lift"', '"other"').replace('["smoke"]', '["water_leak"]')
    found(tmp_path, GOOD)
    found(tmp_path, other, "other.toml")
    brought(town, tmp_path)
    swapped = [one.replace("version = 1", "version = 2") for one in (GOOD, other)]
    found(tmp_path, swapped[0].replace("smoke", "water_leak"))
    found(tmp_path, swapped[1].replace("water_leak", "smoke"), "other.toml")
    brought(town, tmp_path)
    assert kinds_of(town) == {"lift": ("water_leak",), "other": ("smoke",)}
    (tmp_path / "other.toml").unlink()
    found(tmp_path, GOOD.replace("version = 1", "version = 3").replace('"smoke"', '"smoke", "water_leak"'))
    brought(town, tmp_path)
    assert kinds_of(town) == {"lift": ("smoke", "water_leak")}


def test_a_kind_stays_with_the_playbook_whose_file_broke(tmp_path):
    town = District()
    found(tmp_path, GOOD, "a.toml")
    brought(town, tmp_path)
    found(tmp_path, GOOD.replace("property", "fireman"), "a.toml")
    found(tmp_path, GOOD.replace('"lift"', '"other"'), "b.toml")
    assert brought(town, tmp_path) == []
    assert [(one.file, one.why) for one in playbooks.check(town.board, tmp_path).wrong] == [
        ("a.toml", "role"),
        ("b.toml", "taken"),
    ]


def test_a_fresh_log_is_given_the_playbooks_and_a_second_start_nothing(tmp_path):
    log = SqlLog(f"sqlite:///{tmp_path / 'log.db'}")
    board = Board(log.district)
    seed.kinds(log, board.kinds)
    assert seed.playbooks(log, board) == 4
    board.apply_all(log.stream(board.seq))
    assert seed.playbooks(log, board) == 0
    log.close()


def test_the_doctor_names_the_file_and_the_field(tmp_path, monkeypatch):
    folder = tmp_path / "playbooks"
    folder.mkdir()
    found(folder, GOOD.replace("property", "fireman"))
    read = playbooks.read
    monkeypatch.setattr(playbooks, "read", lambda kinds, _: read(kinds, folder))
    said = [finding for finding in examine(Settings(home=tmp_path)) if "playbook" in finding.text]
    assert [finding.level for finding in said] == ["good", "wrong"]
    assert "lift.toml: steps[0].role" in said[1].text


def test_the_doctor_names_a_file_that_was_changed_without_a_new_version(tmp_path, monkeypatch):
    folder, settings = tmp_path / "playbooks", Settings(home=tmp_path)
    folder.mkdir()
    found(folder, GOOD)
    log = SqlLog(settings.database_url, settings.district)
    board = Board(log.district)
    seed.kinds(log, board.kinds)
    board.apply_all(log.stream(board.seq))
    seed.send(log, playbooks.changes(board, folder))
    log.close()
    found(folder, GOOD.replace("minutes = 3", "minutes = 4"))
    read = playbooks.read
    monkeypatch.setattr(playbooks, "read", lambda kinds, _: read(kinds, folder))
    said = [finding for finding in examine(settings) if "playbook" in finding.text]
    assert [finding.level for finding in said] == ["good", "wrong"]
    assert "lift.toml: version: version 1 was defined otherwise" in said[1].text


def test_the_core_refuses_what_the_file_would():
    town = District()
    bad = {
        "id": "x",
        "version": 1,
        "zh": "一",
        "en": "One",
        "steps": [{"id": "s", "zh": "a", "en": "b", "role": "king"}],
    }
    assert town.refusal(ADMIN, c.DefinePlaybook(playbook=bad)) == "invalid_field"

"""What cannot be played is named before anything is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console import policies
from console.lab import district, order, resample
from console.lab.compare import Setting, compare
from console.lab.district import District
from console.lab.order import Order
from console.lab.refused import LabRefused
from console.pages.replay.asked import asked
from console.simulation.script import Line
from tests.console.lab.conftest import KINDS, day_of, lines


def code(work: object) -> str:
    with pytest.raises(LabRefused) as refused:
        work()  # type: ignore[operator]
    assert str(refused.value)
    return refused.value.code


def test_nobody_on_duty(town: District) -> None:
    assert code(lambda: day_of(town, workers=0)) == "nobody_on_duty"
    empty = replace(town, colleagues=())
    assert code(lambda: day_of(empty)) == "nobody_on_duty"


def test_a_scenario_of_which_nothing_happens(town: District) -> None:
    def play(some: list[Line]) -> object:
        return resample.day(some, town, KINDS, seed=1, load=0.8, workers=5, hours=(8.0, 10.0))

    assert code(lambda: play([])) == "empty_scenario"
    assert code(lambda: play([Line(1, 3 * 3600.0, "call", {"kind": "noise", "at": {"pick": 1}})])) == "empty_scenario"
    assert code(lambda: play([Line(1, 3e4, "call", {"kind": "lift_fault", "at": {"pick": 1}})])) == "empty_scenario"
    assert code(lambda: play([Line(1, 3e4, "call", {"kind": "ufo", "at": {"pick": 1}})])) == "unknown_kind"


def test_a_load_that_is_a_slip_of_the_pen(town: District) -> None:
    assert code(lambda: day_of(town, load=1e6)) == "load"


def test_names_that_are_not_there(tmp_path: Path) -> None:
    def ask(**more: object) -> object:
        asked = replace(Order("busy_day", ("default",)), **more)  # type: ignore[arg-type]
        return order.carry_out(asked, tmp_path, lambda *row: None)

    assert code(lambda: ask(scenario="nope")) == "scenario"
    assert code(lambda: ask(scenario="../busy_day")) == "scenario"
    assert code(lambda: ask(policies=("nope",))) == "policy"
    assert code(lambda: ask(district=str(tmp_path / "away"))) == "district"
    assert code(lambda: ask(district=str(tmp_path))) == "no_map"
    assert code(lambda: district.of_home(tmp_path)) == "no_map"


def test_a_wrong_policy_file_is_named_by_field(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("walk_backwards = true\n", encoding="utf-8")
    with pytest.raises(LabRefused, match="walk_backwards"):
        order.policy(str(file))


def test_no_policy_at_all(town: District) -> None:
    assert code(lambda: compare(lines(), town, KINDS, [], Setting("x", "town", 0.8, 5, 1))) == "no_policy"
    assert policies.names()[0] == "default"


def test_a_page_that_names_no_list_of_policies_is_told_so() -> None:
    for chosen in (3, None, [], ["nope"]):
        assert code(lambda: asked("busy_day", chosen, 5, 0.8, 30, "demo")) == "no_policy"  # noqa: B023

"""Lines of a scenario become reports, calls and states, on any map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from console.simulation.clock import ScriptClock
from console.simulation.places import Places
from console.simulation.script import BadScenario, Line, read
from tests.console.simulation.conftest import START, Town, alert


def test_a_device_reports_repeats_and_recovers(town: Town) -> None:
    at = {"device": "p1", "any": "pile"}
    first = Line(
        1,
        36_001,
        "alert",
        {"kind": "charger_fault", "at": at, "resolve_s": 300, "labels": {"socket": "03"}},
        "charging",
    )
    again = Line(2, 36_030, "alert", {"kind": "charger_fault", "at": at, "labels": {"socket": "03"}}, "charging")
    town.play(first, again)
    town.pass_(5)
    (one,) = town.board.alerts.values()
    assert (one.state, one.device_id, one.repeat_count) == ("firing", "p1", 1)
    assert town.services.asset_states.get("p1\x1f3").state == "fault"
    town.pass_(40)
    assert town.board.alerts[one.id].state == "resolved"
    assert town.services.asset_states.get("p1\x1f3").state == "free"
    assert len(town.board.tickets) == 1


def test_everything_that_can_tell_its_state_does(town: Town) -> None:
    town.play()
    town.pass_(2)
    states = town.services.asset_states.all()
    assert len([one for one in states.values() if one.socket is not None]) == 12
    assert states["c1"].state == "online"


def test_a_telephone_call_a_patrol_and_an_sos_open_tickets(town: Town) -> None:
    data = {"kind": "water_leak", "at": {"any": "residential", "pick": 1}, "description": "x"}
    town.play(
        Line(1, 36_030, "call", {**data, "caller": "13900010000"}),
        Line(2, 36_040, "patrol", {**data, "at": {"any": "residential", "pick": 5}}),
        Line(3, 36_050, "sos", {"description": "help"}),
    )
    town.pass_(8)
    opened = sorted(ticket.opened_by.split(":")[0] for ticket in town.board.tickets.values())
    assert opened == ["dispatcher", "worker", "worker"]
    assert {t.where.place for t in town.board.tickets.values() if t.kind == "water_leak"} == {"1号楼", "5号楼"}


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        ({"id": "b3", "any": "residential"}, {"building_id": "b3"}),
        ({"device": "p1", "any": "pile"}, {"device_id": "p1"}),
        ({"device": "elsewhere", "any": "pile"}, {"device_id": "p1"}),
        ({"device": "fh889-10-2", "any": "fire_terminal", "pick": 4}, {"device_id": "fh889-10-2", "building_id": "b4"}),
        ({"id": "elsewhere", "any": "shop", "pick": 9}, {"building_id": "b1"}),
    ],
)
def test_a_thing_is_found_or_one_of_its_class_stands_in(town: Town, at: dict[str, Any], wanted: dict[str, str]) -> None:
    found = Places(town.services.layers).of(at)
    assert {key: found[key] for key in wanted} == wanted
    assert found == Places(town.services.layers).of(at)


def test_a_home_without_a_map_still_hears_the_report(tmp_path: Path) -> None:
    from layers.store import LayerStore

    assert Places(LayerStore(tmp_path)).of({"any": "street", "pick": 3}) == {}


def test_the_day_begins_with_work_under_way_and_passes_over_empty_hours() -> None:
    from datetime import timedelta

    lines = [Line(1, 35_900, "sos"), Line(2, 36_010, "sos"), Line(3, 80_000, "sos")]
    clock = ScriptClock(lines, speed=10, begin=36_000, max_gap_s=30)
    told: dict[int, int] = {}
    for second in range(300):
        for line in clock.due(START + timedelta(seconds=second)):
            told.setdefault(line.number, second)
    assert (told[2], told[1], told[3]) == (1, 3, 31)
    assert clock.total_s > 86_400, "and the next day follows"


def test_a_demo_that_is_left_on_goes_from_evening_to_morning() -> None:
    from datetime import timedelta

    lines = [Line(1, 10_000, "sos"), Line(2, 36_010, "sos"), Line(3, 71_000, "sos"), Line(4, 80_000, "sos")]
    clock = ScriptClock(lines, speed=600, begin=36_000, max_gap_s=1e9, day=(28_800, 72_000))
    told, hours = [], set()
    for second in range(400):
        told += [line.number for line in clock.due(START + timedelta(seconds=second))]
        hours.add(int(clock.second_of_day // 3600))
    assert told[:6] == [2, 3, 2, 3, 2, 3]
    assert set(told) == {2, 3}, "what the night would have brought is not told"
    assert hours == set(range(8, 20))


def test_day_after_day_brings_new_cases_and_the_people_stay(town: Town) -> None:
    line, night = alert("water_leak", t=40_000), alert("smoke", t=80_000, number=2)
    town.play(line, night, repeat=True, speed=5_000.0)
    for days in (1, 2, 3):
        assert town.pass_(40, until=lambda: len(town.board.tickets) == days)  # noqa: B023
        assert {worker.duty for worker in town.board.workers.values() if worker.simulated} <= {"available", "on_break"}
    assert {ticket.kind for ticket in town.board.tickets.values()} == {"water_leak"}


def test_a_scenario_of_the_night_is_played_too(town: Town) -> None:
    town.play(alert("smoke", t=80_000), repeat=True, speed=5_000.0)
    assert town.pass_(30, until=lambda: len(town.board.tickets) >= 1)


def test_told_once_a_file_comes_to_its_end() -> None:
    from datetime import timedelta

    clock = ScriptClock([Line(1, 10, "sos")], speed=1, begin=0, repeat=False)
    assert [len(clock.due(START + timedelta(seconds=n))) for n in range(0, 14)].count(1) == 1
    assert clock.is_over


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "line 1"),
        ('{"t": -1, "type": "sos", "data": {}}', "t is -1"),
        ('{"t": 1, "type": "dance", "data": {}}', "dance"),
        ('{"t": 1, "type": "alert", "data": {}}', "kind"),
        ('{"t": 1, "type": "alert", "data": []}', "data"),
        ("[]", "line 1"),
        ("[" * 100_000, "line 1"),
        ('{"t": 1, "type": "call", "data": {"kind": "dog", "floor": "x"}}', "data.floor is 'x'"),
        ('{"t": 1, "type": "call", "data": {"kind": "dog", "floor": 1e999}}', "data.floor is inf"),
        ('{"t": 1, "type": "alert", "data": {"kind": "dog", "resolve_s": "x"}}', "data.resolve_s is 'x'"),
        ('{"t": 1, "type": "alert", "data": {"kind": "dog", "resolve_s": NaN}}', "data.resolve_s is nan"),
        ('{"t": 1, "type": "call", "data": {"kind": "dog", "at": {"pick": null}}}', "data.at.pick is None"),
        ("", "no lines"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadScenario, match=word):
        read(path)


def test_a_bad_line_in_the_middle_of_a_day_stops_nothing(town: Town) -> None:
    town.play(alert("no_such_kind"), alert("smoke", number=2, t=36_030))
    town.pass_(6)
    assert [ticket.kind for ticket in town.board.tickets.values()] == ["smoke"]

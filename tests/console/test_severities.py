"""The table of severities: read with named errors, put on the log once."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import catalogue, seed, severities
from dispatch.adapters.memory_log import MemoryLog
from dispatch.board import Board
from dispatch.commands import SetLadder
from dispatch.escalation import LEVELS
from dispatch.severity import SEVERITIES

HEAD = "severity,mode,grid_min,community_min,street_min,district_min\n"


def board_of(log: MemoryLog) -> Board:
    board = Board(log.district)
    board.apply_all(log.read())
    return board


def test_a_fresh_log_knows_how_each_severity_goes_and_climbs() -> None:
    log = MemoryLog("140802")
    assert seed.severities(log) == 2
    board = board_of(log)
    assert dict(board.modes) == {"extreme": "auto"}
    assert set(board.ladder) == set(SEVERITIES)
    assert all(len(steps) == len(LEVELS) for steps in board.ladder.values())


def test_a_second_start_leaves_what_was_changed_since() -> None:
    log = MemoryLog("140802")
    seed.severities(log)
    seed.send(log, [SetLadder(minutes={})], once=False)
    assert seed.severities(log) == 0
    assert dict(board_of(log).ladder) == {}


def test_levels_that_are_empty_end_the_ladder(tmp_path: Path) -> None:
    path = tmp_path / "severities.csv"
    path.write_text(HEAD + "minor,,60,240,,\n", "utf-8")
    assert severities.commands(path)[1] == SetLadder(minutes={"minor": (60, 240)})


@pytest.mark.parametrize("line", ["minor,shout,1,2,3,4", "loud,,1,2,3,4", "minor,,3,2,,", "minor,,x,,,"])
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "severities.csv"
    path.write_text(HEAD + line + "\n", "utf-8")
    with pytest.raises(catalogue.BadCatalogue, match="line 2"):
        severities.commands(path)


def test_a_catalogue_of_before_says_auto_and_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kinds.csv"
    head = "id,zh,en,category,severity,opens,opens_after_min,auto,arrive_min,finish_min,check,skills,fire,bring\n"
    path.write_text(head + "a,a,a,other,minor,yes,,1,,,none,,0,\nb,b,b,other,minor,yes,,0,,,none,,0,\n", "utf-8")
    assert [kind.mode for kind in catalogue.read(path).values()] == ["auto", "suggest"]

"""A follower's board is the log's, look by look, over a restore too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dispatch import checkpoint
from dispatch.adapters.memory_log import MemoryLog
from dispatch.adapters.sql_log import SqlLog
from dispatch.board import Board
from dispatch.errors import LogUnavailable
from dispatch.follower import Follower
from tests.dispatch.cast import District


@pytest.fixture(params=["memory", "sqlite"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return MemoryLog("140802") if request.param == "memory" else SqlLog(f"sqlite:///{tmp_path / 'log.db'}")


def folded(log: Any) -> bytes:
    board = Board(log.district)
    board.apply_all(log.stream())
    return checkpoint.dump(board)


def test_after_each_look_the_board_is_that_of_the_log(log: Any) -> None:
    town = District(log=log)
    follower = Follower(log)
    assert follower.board.seq == 0, "nothing is folded before the first look"
    for _ in range(3):
        town.alert(device=None)
        assert follower.look()
        assert checkpoint.dump(follower.board) == folded(log)


def test_a_look_at_a_log_where_nothing_happened_costs_no_fold(log: Any) -> None:
    District(log=log)
    follower = Follower(log)
    follower.look()
    log.stream = None  # would fail if it were read
    assert follower.look() is False


def test_it_starts_from_the_checkpoint(log: Any) -> None:
    town = District(log=log)
    log.save_checkpoint(town.board.seq, checkpoint.dump(town.board))
    assert Follower(log).board.seq == town.board.seq


def test_nothing_is_left_marked_as_changed(log: Any) -> None:
    town = District(log=log)
    follower = Follower(log)
    town.alert()
    follower.look()
    assert not follower.board.drain_changed()


def test_another_epoch_is_folded_anew_onto_another_board(log: Any) -> None:
    town = District(log=log)
    follower = Follower(log)
    follower.look()
    before = follower.board
    log.new_epoch()
    town.alert()
    assert follower.look()
    assert follower.board is not before
    assert checkpoint.dump(follower.board) == folded(log)


def test_a_look_that_failed_is_made_up_for_by_the_next(log: Any) -> None:
    District(log=log)
    follower = Follower(log)
    stream = log.stream

    def broken(after: int) -> Any:
        yield from list(stream(after))[:3]
        raise LogUnavailable("the disk is away")

    log.stream = broken
    with pytest.raises(LogUnavailable):
        follower.look()
    log.stream = stream
    assert follower.look()
    assert checkpoint.dump(follower.board) == folded(log)

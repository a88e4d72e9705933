"""What every log promises of its epochs, of the lease of the one engine, and of checkpoints."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dispatch.errors import Conflict, EpochChanged
from dispatch.log import EventLog
from tests.contracts.logs import Open, append, ids
from tests.support.samples import NOON, draft

# --- epoch and lease --------------------------------------------------------------------------


def test_a_new_epoch_voids_former_cursors_and_keeps_the_events(open_log: Open) -> None:
    log, other = open_log(), open_log()
    append(log, "a")
    old = log.head()
    new = log.new_epoch()
    assert new.epoch != old.epoch
    assert new.seq == 1
    assert other.head() == new
    with pytest.raises(EpochChanged), other.transaction(expect_epoch=old.epoch):
        pass
    with other.transaction(expect_epoch=new.epoch) as transaction:
        transaction.append([draft("b")])
    assert ids(log) == ["a", "b"]


def test_one_engine_holds_the_lease_until_it_runs_out(open_log: Open) -> None:
    first, second = open_log(), open_log()
    lease = first.take_lease("one", 10, NOON)
    assert lease is not None
    assert second.take_lease("two", 10, NOON + timedelta(seconds=9)) is None
    assert first.take_lease("one", 10, NOON + timedelta(seconds=9)) == lease  # stays its own
    assert second.take_lease("two", 10, NOON + timedelta(seconds=18)) is None
    taken = second.take_lease("two", 10, NOON + timedelta(seconds=20))
    assert taken is not None
    assert taken.epoch == lease.epoch + 1


def test_an_engine_that_slept_through_its_lease_is_fenced(open_log: Open) -> None:
    first, second = open_log(), open_log()
    slept = first.take_lease("one", 10, NOON)
    taken = second.take_lease("two", 10, NOON + timedelta(seconds=60))
    with pytest.raises(Conflict) as refusal, first.transaction(lease=slept) as transaction:
        transaction.append([draft("late")])
    assert refusal.value.code == "fenced"
    with second.transaction(lease=taken) as transaction:
        transaction.append([draft("mine")])
    with first.transaction() as transaction:  # commands of people need no lease
        transaction.append([draft("tap")])
    assert ids(first) == ["mine", "tap"]


# --- checkpoints ------------------------------------------------------------------------------


def test_the_latest_checkpoint_is_kept(open_log: Open) -> None:
    log = open_log()
    append(log, *"abc")
    assert log.load_checkpoint() is None
    log.save_checkpoint(1, b"one")
    log.save_checkpoint(3, b"\x00\xff" * 200_000)
    assert open_log().load_checkpoint() == (3, b"\x00\xff" * 200_000)


def test_a_checkpoint_beyond_the_head_is_not_used(log: EventLog) -> None:
    append(log, "a")
    log.save_checkpoint(9, b"from another log")
    assert log.load_checkpoint() is None

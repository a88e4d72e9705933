"""What every log promises: in memory, in SQLite, in PostgreSQL."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.adapters.memory_log import MemoryLog
from dispatch.adapters.sql_log import SqlLog
from dispatch.errors import Conflict, EpochChanged
from dispatch.events import NoteAdded
from dispatch.log import Draft, EventLog
from tests.support.samples import NOON, draft, smoke

Open = Callable[..., Any]


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def open_log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same log as often as one likes, as another process would."""
    opened: list[Any] = []
    memory: dict[str, MemoryLog] = {}
    url = _url(request, tmp_path)

    def opener(district: str = "140802") -> Any:
        if url is None:
            return memory.setdefault(district, MemoryLog(district))
        opened.append(SqlLog(url, district))
        return opened[-1]

    opener.url = url  # type: ignore[attr-defined]
    yield opener
    for log in opened:
        log.close()


def _url(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    if request.param == "memory":
        return None
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'log.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def log(open_log: Open) -> EventLog:
    return open_log()  # type: ignore[no-any-return]


def append(log: EventLog, *ids: str) -> None:
    with log.transaction() as transaction:
        transaction.append([draft(one) for one in ids])


def ids(log: EventLog, after: int = 0) -> list[str]:
    return [r.event.alert_id for r in log.stream(after)]  # type: ignore[attr-defined]


# --- order ------------------------------------------------------------------------------------


def test_a_fresh_log_is_empty_and_has_an_epoch(log: EventLog) -> None:
    assert log.head().seq == 0
    assert len(log.head().epoch) == 36
    assert log.read() == []


def test_what_is_appended_reads_back_equal_and_numbered_from_one(log: EventLog) -> None:
    with log.transaction() as transaction:
        made = transaction.append([draft("a"), draft("b")])
    assert [r.seq for r in made] == [1, 2]
    assert log.read() == made
    assert log.head().seq == 2


def test_within_a_transaction_the_tail_shows_what_others_wrote_and_what_is_new(open_log: Open) -> None:
    first, second = open_log(), open_log()
    append(first, "a", "b")
    with second.transaction() as transaction:
        assert [r.seq for r in transaction.tail(1)] == [2]
        transaction.append([draft("c")])
        assert [r.seq for r in transaction.tail(1)] == [2, 3]
        assert transaction.head.seq == 3
        assert transaction.tail(3) == []


def test_reading_can_be_bounded_on_both_sides(log: EventLog) -> None:
    append(log, *"abcdef")
    assert [r.seq for r in log.read(after=2, limit=2)] == [3, 4]
    assert [r.seq for r in log.read(after=2, upto=5)] == [3, 4, 5]
    assert log.read(after=6) == []
    assert [r.seq for r in log.stream(1, batch=2)] == [2, 3, 4, 5, 6]


def test_districts_do_not_see_each_other(open_log: Open) -> None:
    here, there = open_log("140802"), open_log("110108")
    append(here, "a")
    assert there.read() == []
    assert there.head().epoch != here.head().epoch


def test_a_transaction_that_fails_leaves_nothing(log: EventLog) -> None:
    def fail() -> None:
        with log.transaction() as transaction:
            transaction.append([draft("a")])
            transaction.remember("worker:w1", "t1", "h", {"seq": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert log.head().seq == 0
    assert log.read() == []
    with log.transaction() as transaction:
        assert transaction.remembered("worker:w1", "t1") is None
        assert transaction.append([draft("a")])[0].seq == 1


def test_events_that_cannot_be_written_leave_the_transaction_usable(open_log: Open) -> None:
    log = open_log()
    with log.transaction() as transaction:
        with pytest.raises(ValueError, match="zone"):
            transaction.append([draft("good"), draft("bad", occurred_at=NOON.replace(tzinfo=None))])
        transaction.append([draft("next")])
    assert ids(log) == ["next"]


# --- many at once -----------------------------------------------------------------------------


def test_eight_writers_leave_no_gap_and_a_reader_misses_nothing(open_log: Open) -> None:
    writers = Writers(open_log, count=40)  # forked before this process opens the log: SQLite must not cross a fork
    log, seen, stop = open_log(), [], threading.Event()

    def poll() -> None:
        after = 0
        while True:
            ended = stop.wait(0.002)  # a reader that never rests would starve the writers of a small machine
            for recorded in log.read(after):
                seen.append(recorded.seq)
                after = recorded.seq
            if ended:
                return

    reader = threading.Thread(target=poll)
    reader.start()
    try:
        writers.write()
    finally:
        stop.set()
        reader.join()
    assert seen == list(range(1, 8 * 40 + 1))
    assert len({r.event.ticket_id for r in log.read()}) == 8 * 40  # type: ignore[attr-defined]


class Writers:
    """Eight processes (threads, where the log is in memory) that wait for ``write``."""

    def __init__(self, open_log: Open, count: int) -> None:
        fork = multiprocessing.get_context("fork")
        in_memory = open_log.url is None  # type: ignore[attr-defined]
        self._go: Any = threading.Event() if in_memory else fork.Event()
        make: Any = threading.Thread if in_memory else fork.Process
        self._all = [make(target=self._run, args=(open_log, f"w{nth}", count)) for nth in range(8)]
        for one in self._all:
            one.start()

    def _run(self, open_log: Open, name: str, count: int) -> None:
        self._go.wait()
        log = open_log()
        for nth in range(count):
            with log.transaction() as transaction:
                transaction.append([Draft(NOON, name, str(nth), NoteAdded(f"{name}-{nth}", "x"))])

    def write(self) -> None:
        self._go.set()
        for one in self._all:
            one.join(60)
        assert [getattr(one, "exitcode", 0) for one in self._all] == [0] * 8


def test_a_log_tells_that_another_wrote_and_that_it_wrote_itself(open_log: Open) -> None:
    mine, other = open_log(), open_log()
    before = mine.changed()
    assert mine.changed() == before
    append(other, "a")
    after_other = mine.changed()
    assert after_other != before
    append(mine, "b")
    assert mine.changed() != after_other


# --- commands ---------------------------------------------------------------------------------


def test_a_command_is_remembered_with_its_first_answer(open_log: Open) -> None:
    answer = {"seq": 1, "events": ["AlertRaised"], "data": {"ticket_id": "t1", "名": "四季绿城"}}
    with open_log().transaction() as transaction:
        transaction.append([draft("a")])
        transaction.remember("worker:w1", "tap-1", "hash", answer)
        assert transaction.remembered("worker:w1", "tap-1").answer == answer
    with open_log().transaction() as transaction:
        kept = transaction.remembered("worker:w1", "tap-1")
        assert (kept.body_hash, kept.answer) == ("hash", answer)
        assert transaction.remembered("worker:w2", "tap-1") is None
        assert transaction.remembered("worker:w1", "tap-2") is None


def test_expecting_many_commands_finds_those_that_came_before(log: EventLog) -> None:
    with log.transaction() as transaction:
        for n in range(3):
            transaction.remember("worker:w1", f"tap-{n}", "h", {"seq": n})
    keys = [("worker:w1", f"tap-{n}") for n in range(1, 1200)] + [("worker:w2", "tap-0")]
    with log.transaction() as transaction:
        transaction.remember("worker:w1", "tap-7", "h", {"seq": 7})
        transaction.expect(keys)
        known = [command_id for actor, command_id in keys if transaction.remembered(actor, command_id) is not None]
        assert known == ["tap-1", "tap-2", "tap-7"]
        assert transaction.remembered("worker:w1", "tap-0").answer == {"seq": 0}  # one nobody expected


def test_a_command_that_made_no_event_is_remembered_too(log: EventLog) -> None:
    with log.transaction() as transaction:
        transaction.remember("worker:w1", "tap-1", "hash", {"seq": 0})
    assert log.head().seq == 0
    with log.transaction() as transaction:
        assert transaction.remembered("worker:w1", "tap-1") is not None


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


# --- odd texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "四季绿城 5号楼 🔥",
        "a\0b\x1b[31m\r\n",
        "lone \ud800 surrogate",
        "'; DROP TABLE events; --",
        "%s ? :x",
        "x" * 100_000,
    ],
)
def test_any_text_comes_back_as_it_was(log: EventLog, text: str) -> None:
    with log.transaction() as transaction:
        transaction.append([draft("a", description=text, labels={text[:50]: text})])
    event = log.read()[0].event
    assert event == smoke("a", description=text, labels={text[:50]: text})


@pytest.mark.parametrize("text", ["网格员", "a\0b", "\ud800", "x" * 3000])
def test_any_text_may_be_a_command_id(log: EventLog, text: str) -> None:
    with log.transaction() as transaction:
        transaction.append([draft("a", cause=text, actor=text)])
        transaction.remember(text, text, "h", {"seq": 1})
    with log.transaction() as transaction:
        assert transaction.remembered(text, text) is not None
        assert transaction.remembered(text, text + "x") is None

"""What every log promises: order, commands, any text; in memory, in SQLite, in PostgreSQL."""

from __future__ import annotations

import pytest

from dispatch.log import EventLog
from tests.contracts.logs import Open, append, ids
from tests.support.samples import NOON, draft, smoke

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

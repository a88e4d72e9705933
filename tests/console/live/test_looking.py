"""Who has what before them, in one process and over several."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from console.live.looking import FRESH, Looking, ticket_of, worker_of
from dispatch.adapters.looks import CODEC, Look, Looks


def two_processes() -> tuple[Looking, Looking, Looks]:
    """Two web processes that share one Redis, here one dictionary."""
    looks = Looks()
    one, other = Looking(looks), Looking(looks)
    other._process = "elsewhere:1"
    return one, other, looks


def test_whom_somebody_is_about_to_send_stands_beside_the_ticket():
    looking = Looking()
    assert looking.look("a", "li", "t1", "w7")
    assert looking.items() == [["li", "t1", "w7"]]
    assert not looking.look("a", "li", "t1", "w7")
    assert looking.look("a", "li", "t1")
    assert looking.items() == [["li", "t1"]]


def test_what_the_dispatchers_of_another_process_look_at_is_seen_here():
    one, other, _ = two_processes()
    one.look("a", "li", "t1", "w7")
    other.look("b", "wang", "t2")
    assert one.items() == other.items() == [["li", "t1", "w7"], ["wang", "t2"]]
    one.look("a", "li", None)
    assert other.items() == [["wang", "t2"]]


def test_a_process_that_died_is_forgotten_after_a_minute():
    one, other, _ = two_processes()
    one.look("a", "li", "t1")
    with patch("console.live.looking.datetime") as clock:
        clock.now.return_value = datetime.now(UTC) + FRESH + timedelta(seconds=1)
        assert other.items() == []
        one.say_again()
        assert other.items() == [["li", "t1"]]


def test_windows_that_come_and_go_leave_no_names_behind():
    one, _, looks = two_processes()
    for n in range(50):
        one.look(f"sid{n}", "li", "t1")
        one.look(f"sid{n}", "li", None)
    assert len(looks) == 1


def test_nonsense_is_nothing():
    assert ticket_of({"ticket_id": ["x"]}) is None
    assert worker_of("w7") is None
    assert worker_of({"worker_id": "x" * 65}) is None


def test_a_look_survives_the_way_through_redis():
    look = Look("p#0", "李", "t1", "w7", datetime(2026, 11, 21, tzinfo=UTC))
    assert CODEC.load(CODEC.field(look), CODEC.dump(look)) == look

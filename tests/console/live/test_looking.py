"""Who has what before them, in one process and over several."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.live.looking import FRESH, SAY_AGAIN_S, Looking, ticket_of, worker_of
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


def test_a_process_that_died_is_forgotten_though_nobody_says_so():
    one, other, _ = two_processes()
    clock = Ticking()
    other._now = clock
    one.look("a", "li", "t1")
    assert other.items() == [["li", "t1"]]
    clock.seconds += FRESH.total_seconds() - 1
    assert other.items() == [["li", "t1"]]
    clock.seconds += 1
    assert other.items() == []
    one.say_again()
    assert other.items() == [["li", "t1"]]


def test_a_colleague_whose_machines_clock_is_hours_off_is_seen_once_heard_again():
    one, other, looks = two_processes()
    for late_s in (0, SAY_AGAIN_S):
        at = datetime.now(UTC) - timedelta(hours=3) + timedelta(seconds=late_s)
        looks.put([Look("far:1#0", "zhao", "t9", "", at)])
        seen = [other.items(), one.items()]
    assert seen == [[["zhao", "t9"]]] * 2


def test_what_was_looked_at_yesterday_does_not_come_back_with_a_start():
    looks = Looks()
    looks.put([Look("gone:1#0", "li", "t1", "", datetime.now(UTC) - timedelta(days=1))])
    assert Looking(looks).items() == []


class Ticking:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


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

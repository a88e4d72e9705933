"""The plan's time, with a clock that is moved by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.planner.patience import AGAIN_S, Patience
from tests.dispatch.cast import START

WAIT_S = 2.0


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def over(patience: Patience, seconds: float, since: float = 0.0) -> bool:
    return patience.is_over(at(since), WAIT_S, at(seconds))


def answered(for_s: float) -> Patience:
    made = Patience()
    made.asked(at(for_s))
    made.answered()
    return made


def test_before_the_first_answer_the_log_says_since_when_a_ticket_waits() -> None:
    assert not over(Patience(), 1.9)
    assert over(Patience(), 2.0)
    assert over(Patience(), 100.5, since=98.0)  # an engine that begins again does not begin to wait again
    assert not over(Patience(), 100.5, since=99.0)


def test_what_a_plan_has_seen_may_wait_as_long_as_it_says_so() -> None:
    patience = answered(10)
    assert not over(patience, 10 + AGAIN_S)
    assert over(patience, 10 + AGAIN_S + WAIT_S)  # it looks no more


def test_once_the_board_moved_on_an_answer_is_due() -> None:
    patience = answered(10)
    patience.moved(at(15))
    patience.moved(at(16))
    assert not over(patience, 16.9)
    assert over(patience, 17.0)


def test_an_answer_about_the_board_before_counts_up_to_where_it_moved() -> None:
    patience = answered(10)
    patience.moved(at(15))
    patience.asked(at(15.2))
    patience.moved(at(15.5))
    patience.answered()
    assert not over(patience, 17.4)
    assert over(patience, 17.5)


def test_answers_that_come_in_time_are_waited_for_however_busy_it_is() -> None:
    patience = answered(0)
    for n in range(1, 40):
        patience.moved(at(n - 0.5))
        patience.asked(at(n))
        patience.moved(at(n + 0.2))
        assert not over(patience, n + 0.4)
        patience.answered()


def test_a_plan_that_could_not_be_carried_out_is_none() -> None:
    patience = answered(10)
    patience.failed(at(11))
    assert not over(patience, 12.9)
    assert over(patience, 13.0)
    patience.asked(at(14))
    patience.answered()
    assert not over(patience, 16.5)


def test_a_first_answer_that_fails_leaves_the_time_of_the_log() -> None:
    patience = Patience()
    patience.asked(at(0))
    patience.failed(at(1))
    assert over(patience, 2.0)

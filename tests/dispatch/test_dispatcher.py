"""The one writer: groups, resending, failing commits."""

from __future__ import annotations

import threading
from concurrent.futures import wait
from contextlib import contextmanager

import pytest

from dispatch import commands as c
from dispatch.adapters.memory_log import MemoryLog
from dispatch.dispatcher import Answer, Request
from dispatch.errors import InvalidField, LogUnavailable, Refused
from tests.dispatch.cast import DISPATCHER, SOURCE, District, worker


def alert(n: int, device: str | None = None) -> Request:
    return Request(SOURCE, f"id{n}", c.RaiseAlert(report_id=f"id{n}", kind="clutter", device_id=device), f"h{n}")


def test_one_refusal_in_a_group_refuses_nobody_else():
    district = District()
    bad = Request(SOURCE, "bad", c.RaiseAlert(report_id="bad", kind="earthquake"))
    outcomes = district.desk.handle([alert(1), bad, alert(2)])
    assert [isinstance(outcome, Answer) for outcome in outcomes] == [True, False, True]
    assert len(district.board.tickets) == 2


def test_a_thousand_posts_of_one_event_make_one_event():
    district = District()
    before = district.board.seq
    futures = [district.desk.post([alert(1)]) for _ in range(1000)]
    wait(futures, 30)
    district.desk.close()
    answers = [future.result()[0] for future in futures]
    assert district.board.seq == before + 2  # AlertRaised, TicketOpened
    assert len({answer.data["seq"] for answer in answers}) == 1
    assert sum(not answer.duplicate for answer in answers) == 1


def test_twenty_dispatchers_race_from_twenty_threads():
    district = District()
    tickets = [district.ticket().id for _ in range(20)]
    results: list[str] = []

    def send(ticket: str) -> None:
        try:
            offer = c.OfferAssignment(ticket_id=ticket, worker_id="w1")
            district.desk.submit(Request(DISPATCHER, f"race-{ticket}", offer))
            results.append("sent")
        except Refused as refusal:
            results.append(refusal.code)

    threads = [threading.Thread(target=send, args=(ticket,)) for ticket in tickets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    district.desk.close()
    assert sorted(results) == ["sent", *["worker_busy"] * 19]


def test_a_refusal_is_decided_anew_when_the_same_id_comes_again():
    district = District()
    ticket = district.ticket().id
    close = Request(DISPATCHER, "close", c.CloseTicket(ticket_id=ticket), "h")
    assert isinstance(district.desk.handle([close])[0], Refused)
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w1"))
    district.say(worker(1), c.ArriveOnScene(ticket_id=ticket))
    district.say(DISPATCHER, c.ReferTicket(ticket_id=ticket, org="供水公司", reason=""))
    district.say(DISPATCHER, c.ReopenTicket(ticket_id=ticket, reason="x"))
    assert isinstance(district.desk.handle([close])[0], Refused)


class Brittle(MemoryLog):
    """A log whose disk is full when told so: the transaction fails as it commits."""

    full = False

    @contextmanager
    def transaction(self, **more):
        with super().transaction(**more) as tx:
            yield tx
            if self.full:
                raise LogUnavailable("no space left")


def test_a_commit_that_fails_leaves_board_and_log_agreeing():
    log = Brittle("140802")
    district = District(log=log)
    before = district.board.seq
    log.full = True
    with pytest.raises(LogUnavailable):
        district.desk.handle([alert(1)])
    assert district.board.seq == log.head().seq == before
    assert not district.board.tickets
    log.full = False
    assert isinstance(district.desk.handle([alert(1)])[0], Answer)
    assert district.board.seq == log.head().seq


def test_a_restored_log_makes_the_writer_fold_anew():
    district = District()
    district.alert()
    district.desk.log.new_epoch()
    outcome = district.desk.handle([alert(7)])[0]
    assert isinstance(outcome, Answer)
    assert district.board.seq == district.desk.log.head().seq


def test_a_fault_in_one_command_refuses_nobody_else():
    district = District()

    class Odd(c.Command):
        """No decider knows it."""

    outcomes = district.desk.handle([alert(1), Request(DISPATCHER, "odd", Odd()), alert(2)])
    assert [type(outcome) for outcome in outcomes] == [Answer, KeyError, Answer]
    assert district.board.seq == district.desk.log.head().seq


def test_a_batch_is_one_future_with_one_outcome_each():
    district = District()
    bad = Request(SOURCE, "bad", c.RaiseAlert(report_id="bad", kind="no such kind"), "h")
    outcomes = district.desk.post([alert(1), bad, alert(2), alert(1)]).result(10)
    district.desk.close()
    assert [getattr(outcome, "duplicate", None) for outcome in outcomes] == [False, None, False, True]
    assert isinstance(outcomes[1], InvalidField)
    assert outcomes[3].data == outcomes[0].data

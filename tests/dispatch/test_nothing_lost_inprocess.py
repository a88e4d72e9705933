"""Nothing lost, nothing doubled: many at once over several dispatchers on one file, and a disk that is full."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dispatch import checkpoint
from dispatch import commands as c
from dispatch.actor import Actor
from dispatch.adapters.sql_log import SqlLog
from dispatch.board import Board
from dispatch.dispatcher import Answer, Dispatcher, Request
from dispatch.errors import LogUnavailable, Refused
from dispatch.matching import Candidate
from tests.dispatch.cast import DISPATCHER, SOURCE, District
from tests.support.small_disk import filled, small_disk

RANKING = (Candidate("w1", "网格员 01", True, eta_s=80.0, distance_m=100.0, rank=1),)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'log.db'}"


@pytest.fixture
def desks(url: str) -> Iterator[Callable[[int], list[Dispatcher]]]:
    """Dispatchers as of so many processes: each with a log, a board and a writer of its own."""
    made: list[Dispatcher] = []

    def make(count: int) -> list[Dispatcher]:
        made.extend(Dispatcher(SqlLog(url)) for _ in range(count))
        return made[-count:]

    yield make
    for desk in made:
        desk.close()
        desk.log.close()  # type: ignore[attr-defined]


def alert(report_id: str = "r1", device: str = "d1") -> c.RaiseAlert:
    return c.RaiseAlert(report_id=report_id, kind="smoke", device_id=device, lon=111.0, lat=35.0)


def outcome(desk: Dispatcher, actor: Actor, command_id: str, command: Any) -> Answer | str:
    """The answer, or the code of the refusal."""
    try:
        return desk.submit(Request(actor, command_id, command, "hash", RANKING))
    except Refused as refusal:
        return refusal.code


def together(work: list[Callable[[], Any]]) -> list[Any]:
    """All at once, each in a thread of its own."""
    barrier = threading.Barrier(len(work))

    def start(one: Callable[[], Any]) -> Any:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(start, work))


def folded(desk: Dispatcher) -> Board:
    board = Board(desk.log.district)
    board.apply_all(desk.log.stream())
    return board


def test_a_thousand_posts_of_one_event_over_two_dispatchers_make_one_event(
    url: str, desks: Callable[[int], list[Dispatcher]]
) -> None:
    District(log=SqlLog(url))
    two = desks(2)
    before = two[0].log.head().seq

    def post(nth: int) -> list[Any]:
        return [outcome(two[(nth + n) % 2], SOURCE, "889-1", alert()) for n in range(25)]

    answers = [one for many in together([lambda n=n: post(n) for n in range(40)]) for one in many]
    assert len(answers) == 1000
    assert len({one.data["alert_id"] for one in answers}) == 1
    assert Counter(one.duplicate for one in answers) == {False: 1, True: 999}
    types = Counter(type(r.event).__name__ for r in two[0].log.read(before))
    assert types["AlertRaised"] == 1
    assert types["TicketOpened"] == 1


def test_twenty_dispatchers_send_the_same_worker_to_twenty_tickets_and_one_of_them_does(
    url: str, desks: Callable[[int], list[Dispatcher]]
) -> None:
    town = District(log=SqlLog(url))
    tickets = [town.ticket().id for _ in range(20)]
    work = [
        lambda d=desk, t=ticket, n=n: outcome(
            d, Actor("dispatcher", f"d{n}"), f"send-{n}", c.OfferAssignment(ticket_id=t, worker_id="w1")
        )
        for n, (desk, ticket) in enumerate(zip(desks(20), tickets, strict=True))
    ]
    outcomes = together(work)
    assert Counter(one if isinstance(one, str) else "sent" for one in outcomes) == {"sent": 1, "worker_busy": 19}
    offered = [r.event for r in town.desk.log.read() if type(r.event).__name__ == "AssignmentOffered"]
    assert len(offered) == 1


def test_twenty_dispatchers_send_the_same_worker_to_one_ticket_and_one_of_them_does(
    url: str, desks: Callable[[int], list[Dispatcher]]
) -> None:
    town = District(log=SqlLog(url))
    command = c.OfferAssignment(ticket_id=town.ticket().id, worker_id="w1")
    work = [
        lambda d=desk, n=n: outcome(d, Actor("dispatcher", f"d{n}"), f"send-{n}", command)
        for n, desk in enumerate(desks(20))
    ]
    outcomes = together(work)
    assert sum(isinstance(one, Answer) for one in outcomes) == 1
    assert sum(one in ("already_offered", "worker_busy") for one in outcomes) == 19


def test_a_full_disk_leaves_board_and_log_agreeing_and_the_same_command_works_later(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        log = SqlLog(f"sqlite:///{disk / 'log.db'}")
        town = District(log=log)
        desk = town.desk
        long = c.OpenTicket(kind="water_leak", place="x", description="x" * 80_000)
        with filled(disk):
            for nth in range(3):
                with pytest.raises(LogUnavailable):
                    desk.submit(Request(DISPATCHER, f"full-{nth}", long))
                assert desk.board.seq == log.head().seq
                assert checkpoint.dump(desk.board) == checkpoint.dump(folded(desk))
        answer = desk.submit(Request(DISPATCHER, "full-0", long))
        assert not answer.duplicate
        assert desk.board.seq == log.head().seq == answer.seq
        assert checkpoint.dump(desk.board) == checkpoint.dump(folded(desk))
        desk.close()
        log.close()


def test_sixteen_dispatchers_at_random_leave_every_worker_with_one_ticket(
    url: str, desks: Callable[[int], list[Dispatcher]]
) -> None:
    """Offers, acknowledgements and cancellations from all sides; then each rule is counted on the log."""
    town = District(log=SqlLog(url))
    tickets = [town.ticket().id for _ in range(12)]
    many = desks(16)

    def play(nth: int) -> None:
        desk = many[nth]
        for step in range(12):
            ticket, n = tickets[(nth * 5 + step * 7) % 12], (nth + step) % 3 + 1
            who = Actor("dispatcher", f"d{nth}")
            command: Any = c.OfferAssignment(ticket_id=ticket, worker_id=f"w{n}")
            if step % 3 == 1:
                who, command = Actor("worker", f"w{n}"), c.AcknowledgeAssignment(ticket_id=ticket)
            if step % 3 == 2:
                command = c.RecallAssignment(ticket_id=ticket, worker_id=f"w{n}", reason="x")
            outcome(desk, who, f"{nth}-{step}", command)

    together([lambda n=n: play(n) for n in range(16)])
    board = Board("140802")
    for recorded in town.desk.log.read():
        board.apply(recorded)
        assert all(len(board.work_of(f"w{n}")) <= 1 for n in (1, 2, 3))
    for desk in many:
        outcome(desk, DISPATCHER, "last", c.AddNote(ticket_id=tickets[0], text="x"))
        assert checkpoint.dump(desk.board) == checkpoint.dump(folded(desk))

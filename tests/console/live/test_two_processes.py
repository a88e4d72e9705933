"""Two dispatchers at two web processes that share one Redis and one log: who looks at what, whom they are about to
send, and who was quicker. Real processes, real sign-in, real sockets."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from console.live.looking import FRESH
from tests.support.redis_server import RedisServer
from tests.support.sitting import Items, Sitting
from tests.support.web_pair import WebProcess, prepare

pytestmark = [pytest.mark.slow, pytest.mark.redis]

#: From one desk's word to the other's: 0.02 s to Redis, 0.25 s until fetched, 0.5 s until asked, 0.2 s until told;
#: the rest is for a busy machine.
TOLD_S = 5.0
#: Who is silent is forgotten after ``FRESH``; the same for the rest.
FREED_S = FRESH.total_seconds() + TOLD_S


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("r"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def pair(redis: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WebProcess, WebProcess]]:
    home = tmp_path_factory.mktemp("home")
    prepare(home)
    made = (WebProcess(home, redis.url).start(), WebProcess(home, redis.url).start())
    for one in made:
        one.until_ready()
    yield made
    for one in made:
        one.stop()


@pytest.fixture
def li(pair: tuple[WebProcess, WebProcess]) -> Iterator[Sitting]:
    """At the first process."""
    sitting = Sitting(pair[0].port, "dispatcher")
    yield sitting
    sitting.leave()


@pytest.fixture
def wang(pair: tuple[WebProcess, WebProcess]) -> Iterator[Sitting]:
    """At the second."""
    sitting = Sitting(pair[1].port, "supervisor")
    yield sitting
    sitting.leave()


def has(*item: str) -> Callable[[Items], bool]:
    return lambda items: list(item) in items


def nobody_but(*names: str) -> Callable[[Items], bool]:
    return lambda items: {item[0] for item in items} <= set(names)


def test_the_other_desk_hears_what_is_looked_at_and_who_is_about_to_be_sent(li: Sitting, wang: Sitting) -> None:
    li.look("t1")
    wang.hears(has("dispatcher", "t1"), TOLD_S)
    li.look("t1", "w1")
    wang.hears(has("dispatcher", "t1", "w1"), TOLD_S)
    wang.look("t2", "w1")
    li.hears(has("supervisor", "t2", "w1"), TOLD_S)
    li.look("t3")
    wang.hears(lambda items: sorted(items) == [["dispatcher", "t3"], ["supervisor", "t2", "w1"]], TOLD_S)


def test_who_comes_later_is_told_at_once_what_the_others_have_before_them(
    li: Sitting, wang: Sitting, pair: tuple[WebProcess, WebProcess]
) -> None:
    li.look("t1", "w2")
    wang.hears(has("dispatcher", "t1", "w2"), TOLD_S)
    late = Sitting(pair[1].port, "admin")
    late.hears(has("dispatcher", "t1", "w2"), TOLD_S)
    late.leave()


def test_a_window_that_is_closed_and_a_desk_that_goes_home_free_the_ticket(li: Sitting, wang: Sitting) -> None:
    li.look("t1", "w1")
    wang.hears(has("dispatcher", "t1", "w1"), TOLD_S)
    li.look(None)
    wang.hears(nobody_but("supervisor"), TOLD_S)
    li.look("t1", "w1")
    wang.hears(has("dispatcher", "t1", "w1"), TOLD_S)
    li.leave()
    wang.hears(nobody_but("supervisor"), TOLD_S)


def test_of_two_who_send_one_worker_the_slower_is_told_by_whom_and_where_to(
    li: Sitting, wang: Sitting, pair: tuple[WebProcess, WebProcess]
) -> None:
    tickets = [one.alert(f"busy-{n}") for n, one in enumerate(pair)]
    (won, lost), winner = at_once(li, wang, [{"ticket_id": ticket, "worker_id": "w1"} for ticket in tickets])
    assert (won[0], lost[0]) == (200, 409), (won, lost)
    error = lost[1]["error"]
    assert (error["code"], error["detail"]["by"]) == ("worker_busy", f"dispatcher:{winner.name}")
    assert error["detail"]["ticket_id"] in tickets
    assert error["detail"]["worker_id"] == "w1"
    assert winner.name in error["message"], error


def test_of_two_who_send_somebody_to_one_ticket_the_slower_is_told_whom_and_by_whom(
    li: Sitting, wang: Sitting, pair: tuple[WebProcess, WebProcess]
) -> None:
    ticket = pair[0].alert("one-ticket")
    asked = [{"ticket_id": ticket, "worker_id": worker, "alone": True} for worker in ("w2", "w3")]
    (won, lost), winner = at_once(li, wang, asked)
    assert (won[0], lost[0]) == (200, 409), (won, lost)
    error = lost[1]["error"]
    assert (error["code"], error["detail"]["by"]) == ("already_assigned", f"dispatcher:{winner.name}")
    assert error["detail"]["name"] in error["message"]
    assert winner.name in error["message"], error


def at_once(li: Sitting, wang: Sitting, asked: list[dict[str, object]]) -> tuple[list[tuple[int, dict]], Sitting]:
    """Both desks offer in the same moment: the answers, the winner's first, and who that was."""
    start = threading.Barrier(2)

    def offer(sitting: Sitting, data: dict[str, object]) -> tuple[int, dict]:
        start.wait()
        return sitting.command("OfferAssignment", **data)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(offer, (li, wang), asked))
    first = 0 if answers[0][0] == 200 else 1
    return [answers[first], answers[1 - first]], (li, wang)[first]


def test_a_redis_that_comes_back_empty_is_told_anew(li: Sitting, wang: Sitting, redis: RedisServer) -> None:
    li.look("t1")
    wang.hears(has("dispatcher", "t1"), TOLD_S)
    redis.kill()
    li.look("t2", "w2")
    redis.start()
    wang.hears(has("dispatcher", "t2", "w2"), 3 * TOLD_S)


@pytest.mark.long
def test_a_process_that_is_killed_frees_what_its_dispatchers_had_before_them(
    li: Sitting, wang: Sitting, pair: tuple[WebProcess, WebProcess]
) -> None:
    li.look("t1", "w1")
    wang.hears(has("dispatcher", "t1", "w1"), TOLD_S)
    pair[0].kill()
    wang.hears(nobody_but("supervisor"), FREED_S)
    pair[0].start().until_ready()
    back = Sitting(pair[0].port, "dispatcher")
    back.look("t2")
    wang.hears(has("dispatcher", "t2"), TOLD_S)
    back.leave()


@pytest.mark.long
def test_a_process_that_hangs_is_forgotten_and_heard_again_when_it_goes_on(
    li: Sitting, wang: Sitting, pair: tuple[WebProcess, WebProcess]
) -> None:
    li.look("t1")
    wang.hears(has("dispatcher", "t1"), TOLD_S)
    pair[0].signal(signal.SIGSTOP)
    try:
        wang.hears(nobody_but("supervisor"), FREED_S)
    finally:
        pair[0].signal(signal.SIGCONT)
    wang.hears(has("dispatcher", "t1"), TOLD_S)

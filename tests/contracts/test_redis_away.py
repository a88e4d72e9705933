"""Redis killed, frozen, brought back: no call waits, nothing is lost, all recovers by itself."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dispatch.adapters.limits import RateLimits
from dispatch.adapters.positions import Fix, Positions
from dispatch.adapters.redis_bell import Bell
from dispatch.adapters.redis_client import RedisAway, RedisClient
from dispatch.adapters.redis_mirror import RedisMirror
from dispatch.position import Position
from tests.support.redis_server import RedisServer

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
LONGEST_S = 0.6


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


def fix(worker_id: str) -> Fix:
    return Fix(worker_id, Position(lon=111.0, lat=35.0), NOON, 8.0, NOON)


def soon(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        pause.wait(0.01)
    return true()


def seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    with contextlib.suppress(RedisAway):
        work()
    return time.monotonic() - started


def test_a_frozen_server_costs_one_caller_a_moment_and_the_next_nothing(server: RedisServer) -> None:
    client = RedisClient(server.url)
    client.call(lambda redis: redis.ping())
    server.freeze()
    first = seconds_of(lambda: client.call(lambda redis: redis.ping()))
    others = max(seconds_of(lambda: client.call(lambda redis: redis.ping())) for _ in range(50))
    server.thaw()
    assert first < LONGEST_S
    assert others < 0.01
    assert client.state == "down"


def test_a_frozen_server_refuses_no_new_connection_yet_nobody_waits(server: RedisServer) -> None:
    server.freeze()
    client = RedisClient(server.url)
    took = seconds_of(lambda: client.call(lambda redis: redis.ping()))
    server.thaw()
    assert took < LONGEST_S


@pytest.mark.parametrize(
    "url", [None, "redis://127.0.0.1:1", "unix:///nowhere/redis.sock", "redis://:wrong@127.0.0.1:1"]
)
def test_no_server_at_all_is_known_at_once(url: str | None) -> None:
    client = RedisClient(url)
    assert seconds_of(lambda: client.call(lambda redis: redis.ping())) < LONGEST_S
    assert client.state in ("off", "down")


def test_a_restarted_server_is_found_without_a_failed_call(server: RedisServer) -> None:
    client = RedisClient(server.url)
    client.call(lambda redis: redis.ping())
    server.kill()
    server.start()
    assert client.call(lambda redis: redis.ping())
    assert client.state == "up"


@pytest.mark.parametrize("harm", ["kill", "freeze"])
def test_positions_go_on_while_redis_is_away_and_are_shared_when_it_returns(server: RedisServer, harm: str) -> None:
    client = RedisClient(server.url, open_s=0.1)
    here, there = Positions(), Positions()
    mirrors = [
        RedisMirror(client, "140802", [here]),
        RedisMirror(RedisClient(server.url, open_s=0.1), "140802", [there]),
    ]
    for mirror in mirrors:
        mirror.start()
    here.put([fix("w1")])
    assert soon(lambda: "w1" in there.all())

    getattr(server, harm)()
    waited = max(seconds_of(lambda n=n: here.put([fix(f"away-{n}")])) for n in range(100))
    assert waited < 0.1
    assert soon(lambda: client.state == "down")
    assert len(here.all()) == 101

    server.thaw() if harm == "freeze" else server.start()
    assert soon(lambda: len(there.all()) == 101)
    assert soon(lambda: client.state == "up")
    for mirror in mirrors:
        mirror.stop()


@pytest.mark.parametrize("harm", ["kill", "freeze"])
def test_the_bell_rings_in_other_processes_and_again_after_an_outage(server: RedisServer, harm: str) -> None:
    heard: list[int | None] = []
    there = Bell(RedisClient(server.url, open_s=0.1), "140802")
    there.listen(heard.append)
    there.start()
    out = RedisClient(server.url, open_s=0.1)
    here = Bell(out, "140802")
    here.start()
    assert soon(lambda: None in heard)
    here.ring(7)
    assert soon(lambda: 7 in heard)

    getattr(server, harm)()
    assert seconds_of(lambda: here.ring(8)) < 0.1
    before = len(heard)
    server.thaw() if harm == "freeze" else server.start()
    mirror = RedisMirror(out, "140802", [Positions()])
    assert soon(lambda: mirror.sync())
    assert harm == "freeze" or soon(lambda: len(heard) > before)

    def rung() -> bool:
        here.ring(9)
        return 9 in heard

    assert soon(rung)
    here.stop()
    there.stop()


def test_the_bell_needs_no_redis_within_one_process() -> None:
    heard: list[int | None] = []
    bell = Bell(None, "140802")
    bell.listen(heard.append)
    bell.ring(3)
    assert heard == [3]


def test_a_limit_holds_over_two_processes(server: RedisServer) -> None:
    limits = [RateLimits(RedisClient(server.url), "140802") for _ in range(2)]
    allowed = [limits[n % 2].hit("10/minute", "login", "10.0.0.1").allowed for n in range(20)]
    assert sum(allowed) == 10
    refused = limits[0].hit("10/minute", "login", "10.0.0.1")
    assert 1 <= refused.retry_after_s <= 60
    assert limits[0].hit("10/minute", "login", "10.0.0.2").allowed


@pytest.mark.parametrize("harm", ["kill", "freeze"])
def test_a_limit_holds_in_this_process_while_redis_is_away(server: RedisServer, harm: str) -> None:
    limits = RateLimits(RedisClient(server.url), "140802")
    getattr(server, harm)()
    started = time.monotonic()
    allowed = [limits.hit("10/minute", "login", "10.0.0.1").allowed for _ in range(20)]
    assert time.monotonic() - started < LONGEST_S
    assert sum(allowed) == 10
    server.thaw()

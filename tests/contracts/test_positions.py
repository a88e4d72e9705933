"""What positions, presence and asset states promise: alone in a process, and shared through a real Redis."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis

from dispatch.adapters.asset_states import AssetState, AssetStates
from dispatch.adapters.positions import Fix, Positions
from dispatch.adapters.presence import Presence
from dispatch.adapters.redis_client import RedisClient
from dispatch.adapters.redis_mirror import RedisMirror, prefix
from dispatch.position import Position
from tests.support.redis_server import RedisServer

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
GATE = Position(lon=111.0031, lat=35.0302)


def fix(worker_id: str, seconds: int, position: Position = GATE, *, late: int = 0) -> Fix:
    at = NOON + timedelta(seconds=seconds)
    return Fix(worker_id, position, at, 8.0, at + timedelta(seconds=late))


@dataclass
class Process:
    """One process's stores; ``mirror`` is None where there is no Redis."""

    positions: Positions
    presence: Presence
    states: AssetStates
    mirror: RedisMirror | None = None

    @classmethod
    def alone(cls) -> Process:
        return cls(Positions(), Presence(), AssetStates())

    @classmethod
    def on(cls, url: str) -> Process:
        one = cls.alone()
        one.mirror = RedisMirror(RedisClient(url, open_s=0.05), "140802", [one.positions, one.presence, one.states])
        return one

    def sync(self) -> bool:
        return self.mirror.sync() if self.mirror else True


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["memory", "redis"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Process, Process]]:
    """Writer and reader: one process, or two that share a Redis."""
    if request.param == "memory":
        one = Process.alone()
        yield one, one
        return
    server: RedisServer = request.getfixturevalue("server")
    yield Process.on(server.url), Process.on(server.url)


def test_the_later_fix_wins_whatever_the_order_of_arrival(pair: tuple[Process, Process]) -> None:
    writer, reader = pair
    writer.positions.put([fix("w1", 10), fix("w2", 5)])
    writer.sync()
    writer.positions.put([fix("w1", 3)])
    writer.sync()
    reader.sync()
    assert reader.positions.all() == {"w1": fix("w1", 10), "w2": fix("w2", 5)}


def test_an_older_fix_of_another_process_does_not_win(pair: tuple[Process, Process]) -> None:
    writer, reader = pair
    writer.positions.put([fix("w1", 10)])
    writer.sync()
    reader.positions.put([fix("w1", 3)])
    reader.sync()
    writer.sync()
    assert reader.positions.all()["w1"] == fix("w1", 10)
    assert writer.positions.all()["w1"] == fix("w1", 10)


def test_a_clock_that_runs_ahead_does_not_hold_its_place(pair: tuple[Process, Process]) -> None:
    writer, reader = pair
    ahead = Fix("w1", GATE, NOON + timedelta(days=900), 8.0, NOON)
    writer.positions.put([ahead])
    writer.sync()
    writer.positions.put([fix("w1", 5)])
    writer.sync()
    reader.sync()
    assert reader.positions.all()["w1"] == fix("w1", 5)


def test_who_is_near_comes_nearest_first_with_metres(pair: tuple[Process, Process]) -> None:
    writer, reader = pair
    near, far = Position(lon=111.0040, lat=35.0302), Position(lon=111.0100, lat=35.0302)
    writer.positions.put([fix("far", 1, far), fix("near", 1, near), fix("here", 1)])
    writer.sync()
    reader.sync()
    found = reader.positions.near(GATE, 200)
    assert [place.worker_id for _, place in found] == ["here", "near"]
    assert found[1][0] == pytest.approx(82, abs=1)


def test_presence_is_the_last_time_a_phone_spoke(pair: tuple[Process, Process]) -> None:
    writer, reader = pair
    writer.presence.seen("w1", NOON)
    writer.presence.seen("w1", NOON + timedelta(seconds=9))
    writer.presence.seen("w2", NOON)
    writer.sync()
    reader.sync()
    assert reader.presence.last() == {"w1": NOON + timedelta(seconds=9), "w2": NOON}


def test_a_socket_and_its_pile_have_states_of_their_own(pair: tuple[Process, Process]) -> None:
    writer, reader = pair
    pile = AssetState("pile-1", None, "online", None, NOON)
    third = AssetState("pile-1", "3", "charging", 1.8, NOON)
    writer.states.put([pile, third, AssetState("lift-1", None, "fault", "E4", NOON)])
    writer.sync()
    reader.sync()
    assert sorted(reader.states.of("pile-1"), key=lambda state: state.key) == [pile, third]


def test_ten_thousand_states_are_shared_and_later_only_what_changed(server: RedisServer) -> None:
    writer, reader = Process.on(server.url), Process.on(server.url)
    writer.states.put([AssetState(f"camera-{n}", None, "online", None, NOON) for n in range(10_000)])
    writer.sync()
    reader.sync()
    assert len(reader.states) == 10_000
    assert not writer.states.exchange(redis.Redis.from_url(server.url, decode_responses=True), prefix("140802"))
    changed = AssetState("camera-7", None, "offline", None, NOON + timedelta(seconds=1))
    writer.states.put([changed])
    writer.sync()
    reader.sync()
    assert reader.states.get("camera-7") == changed


def test_a_server_that_was_killed_comes_back_empty_and_is_filled_again(server: RedisServer) -> None:
    writer, reader = Process.on(server.url), Process.on(server.url)
    writer.positions.put([fix("w1", 1)])
    assert writer.sync()
    server.kill()
    writer.positions.put([fix("w2", 2)])
    assert not writer.sync()
    assert set(writer.positions.all()) == {"w1", "w2"}
    server.start()
    deadline = time.monotonic() + 3
    while set(reader.positions.all()) != {"w1", "w2"}:
        assert time.monotonic() < deadline
        writer.sync()
        reader.sync()


def test_what_redis_holds_and_nobody_can_read_is_passed_over(server: RedisServer) -> None:
    writer, reader = Process.on(server.url), Process.on(server.url)
    writer.positions.put([fix("w1", 1), fix("w2", 1)])
    writer.sync()
    redis.Redis.from_url(server.url).hset(f"{prefix('140802')}positions:items", "w1", "1 {not json")
    assert reader.sync()
    assert set(reader.positions.all()) == {"w2"}


def test_what_is_put_while_an_exchange_is_under_way_goes_out_with_the_next(server: RedisServer) -> None:
    writer, reader = Process.on(server.url), Process.on(server.url)
    writer.sync()
    writer.positions.put([fix("w1", 1)])
    ask = writer.positions._evaluate

    def slow(*arguments: object) -> object:
        answer = ask(*arguments)
        writer.positions.put([fix("w1", 2)])
        return answer

    writer.positions._evaluate = slow
    writer.positions.exchange(redis.Redis.from_url(server.url, decode_responses=True), prefix("140802"))
    del writer.positions._evaluate
    writer.sync()
    reader.sync()
    assert reader.positions.all()["w1"] == fix("w1", 2)


def test_what_changed_since_a_version_is_told_each_once(pair: tuple[Process, Process]) -> None:
    writer, reader = pair

    def say(asset: str, seconds: int, state: str) -> None:
        writer.states.put([AssetState(asset, None, state, None, NOON + timedelta(seconds=seconds))])
        writer.sync()
        reader.sync()

    assert reader.states.since("") == (reader.states.version, None)
    start = reader.states.version
    for seconds, asset in enumerate(("a", "b", "c", "a")):
        say(asset, seconds, f"{seconds}")
    version, found = reader.states.since(start)
    assert {(one.asset_id, one.state) for one in found or ()} == {("a", "3"), ("b", "1"), ("c", "2")}
    assert len(found or ()) == 3
    say("b", 0, "late")
    assert reader.states.since(version) == (version, [])
    say("b", 9, "new")
    assert [one.state for one in reader.states.since(version)[1] or ()] == ["new"]
    assert AssetStates().since(version)[1] is None

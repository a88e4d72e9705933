"""F09, L12: a stalled client gets whole frames until it is cut; the others notice nothing; it resumes by its cursor."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.live import LiveServer
from tests.support.raw_socket import Closed, RawSocket


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("home"))
    yield server
    server.kill()


def numbers_until_the_end(client: RawSocket) -> list[int]:
    """Numbers of the blasts that came whole; every byte before the end must belong to a frame."""
    numbers = []
    try:
        while True:
            payload = client.hear("blast")
            assert payload["x"] == "x" * len(payload["x"])
            numbers.append(payload["n"])
    except Closed:
        return numbers


def test_a_client_that_pauses_below_its_limit_gets_every_frame_whole(server: LiveServer) -> None:
    client = RawSocket(server.port, recv_buffer=4096)
    client.join()
    server("blast", "desk", 100, 9_000)
    threading.Event().wait(1)
    assert [client.hear("blast")["n"] for _ in range(100)] == list(range(100))
    server("blast", "desk", 1, 10)
    assert client.hear("blast") == {"n": 0, "x": "x" * 10}
    client.close()


@pytest.mark.parametrize(("count", "size"), [(100, 200_000), (3_000, 20_000), (40_000, 200)])
def test_a_stalled_client_gets_whole_frames_until_it_is_cut(server: LiveServer, count: int, size: int) -> None:
    client = RawSocket(server.port, recv_buffer=4096)
    client.join()
    server("blast", "desk", count, size)
    assert server("state")["rooms"] == []
    numbers = numbers_until_the_end(client)
    assert numbers == list(range(len(numbers)))
    assert len(numbers) < count
    assert server("state")["queue_max"] <= 256


def test_a_client_that_was_cut_resumes_by_its_cursor(server: LiveServer) -> None:
    client = RawSocket(server.port, recv_buffer=4096)
    cursor = client.join()["head"]
    server("blast", "desk", 100, 200_000)
    numbers_until_the_end(client)
    server("alert", "d-1")
    pause, deadline = threading.Event(), time.monotonic() + 5
    while (hello := greeting(server))["head"] == cursor:  # the relay follows the log at its own pace
        assert time.monotonic() < deadline
        pause.wait(0.02)
    assert hello["head"] > cursor
    assert hello["room"] >= cursor


def greeting(server: LiveServer) -> dict[str, Any]:
    """What the server says first to somebody new."""
    client = RawSocket(server.port)
    hello: dict[str, Any] = client.join()
    client.close()
    return hello


def test_pings_in_the_middle_of_a_large_frame_do_not_break_it(server: LiveServer) -> None:
    client = RawSocket(server.port, recv_buffer=4096)
    client.join()
    server("blast", "desk", 4, 200_000)
    for _ in range(20):
        client.sock.sendall(b"\x89\x80\x00\x00\x00\x00")  # an empty masked ping
    got = [client.hear("blast")["n"] for _ in range(4)]
    assert got == [0, 1, 2, 3]
    client.close()


def test_an_alert_reaches_the_screen_at_once(server: LiveServer) -> None:
    client = RawSocket(server.port)
    client.join("wall-token")
    took = []
    for nth in range(5):
        started = time.monotonic()
        server("alert", f"at-once-{nth}")
        client.hear("delta")
        took.append(time.monotonic() - started)
    client.close()
    assert min(took) < 0.05, json.dumps(took)


def test_others_hear_everything_while_stalled_ones_are_cut(server: LiveServer) -> None:
    stalled = [RawSocket(server.port, recv_buffer=4096) for _ in range(20)]
    for client in stalled:
        client.join()
    healthy = RawSocket(server.port)
    healthy.join("wall-token", view="wall")
    other = RawSocket(server.port)
    other.join("desk-token-2")
    heard: list[int] = []
    reader = threading.Thread(target=lambda: heard.extend(numbers_until_the_end(other)))
    reader.start()
    rss = server("state")["rss_kb"]
    server("blast", "desk", 2_000, 10_000, 0.001)
    state = server("state")
    assert sorted(state["rooms"]) == ["desk", "wall"]
    assert state["clients"] == 2
    assert state["rss_kb"] - rss < 50_000
    server("revoke", "user:yi")
    reader.join(10)
    assert heard == list(range(len(heard)))
    assert len(heard) > 1_900

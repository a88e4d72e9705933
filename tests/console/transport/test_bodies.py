"""A body is read by the view that wants it, or not at all: who is refused may not have half a gigabyte read first."""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
import time
from collections.abc import Iterator

import pytest

from console.transport.limits import Limits
from tests.support.live import LiveServer

#: what the kernel of either side may hold beside what was read
BUFFERS = 16 << 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("home"), body_pause_s=5.0)
    yield server
    server.kill()


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join((f"POST {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", "")).encode()


def poured(sock: socket.socket, most: int, pause_s: float = 0.0) -> int:
    """Bytes sent before the other side would not have more; a sender with ``pause_s`` is a slow one: the pause is what
    the test is about and no waiting for something, and it ends as soon as the other side hangs up."""
    sent, piece = 0, b"x" * 0x10000
    with contextlib.suppress(OSError):
        while sent < most:
            sock.sendall(piece)
            sent += len(piece)
            if pause_s and is_hung_up(sock, pause_s):
                break
    return sent


def is_hung_up(sock: socket.socket, within_s: float) -> bool:
    """Whether the other side closes within the time; what it says before that (the refusal) is read away."""
    until = time.monotonic() + within_s
    while (left := until - time.monotonic()) > 0:
        if select.select([sock], [], [], left)[0] and not sock.recv(0x10000):
            return True
    return False


@pytest.mark.parametrize("length", ["Content-Length: 512000000", "Transfer-Encoding: chunked"])
def test_who_is_refused_is_told_so_and_not_read_on(server: LiveServer, length: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as sock:
        sock.sendall(head("/api/v1/imports", length))
        answer = sock.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 401 ")
        assert b"\r\nConnection: close\r\n" in answer
        if length.startswith("Transfer"):
            sock.sendall(b"20000000\r\n")
        assert poured(sock, 200 << 20) < Limits().drain_bytes + BUFFERS


def test_who_is_refused_and_sends_on_slowly_is_cut(server: LiveServer) -> None:
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as sock:
        sock.sendall(head("/api/v1/imports", "Content-Length: 512000000"))
        poured(sock, 512 << 20, pause_s=0.05)
    assert time.monotonic() - started < Limits().drain_s + 1.5


def test_who_asks_first_is_not_told_to_go_on(server: LiveServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=4) as sock:
        sock.sendall(head("/api/v1/imports", "Content-Length: 100", "Expect: 100-continue"))
        answer = b""
        while data := sock.recv(65_536):
            answer += data
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert b"100 Continue" not in answer
    assert b"\r\nConnection: close\r\n" in answer


def test_a_small_body_that_nobody_read_does_not_cost_the_connection(server: LiveServer) -> None:
    asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    for _ in range(3):
        asking.request("POST", "/api/v1/imports", body=b"x" * 10_000)
        answer = asking.getresponse()
        assert (answer.status, answer.getheader("Connection")) == (401, None)
        answer.read()
        kept = asking.sock
        asking.request("POST", "/echo", body=b"x" * 1000)
        assert asking.getresponse().read() == b"1000"
        assert asking.sock is kept


def test_only_named_routes_may_have_a_large_body(server: LiveServer) -> None:
    asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    asking.request("POST", "/echo", body=b"x" * (1 << 20))
    assert asking.getresponse().read() == b"1048576"
    asking.request("POST", "/echo", body=b"x" * ((1 << 20) + 1))
    assert asking.getresponse().status == 413


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "/api/v1/imports", 513_000_000),
        ("POST", "/api/v1/imports?wait=3", 513_000_000),
        ("POST", "/api/v1/photos", 11 << 20),
        ("POST", "/api/v1/imports/1/undo", 1 << 20),
        ("PUT", "/api/v1/imports", 1 << 20),
        ("POST", "/api/v1/alerts", 1 << 20),
        ("POST", "//api/v1/imports", 1 << 20),
    ],
)
def test_what_a_route_may_have(method: str, path: str, most: int) -> None:
    assert Limits().of(method, path).body_bytes == most

"""A03, A04, F17: nobody grows the server or holds it up before saying who he is; the end is quick and orderly."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.live import LiveServer
from tests.support.raw_socket import Closed, RawSocket, frame


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(
        tmp_path_factory.mktemp("home"),
        anonymous_s=1.0,
        headers_s=1.0,
        idle_s=2.0,
        body_bytes=1_000_000,
        body_pause_s=1.0,
    )
    yield server
    server.kill()


def soon(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Return as soon as it is true."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        pause.wait(0.01)


def ends(client: RawSocket, within: float = 3.0) -> bool:
    client.sock.settimeout(within)
    try:
        while True:
            client.message()
    except Closed:
        return True
    except TimeoutError:
        return False


def test_an_answer_of_unknown_length_comes_in_chunks_that_a_client_can_read(server: LiveServer) -> None:
    asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    for _ in range(2):  # the connection is good for another one
        asking.request("GET", "/pieces")
        answer = asking.getresponse()
        assert (answer.status, answer.getheader("Transfer-Encoding")) == (200, "chunked")
        assert answer.read() == b"first second"
    asking.close()


# --- who may open a WebSocket -----------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://evil.example", "X_Forwarded_Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
def test_a_foreign_page_gets_no_websocket(server: LiveServer, wrong: dict[str, str]) -> None:
    assert "403" in RawSocket(server.port).handshake(**wrong)


@pytest.mark.parametrize("path", ["/", "/desk", "/socket.io/../x", "/api/v1/me"])
def test_there_are_websockets_in_one_place_only(server: LiveServer, path: str) -> None:
    assert "403" in RawSocket(server.port).handshake(path)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"Sec_WebSocket_Key": "short"}, "400"),
        ({"Sec_WebSocket_Key": "!!not base64!!"}, "400"),
        ({"Sec_WebSocket_Key": ""}, "400"),
        ({"Sec_WebSocket_Version": "7"}, "426"),
        ({"Connection": "close"}, "400"),
    ],
)
def test_a_bad_handshake_is_refused_in_words(server: LiveServer, wrong: dict[str, str], status: str) -> None:
    assert status in RawSocket(server.port).handshake(**wrong)


@pytest.mark.parametrize("token", [None, "wrong", "source-token", {"a": 1}])
def test_without_an_identity_nobody_is_let_in(server: LiveServer, token: str | None) -> None:
    client = RawSocket(server.port)
    client.handshake()
    client.message()
    client.connect_namespace(token)
    assert client.message().startswith("44")
    assert ends(client)


def test_other_namespaces_are_closed_even_to_the_known(server: LiveServer) -> None:
    client = RawSocket(server.port)
    client.join()
    client.connect_namespace("desk-token", "/admin,")
    while not (text := client.message()).startswith("44/admin"):
        assert not text.startswith("40/admin")


def test_nobody_hears_anything_without_an_identity(server: LiveServer) -> None:
    quiet = RawSocket(server.port)
    quiet.handshake()
    assert quiet.message().startswith("0")
    server("alert", "unheard")
    with pytest.raises(Closed):
        quiet.event()


def test_polling_gives_no_more_to_the_nameless(server: LiveServer) -> None:
    poll = http.client.HTTPConnection("127.0.0.1", server.port)
    poll.request("GET", "/socket.io/?EIO=4&transport=polling", headers={"Origin": "http://evil.example"})
    assert poll.getresponse().status in (400, 403)
    poll = http.client.HTTPConnection("127.0.0.1", server.port)
    poll.request("GET", "/socket.io/?EIO=4&transport=polling")
    opened = json.loads(poll.getresponse().read()[1:])
    path = f"/socket.io/?EIO=4&transport=polling&sid={opened['sid']}"
    poll.request("POST", path, body="40")
    poll.getresponse().read()
    poll.request("GET", path)
    assert b"44" in poll.getresponse().read()


# --- bombs ------------------------------------------------------------------------------------


def test_deflate_is_never_agreed_on(server: LiveServer) -> None:
    client = RawSocket(server.port)
    client.handshake(Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits")
    assert "extensions" not in client.head.lower()
    client.message()
    bomb = zlib.compressobj(wbits=-15)
    client.sock.sendall(frame(0xC1, bomb.compress(b"4" * 4_000_000) + bomb.flush()))
    assert ends(client)


def test_a_frame_of_100_mb_is_refused_by_its_header(server: LiveServer) -> None:
    before = server("state")["peak_kb"]
    clients = [RawSocket(server.port) for _ in range(20)]
    for client in clients:
        client.handshake()
        client.message()
        client.sock.sendall(frame(0x81, b"4" * 1000, claim=100_000_000))
    for client in clients:
        assert ends(client)
    assert server("state")["peak_kb"] - before < 50_000


@pytest.mark.parametrize("after", [False, True])
def test_a_message_in_a_million_pieces_is_refused(server: LiveServer, after: bool) -> None:
    client = RawSocket(server.port)
    if after:
        client.join()
    else:
        client.handshake()
    before = server("state")["peak_kb"]
    pieces = frame(0x01, b"4") + b"".join(frame(0x00, b"") for _ in range(50_000))
    with contextlib.suppress(ConnectionError):
        client.sock.sendall(pieces)
    assert ends(client)
    assert server("state")["peak_kb"] - before < 50_000


@pytest.mark.parametrize(
    "bytes_sent",
    [b"\x81\x05hello", b"\x8f\x80\x00\x00\x00\x00", b"\xff" * 64, frame(0x81, b"\xff\xfe"), frame(0x80, b"x")],
    ids=["unmasked", "opcode 15", "noise", "not utf-8", "continuation of nothing"],
)
def test_frames_that_are_none_end_the_connection(server: LiveServer, bytes_sent: bytes) -> None:
    client = RawSocket(server.port)
    client.join()
    client.sock.sendall(bytes_sent)
    assert ends(client)


@pytest.mark.parametrize(
    "text", ["", "9", "4", "42", "42{}", '42["look"', "451-", '40{"token":', "42[" + "[" * 5000, "b!!"]
)
def test_packets_that_are_none_harm_nobody(server: LiveServer, text: str) -> None:
    client = RawSocket(server.port)
    client.join()
    client.send(text)
    well = RawSocket(server.port)
    assert well.join("wall-token")["role"] == "display"


def test_idle_handshakes_are_cut_and_leave_nothing(server: LiveServer) -> None:
    clients = [RawSocket(server.port) for _ in range(200)]
    for client in clients:
        client.handshake()
    assert all(ends(client) for client in clients)
    assert server("state")["engine"] == server("state")["clients"]


# --- HTTP -------------------------------------------------------------------------------------


def answer(server: LiveServer, *parts: bytes, pause: float = 0) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=6) as sock:
        for part in parts:
            sock.sendall(part)
        received = b""
        while data := sock.recv(65_536):
            received += data
        return received


def test_headers_must_come_in_time(server: LiveServer) -> None:
    started = time.monotonic()
    received = answer(server, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:")
    assert b"408" in received.split(b"\r\n")[0]
    assert time.monotonic() - started < 3


def test_silence_is_cut_without_a_word(server: LiveServer) -> None:
    assert answer(server, b"") == b""


def test_huge_headers_are_refused(server: LiveServer) -> None:
    assert b"431" in answer(server, b"GET / HTTP/1.1\r\n" + b"X-Fill: " + b"x" * 40_000 + b"\r\n\r\n")
    many = b"".join(b"X-%d: 1\r\n" % n for n in range(2_000))
    assert answer(server, b"GET / HTTP/1.1\r\n" + many + b"\r\n").split()[1] in (b"400", b"431")


def test_a_body_above_the_limit_is_refused_in_words(server: LiveServer) -> None:
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    client.request("POST", "/echo", body=b"x" * 10_000_000)
    response = client.getresponse()
    assert response.status == 413
    assert json.loads(response.read())["error"]["code"] == "too_large"


def test_a_chunked_body_ends_at_the_limit(server: LiveServer) -> None:
    before = server("state")["peak_kb"]
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    head = b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    try:
        received = answer(server, head, *([piece] * 200), b"0\r\n\r\n")
    except ConnectionError:
        received = b""
    assert b"200 OK" not in received
    assert server("state")["peak_kb"] - before < 20_000


def test_a_body_that_stops_does_not_hold_a_greenlet(server: LiveServer) -> None:
    started = time.monotonic()
    answer(server, b"POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nabc")
    assert time.monotonic() - started < 4


def test_an_honest_body_is_answered_and_the_connection_kept(server: LiveServer) -> None:
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    for size in (0, 10, 900_000):
        client.request("POST", "/echo", body=b"x" * size)
        assert client.getresponse().read() == str(size).encode()


@pytest.mark.parametrize("junk", [b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_what_is_no_http_is_refused(server: LiveServer, junk: bytes) -> None:
    received = answer(server, junk)
    assert received == b"" or b"40" in received.split(b"\r\n")[0] or b"414" in received


# --- the end ----------------------------------------------------------------------------------


def test_at_the_end_requests_finish_and_screens_are_told(tmp_path: Path) -> None:
    server = LiveServer(tmp_path)
    screens = [RawSocket(server.port) for _ in range(20)]
    for screen in screens:
        screen.join("wall-token")
    stalled = RawSocket(server.port, recv_buffer=4096)
    stalled.join()
    server("blast", "desk", 4, 200_000)
    slow = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    slow.request("GET", "/slow")
    soon(lambda: server("state")["slow"] == 1)
    started = time.monotonic()
    server.terminate()
    assert slow.getresponse().read() == b"done"
    waits = {screen.hear("server_going_away")["retry_after_ms"] for screen in screens}
    assert len(waits) > 1
    assert all(ends(screen) for screen in screens)
    assert server.wait(5) == 0
    assert time.monotonic() - started < 5


def test_a_request_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, finish_s=0.3)
    slow = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    slow.request("GET", "/slow")
    soon(lambda: server("state")["slow"] == 1)
    server.terminate()
    server.wait(5)

"""The same over TLS: phones need https for their position, camera and service worker."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.live import LiveServer
from tests.support.raw_socket import RawSocket


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    home: Path = tmp_path_factory.mktemp("home")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key.pem -out cert.pem"
    subprocess.run(make.split(), cwd=home, check=True, capture_output=True)
    server = LiveServer(home, handshake_s=1.0)
    yield server
    server.kill()


def test_frames_come_whole_and_in_order(server: LiveServer) -> None:
    client = RawSocket(server.port, tls=True)
    client.join()
    server("blast", "desk", 200, 2_000)
    assert [client.hear("blast")["n"] for _ in range(200)] == list(range(200))


def test_requests_are_answered(server: LiveServer) -> None:
    context = ssl._create_unverified_context()
    client = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=5, context=context)
    client.request("POST", "/echo", body=b"x" * 300_000)
    assert client.getresponse().read() == b"300000"


def test_old_tls_is_refused(server: LiveServer) -> None:
    context = ssl._create_unverified_context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)), socket.create_connection(("127.0.0.1", server.port)) as sock:
        context.wrap_socket(sock)


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\n\r\n"])
def test_who_does_not_shake_hands_is_dropped(server: LiveServer, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=4) as sock:
        sock.sendall(sent)
        with contextlib.suppress(ConnectionResetError):
            while sock.recv(1000):
                pass

"""A WebSocket client of bare sockets: it can stall, lie about lengths, and sees every byte the server sends."""

from __future__ import annotations

import base64
import json
import os
import socket
import ssl
import struct
from typing import Any

#: a Socket.IO client's address
ENGINE = "/socket.io/?EIO=4&transport=websocket"


class Closed(Exception):
    """The server ended the connection."""


class RawSocket:
    """One connection; ``recv_buffer`` small makes it stall early."""

    def __init__(self, port: int, *, recv_buffer: int = 0, tls: bool = False) -> None:
        self.sock = socket.socket()
        if recv_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, recv_buffer)
        self.sock.settimeout(15)
        self.sock.connect(("127.0.0.1", port))
        self._scheme = "https" if tls else "http"
        if tls:
            self.sock = ssl._create_unverified_context().wrap_socket(self.sock)
        self._port = port
        self._buffer = b""
        self.partial = 0  # bytes of a frame that had begun when the server ended

    def handshake(self, path: str = ENGINE, **headers: str) -> str:
        """The status line; default headers are a good browser's. A value of "" leaves the header out."""
        named = {
            "Host": f"127.0.0.1:{self._port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
            "Origin": f"{self._scheme}://127.0.0.1:{self._port}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items() if value)]
        self.sock.sendall("\r\n".join([*lines, "", ""]).encode())
        self.head = self.until(b"\r\n\r\n").decode()
        return self.head.split("\r\n", 1)[0]

    def join(self, token: str | None = "desk-token", **auth: Any) -> dict[str, Any]:
        """Handshake and Socket.IO connect; the hello."""
        assert "101" in self.handshake()
        self.message()
        self.connect_namespace(token, **auth)
        while True:
            name, payload = self.event()
            if name == "hello":
                return payload

    def connect_namespace(self, token: str | None, namespace: str = "", **auth: Any) -> None:
        self.send(f"40{namespace}" + json.dumps({"token": token, **auth} if token else auth))

    # --- sending ------------------------------------------------------------------------------

    def send(self, text: str) -> None:
        self.sock.sendall(frame(0x81, text.encode()))

    def say(self, name: str, data: Any) -> None:
        self.send("42" + json.dumps([name, data]))

    # --- receiving ----------------------------------------------------------------------------

    def until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            self._more()
        found, _, self._buffer = self._buffer.partition(mark)
        return found

    def exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._more()
        found, self._buffer = self._buffer[:size], self._buffer[size:]
        return found

    def _more(self) -> None:
        try:
            data = self.sock.recv(262_144)
        except ConnectionError as error:
            data, why = b"", error
        else:
            why = None
        if not data:
            self.partial = len(self._buffer)
            raise Closed(str(why or "end"))
        self._buffer += data

    def frame(self) -> tuple[int, bytes]:
        """Opcode and payload of the next whole frame. Raises AssertionError on bytes that are no frame."""
        first, second = self.exactly(2)
        assert first in (0x81, 0x82, 0x88, 0x89, 0x8A), f"no frame begins with {first:#x}"
        assert second < 128, "servers do not mask"
        size = second
        if second == 126:
            (size,) = struct.unpack("!H", self.exactly(2))
        elif second == 127:
            (size,) = struct.unpack("!Q", self.exactly(8))
        assert size < 10_000_000, f"a frame of {size} bytes"
        return first & 0x0F, self.exactly(size)

    def message(self) -> str:
        """The next text message; Engine.IO's pings are answered."""
        while True:
            opcode, payload = self.frame()
            if opcode == 8:
                raise Closed(f"close frame {payload[:2].hex()}")
            text = payload.decode()
            if text == "2":
                self.send("3")
            elif opcode == 1:
                return text

    def event(self) -> tuple[str, Any]:
        """The next Socket.IO event."""
        while True:
            text = self.message()
            if text.startswith("42"):
                name, *data = json.loads(text[2:])
                return name, data[0] if data else None
            if text.startswith("44"):
                raise Closed(text)

    def hear(self, name: str) -> Any:
        """The payload of the next event of this name."""
        while True:
            heard, payload = self.event()
            if heard == name:
                return payload

    def close(self) -> None:
        self.sock.close()


def frame(first: int, payload: bytes, *, claim: int | None = None) -> bytes:
    """A masked client frame; ``claim`` is the length it says it has."""
    size = len(payload) if claim is None else claim
    if size < 126:
        head = struct.pack("!BB", first, 0x80 | size)
    elif size < 65_536:
        head = struct.pack("!BBH", first, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", first, 0x80 | 127, size)
    mask = os.urandom(4)
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
    return head + mask + masked.to_bytes(len(payload), "big")

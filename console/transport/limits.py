"""Every limit of the transport in one place, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Files:
    """What may be posted to one path: its body as a whole, with the form around the file."""

    path: str
    bytes: int
    seconds: float


FILES = (
    #: files of the map, which go to the disk as they come: 512 MB at 0.6 MB/s or more
    Files("/api/v1/imports", 513_000_000, 900.0),
    #: pictures: 10 MB at 60 kB/s or more, from a basement
    Files("/api/v1/photos", 11 << 20, 180.0),
)


@dataclass(frozen=True, slots=True)
class Limits:
    #: the longest WebSocket message, before and after authentication: people send taps, not files
    message_bytes: int = 65_536
    #: fragments of one message, and control frames between two messages
    fragments: int = 1_024
    #: what may wait for one client; beyond it the client is slow, is cut, and resumes by its cursor
    queue_messages: int = 256
    queue_bytes: int = 1 << 20
    #: a WebSocket that has not said who it is
    anonymous_s: float = 8.0
    #: request line and headers (slowloris)
    headers_s: float = 10.0
    headers_bytes: int = 32_768
    #: between two requests of one connection; longer than a browser's pause, shorter than a proxy's
    idle_s: float = 75.0
    #: a body as a whole, and the pause between two pieces of it
    body_s: float = 180.0
    body_pause_s: float = 20.0
    #: the routes have smaller limits of their own (alerts and commands 256 kB); this one holds before any is asked
    body_bytes: int = 1 << 20
    #: … but for those that are sent files. All of them ask who is there before they read
    files: tuple[Files, ...] = FILES
    #: a body that nobody read is read away up to this size, and the connection goes on
    leftover_bytes: int = 65_536
    #: above it the connection ends; so much and so long is read away, that a client that only sends sees why
    drain_bytes: int = 16 << 20
    drain_s: float = 2.0
    #: a peer that acknowledges nothing (TCP_USER_TIMEOUT); measured: without it a stalled peer stays for ever
    silent_peer_s: float = 10.0
    handshake_s: float = 10.0
    #: shutdown: requests in flight may finish, then the sockets are told and closed
    finish_s: float = 3.0
    connections: int = 10_000
    backlog: int = 1_024

    def of(self, method: str, path: str) -> Limits:
        """Those of this request."""
        if method != "POST":
            return self
        path = path.partition("?")[0]
        found = next((one for one in self.files if one.path == path), None)
        return self if found is None else replace(self, body_bytes=found.bytes, body_s=found.seconds)

"""Every limit of the transport in one place, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace


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
    #: the routes have smaller limits of their own; this one holds before any of them is asked
    body_bytes: int = 32 << 20
    #: … but for files of the map, which go to the disk as they come: 512 MB and their form, at 0.6 MB/s or more
    upload_path: str = "/api/v1/imports"
    upload_bytes: int = 513_000_000
    upload_s: float = 900.0
    #: a peer that acknowledges nothing (TCP_USER_TIMEOUT); measured: without it a stalled peer stays for ever
    silent_peer_s: float = 10.0
    handshake_s: float = 10.0
    #: shutdown: requests in flight may finish, then the sockets are told and closed
    finish_s: float = 3.0
    connections: int = 10_000
    backlog: int = 1_024

    def of(self, method: str, path: str) -> Limits:
        """Those of this request."""
        if method != "POST" or path.partition("?")[0] != self.upload_path:
            return self
        return replace(self, body_bytes=self.upload_bytes, body_s=self.upload_s)

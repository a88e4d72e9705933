"""One connection: requests within their limits, and the upgrade to a WebSocket for those who may ask for one."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from typing import Any

from geventwebsocket.handler import WebSocketHandler

from console.transport import head
from console.transport.body import LimitedInput, abandoned, drain
from console.transport.deadline import Deadline
from console.transport.websocket import CappedWebSocket, key_is_good

log = logging.getLogger(__name__)


#: A body up to this size goes out with its head.
ONE_SEND = 65_536


class Silence(BaseException):
    """No request came in time: the connection ends without a word."""


def refusal(status: str, code: str, message: str) -> bytes:
    """A whole response in the shape of every other error (contracts.md §4)."""
    body = json.dumps({"error": {"code": code, "message": message, "detail": {}}}).encode()
    top = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return top.encode() + b"Connection: close\r\n\r\n" + body


class Handler(WebSocketHandler):  # type: ignore[misc]
    wsgi_input: Any
    response_headers: list[tuple[bytes, bytes]]
    requests_before = 0
    in_request = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline = Deadline()

    def handle(self) -> None:
        try:
            super().handle()
        finally:
            self.deadline.close()

    # --- the head of a request ----------------------------------------------------------------

    def MessageClass(self, stream: Any, *_: Any) -> Any:
        return head.read(head.CountedLines(stream, self.server.limits.headers_bytes))

    def _headers(self) -> Iterator[tuple[str, str]]:
        found: Iterator[tuple[str, str]] = self.headers.environ()
        return found

    def read_requestline(self) -> str:
        """The first line, or "" when the client sent none in time: the connection then ends without a word."""
        patience = self.server.limits.idle_s if self.requests_before else self.server.limits.headers_s
        self.requests_before += 1
        try:
            return str(self.deadline.within(patience, Silence(), super().read_requestline))
        except Silence:
            return ""

    def read_request(self, raw_requestline: str) -> bool:
        slow = TimeoutError("headers took too long")
        return bool(self.deadline.within(self.server.limits.headers_s, slow, super().read_request, raw_requestline))

    def _handle_client_error(self, ex: BaseException) -> tuple[str, bytes]:
        log.info("bad request from %s: %s", self.client_address, type(ex).__name__)
        if isinstance(ex, head.HeadersTooLarge):
            return "431", refusal("431 Request Header Fields Too Large", "headers_too_large", "headers too large")
        if isinstance(ex, TimeoutError):
            return "408", refusal("408 Request Timeout", "too_slow", "headers took too long")
        if not isinstance(ex, (ValueError, HTTPException, OSError)):
            log.error("request could not be read", exc_info=ex)
        return "400", refusal("400 Bad Request", "malformed", "this is not an HTTP request")

    # --- the body -----------------------------------------------------------------------------

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        if environ["wsgi.input"] is self.wsgi_input:
            old = self.wsgi_input
            limited = LimitedInput(
                self.server.limits.of(self.command, self.path),
                self.deadline,
                old.rfile,
                old.content_length,
                socket=old.socket,
                chunked_input=old.chunked_input,
            )
            self.wsgi_input = environ["wsgi.input"] = limited
        return environ

    def handle_one_response(self) -> None:
        if self.server.draining:
            self.close_connection = True
        limit = self.server.limits.of(self.command, self.path).body_bytes
        if (self.content_length or 0) > limit:
            self.close_connection = True
            said = f"a body is at most {limit / 1e6:.0f} MB"
            self.socket.sendall(refusal("413 Content Too Large", "too_large", said))
            drain(self.rfile, self.server.limits)
            return
        self.in_request = True
        try:
            super().handle_one_response()
        finally:
            self.in_request = False
            self.close_connection = self.close_connection or self.server.draining
        if abandoned(self.wsgi_input):
            self.close_connection = True
            drain(self.rfile, self.server.limits)

    # --- the answer ---------------------------------------------------------------------------

    def finalize_headers(self) -> None:
        """Whoever answers without having read a large body wants no more of it: the head says that it ends here."""
        super().finalize_headers()
        if abandoned(self.wsgi_input):
            self.response_headers = [one for one in self.response_headers if one[0].lower() != b"connection"]
            self.response_headers.append((b"Connection", b"close"))

    def _write_with_headers(self, data: bytes) -> None:
        """Head and a short body in one go: a second ``send`` is 40 µs here, and wakes the client twice."""
        self.headers_sent = True
        self.finalize_headers()  # says here whether the body comes in chunks
        lines = [b"HTTP/1.1 " + self.status, *(name + b": " + value for name, value in self.response_headers)]
        apart = self.response_use_chunked or len(data) > ONE_SEND
        self._sendall(b"\r\n".join((*lines, b"", b"" if apart else data or b"")))  # "" from the WebSocket library
        if apart:
            self._write(data)

    # --- WebSockets ---------------------------------------------------------------------------

    def upgrade_websocket(self) -> list[bytes] | None:
        """Checks before the word 101 what the library checks badly (junk gave a traceback) or after it (Origin)."""
        if self.environ.get("HTTP_UPGRADE", "").lower() != "websocket":
            return None
        problem = self._why_no_websocket()
        if problem is None:
            self._accept()
            return None
        status, code = problem
        body = json.dumps({"error": {"code": code, "message": status, "detail": {}}}).encode()
        self.start_response(status, [("Content-Type", "application/json"), ("Connection", "close")])
        self.close_connection = True
        return [body]

    def _why_no_websocket(self) -> tuple[str, str] | None:
        get = self.environ.get
        if self.server.draining:
            return "503 Service Unavailable", "not_ready"
        if get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
            return "426 Upgrade Required", "malformed"
        if (
            self.command != "GET"
            or self.request_version != "HTTP/1.1"
            or "upgrade" not in get("HTTP_CONNECTION", "").lower()
            or not key_is_good(get("HTTP_SEC_WEBSOCKET_KEY", "").strip())
        ):
            return "400 Bad Request", "malformed"
        admit: Callable[[dict[str, Any]], bool] = self.server.admit
        return None if admit(self.environ) else ("403 Forbidden", "forbidden")

    def _accept(self) -> None:
        """No extension is ever agreed on: deflate made 900 MB of a 408 kB message before anybody was known."""
        self.websocket = CappedWebSocket(self.environ, self)
        self.environ["wsgi.websocket"] = self.websocket
        self.environ["wsgi.websocket_version"] = "13"
        key = self.environ["HTTP_SEC_WEBSOCKET_KEY"].strip()
        accept = base64.b64encode(hashlib.sha1((key + self.GUID).encode()).digest()).decode()
        headers = [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept)]
        self.start_response("101 Switching Protocols", headers)

    def run_websocket(self) -> None:
        self.in_request = False  # a live socket does not hold up the shutdown
        super().run_websocket()

    def log_request(self) -> None:
        """No access log: tokens stand in addresses, and /metrics counts."""
        self.server.served(self, time.time() - self.time_start)

    @property
    def logger(self) -> logging.Logger:
        return log

"""The web server: gevent's WSGI server with our limits, TCP options, TLS and an orderly end."""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
from gevent.pool import Pool
from gevent.pywsgi import LoggingLogAdapter, WSGIServer

from console.transport.handler import Handler
from console.transport.limits import Limits

log = logging.getLogger(__name__)
Environ = dict[str, Any]


def tune(sock: Any, limits: Limits) -> None:
    """NODELAY: without it 165 posts/s at 45 ms, with it 7 to 10 times as many. USER_TIMEOUT: a stalled peer ends."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(limits.silent_peer_s * 1000))


def tls_context(cert: Path, key: Path) -> ssl.SSLContext:
    """TLS 1.2 or newer, HTTP/1.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key)
    context.set_alpn_protocols(["http/1.1"])
    return context


class Server(WSGIServer):  # type: ignore[misc]
    """Serves ``app``. ``admit(environ)`` says whether a WebSocket may be opened at all (path, host, origin)."""

    handler_class = Handler

    def __init__(
        self,
        address: tuple[str, int],
        app: Callable[..., Any],
        *,
        admit: Callable[[Environ], bool] = lambda environ: True,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.admit = admit
        self.draining = False
        self.handlers: set[Handler] = set()
        super().__init__(
            address,
            app,
            backlog=self.limits.backlog,
            spawn=Pool(self.limits.connections),
            log=None,
            error_log=LoggingLogAdapter(log, logging.INFO),
            **({"ssl_context": tls} if tls else {}),
        )

    def handle(self, sock: Any, address: Any) -> None:
        tune(sock, self.limits)
        handler = self.handler_class(sock, address, self)
        self.handlers.add(handler)
        try:
            handler.handle()
        except OSError:
            log.debug("%s went away", address)
        finally:
            self.handlers.discard(handler)

    def wrap_socket_and_handle(self, client_socket: Any, address: Any) -> None:
        """The TLS handshake, within its time; whoever speaks something else is dropped without a traceback."""
        try:
            with gevent.Timeout(self.limits.handshake_s, TimeoutError("handshake took too long")):
                wrapped = self.wrap_socket(client_socket, **self.ssl_args)
        except (OSError, ssl.SSLError) as error:
            log.info("no TLS with %s: %s", address, error)
            client_socket.close()
            return
        self.handle(wrapped, address)

    def served(self, handler: Handler, seconds: float) -> None:
        """After each request; for who wants to count."""

    @property
    def in_flight(self) -> int:
        """Requests being answered now, WebSockets not counted."""
        return sum(handler.in_request for handler in self.handlers)

    def drain(self) -> bool:
        """Take nobody in any more, let requests in flight finish (≤ ``finish_s``); False when some did not."""
        self.draining = True
        self.close()
        with gevent.Timeout(self.limits.finish_s, False):
            while self.in_flight:
                gevent.sleep(0.02)
        return not self.in_flight

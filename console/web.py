"""The web process: gevent first of all, then everything else."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

# ruff: noqa: E402  (patched before anything else is imported)
import contextlib
import gc
import logging
import os
import resource
import signal
from typing import TYPE_CHECKING, Any

import gevent
from gevent.event import Event
from gevent.threadpool import ThreadPool

from console.sockets import Sockets
from console.transport.server import Server, tls_context

if TYPE_CHECKING:
    from console.settings import Settings

log = logging.getLogger(__name__)

#: From SIGTERM to the end, whatever hangs (issue: SIGTERM ends within 5 s).
END_S = 4.5
#: how often it is looked whether the relay has caught up with the log
READY_LOOK_S = 0.1


def main(settings: Settings) -> None:
    """Build, serve until SIGTERM or SIGINT, end in order."""
    from console import bootstrap

    serve(bootstrap.build(settings, role="web"))


def serve(services: Any) -> None:
    """Serve ``services`` (console.bootstrap) until SIGTERM; then as reliability.md §4.7: not ready, take nobody in,
    finish, tell the sockets, close."""
    from console.access.edge import Edge
    from console.app import create_app
    from console.live.layers_watch import LayersWatch
    from console.planner.teller import tell

    settings = services.settings
    many_files()
    app = create_app(services)
    sockets = Sockets(
        app, settings=settings, access=services.access, relay=services.relay, presence=services.presence,
        looks=services.looks,
    )  # fmt: skip
    app.wsgi_app = Edge(app.wsgi_app, settings)  # type: ignore[method-assign]
    tls = tls_context(settings.tls_cert, settings.tls_key) if settings.tls_cert and settings.tls_key else None
    server = Server((settings.bind, settings.port), app, admit=sockets.admit, tls=tls, limits=sockets.limits)
    services.relay.start()

    def refresh() -> None:
        services.gazetteer.refresh()
        services.approach.refresh()

    rooms = sockets.clients.rooms
    LayersWatch(services.layers, services.tiles, sockets.emit, rooms, refresh).start()
    tell(services.proposals, sockets.emit)
    server.start()
    gevent.spawn(warm, services)
    log.info("serving on %s:%s", settings.bind, settings.port)
    until_told()
    end(server, sockets, services)


def warm(services: Any) -> None:
    """Load in a native thread what is wanted soon but not at once: it takes a second that readiness need not wait."""
    while not services.relay.ready and not services.stopping:
        gevent.sleep(READY_LOOK_S)
    # What is there now stays: the collector need not go through it again while alerts come in.
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gevent.get_hub().threadpool.spawn(services.travel.warm)


def until_told() -> None:
    """Return on SIGTERM or SIGINT."""
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, told.set)
    told.wait()


def end(server: Server, sockets: Sockets, services: Any) -> None:
    """At most ``END_S`` seconds, then the process ends without further words."""
    ThreadPool(1).spawn(_end_anyway)
    services.stopping = services.relay.draining = True
    server.drain()
    sockets.farewell()
    with contextlib.suppress(Exception):
        services.relay.stop()
    services.close()
    log.info("ended")


def _end_anyway() -> None:
    """In a native thread: not even a loop that hangs keeps the process."""
    monkey.get_original("time", "sleep")(END_S)
    os._exit(1)


def many_files() -> None:
    """As many sockets as the system allows: the soft limit is often 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

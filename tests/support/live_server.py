"""A web process for tests of the live channel: the real server, sockets and relay over a memory log.

Run as ``python -m tests.support.live_server PORT HOME``. Commands come as lines on stdin, answers go to stdout.
"""

from gevent import monkey

monkey.patch_all()

# ruff: noqa: E402  (patched before anything else is imported)
import json
import os
import resource
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gevent
from flask import Flask, request
from gevent.fileobject import FileObjectThread

from console import web
from console.access.identity import NOBODY, Identity
from console.live.telemetry import Telemetry
from console.relay import Relay
from console.settings import Settings
from console.sockets import Sockets
from console.transport.limits import Limits
from console.transport.server import Server, tls_context
from dispatch import commands as c
from dispatch.actor import Actor
from dispatch.adapters.asset_states import AssetStates
from dispatch.adapters.memory_log import MemoryLog
from dispatch.adapters.positions import Fix, Positions
from dispatch.adapters.presence import Presence
from dispatch.dispatcher import Dispatcher, Request
from dispatch.position import Position

WHO = {
    "desk-token": Identity("user", "jia", "dispatcher", "140802", "user:jia", token_id="t-jia"),
    "desk-token-2": Identity("user", "yi", "dispatcher", "140802", "user:yi", token_id="t-yi"),
    "wall-token": Identity("display", "hall", "display", "140802", "display:hall", token_id="t-hall"),
    "w1-token": Identity("worker", "w1", "worker", "140802", "worker:w1", worker_id="w1", token_id="t-w1"),
    "source-token": Identity("source", "s", "source", "140802", "source:s", token_id="t-s"),
}


@dataclass
class FakeAccess:
    """Tokens in a dict."""

    listeners: list[Any] = field(default_factory=list)
    revoked: set[str] = field(default_factory=set)

    def identify(self, headers: Any, cookies: Any, auth_token: str | None = None) -> Identity:
        who = WHO.get(auth_token or "", NOBODY)
        return NOBODY if who.keys & self.revoked else who

    def keep(self, identity: Identity) -> bool:
        return self.is_current(identity)

    def is_current(self, identity: Identity) -> bool:
        return not identity.keys & self.revoked

    def on_revoke(self, listener: Any) -> None:
        self.listeners.append(listener)

    def revoke(self, key: str) -> None:
        self.revoked.add(key)
        for listener in self.listeners:
            listener(key)


@dataclass
class Hub:
    """What the commands on stdin reach."""

    sockets: Sockets
    relay: Relay
    dispatcher: Dispatcher
    access: FakeAccess
    positions: Positions
    slow: list[float]
    stopping: bool = False

    def alert(self, device: str, kind: str = "smoke") -> int:
        command = c.RaiseAlert(report_id=device, kind=kind, device_id=device, lon=111.0, lat=35.0)
        seq = self.dispatcher.submit(Request(Actor("source", "s"), device, command)).seq
        self.relay.poke()
        return seq

    def blast(self, room: str, count: int, size: int, pause_s: float = 0) -> int:
        """``count`` messages of ``size`` bytes to a room, numbered."""
        for nth in range(count):
            self.sockets.emit("blast", {"n": nth, "x": "x" * size}, room)
            gevent.sleep(pause_s)
        return count

    def offer(self) -> str:
        """The newest ticket offered to w1."""
        ticket = list(self.relay.board.tickets)[-1]
        for number, (actor, command) in enumerate(
            (
                (Actor("worker", "w1"), c.SignOn()),
                (Actor("dispatcher", "jia"), c.OfferAssignment(ticket_id=ticket, worker_id="w1")),
            )
        ):
            seq = self.dispatcher.submit(Request(actor, f"{ticket}-{number}", command)).seq
        self.relay.wait_for(seq)
        return ticket

    def move(self, lon: float) -> bool:
        now = datetime.now(UTC)
        self.positions.put([Fix("w1", Position(lon=lon, lat=35.0), now, 5.0, now)])
        return True

    def waits(self, ahead: int) -> list[Any]:
        """How long ``wait_for`` an event that far ahead of the head took, and what it said."""
        started = time.monotonic()
        found = self.relay.wait_for(self.relay.board.seq + ahead, 0.3)
        return [found, time.monotonic() - started]

    def storm(self, count: int) -> int:
        """Alerts one after another, 2 ms apart."""
        for nth in range(count):
            self.alert(f"storm-{nth}", "smoke" if nth % 2 else "clutter")
            gevent.sleep(0.002)
        return self.relay.board.seq

    def snapshot(self, view: str) -> dict[str, Any]:
        return json.loads(self.relay.snapshot_json(view))

    def deltas(self, view: str, epoch: str, after: int) -> dict[str, Any]:
        return self.relay.deltas(view, epoch, after)

    def revoke(self, key: str) -> bool:
        self.access.revoke(key)
        return True

    def state(self) -> dict[str, Any]:
        return {
            "rooms": sorted(self.sockets.clients.rooms()),
            "clients": len(self.sockets.clients.all()),
            "engine": len(self.sockets.engine.sockets),
            "queue_max": self.sockets.engine.queue_max,
            "rss_kb": rss_kb(),
            "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            "greenlets": sum(1 for _ in self.sockets.engine.sockets),
            "head": self.relay.board.seq,
            "slow": len(self.slow),
        }

    def new_epoch(self) -> str:
        return str(self.dispatcher.log.new_epoch().epoch)

    def close(self) -> None:
        """As services.close."""


def rss_kb() -> int:
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * resource.getpagesize() // 1024


def listen(hub: Hub) -> None:
    for line in FileObjectThread(sys.stdin.buffer, "rb"):
        name, *arguments = json.loads(line)
        answer = getattr(hub, name)(*arguments)
        print(json.dumps(answer), flush=True)


def main() -> None:
    port, home = int(sys.argv[1]), Path(sys.argv[2])
    more = json.loads(sys.argv[3]) if len(sys.argv) > 3 else {}
    cert, key = home / "cert.pem", home / "key.pem"
    tls = {"tls_cert": cert, "tls_key": key} if cert.exists() else {}
    settings = Settings(home=home, port=port, **tls)
    log = MemoryLog("140802")
    dispatcher = Dispatcher(log)
    for kind, severity in (("smoke", "extreme"), ("clutter", "minor")):
        definition = {"id": kind, "zh": kind, "en": kind, "category": "x", "severity": severity, "finish_min": 60}
        dispatcher.submit(Request(Actor("admin", "a"), f"kind-{kind}", c.DefineKind(kind=definition)))
    dispatcher.submit(Request(Actor("admin", "a"), "w1", c.RegisterWorker(worker_id="w1", name="w1")))
    positions, presence = Positions(), Presence()
    relay = Relay(log, Telemetry(positions, presence, AssetStates()))
    app = Flask("live")

    @app.post("/echo")
    def echo() -> str:
        return str(len(request.get_data()))

    @app.post("/api/v1/imports")
    def refused() -> tuple[str, int]:
        return "nobody", 401  # as the gate does: without a look at the body

    begun: list[float] = []

    @app.get("/pieces")
    def pieces() -> Any:
        return app.response_class(iter(("first ", "", "second")))  # no length is known before: it comes in chunks

    @app.get("/slow")
    def slow() -> str:
        begun.append(time.monotonic())
        gevent.sleep(1)
        return "done"

    access = FakeAccess()
    limits = Limits(**more)
    sockets = Sockets(app, settings=settings, access=access, relay=relay, presence=presence, limits=limits)
    server = Server(
        ("127.0.0.1", port), app, admit=sockets.admit, limits=limits, tls=tls_context(cert, key) if tls else None
    )
    relay.start()
    server.start()
    hub = Hub(sockets, relay, dispatcher, access, positions, begun)
    gevent.spawn(listen, hub)
    print(json.dumps("ready"), flush=True)
    web.until_told()
    services: Any = type("Services", (), {"relay": relay, "close": hub.close, "stopping": False})()
    web.end(server, sockets, services)
    os._exit(0)  # a thread still reads stdin


if __name__ == "__main__":
    main()

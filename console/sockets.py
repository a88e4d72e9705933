"""The live channel: Flask-SocketIO on our engine. Closed by default: who has no identity is refused, and the server
puts everybody else into the one room of their role."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable
from typing import Any, Protocol

import gevent
from flask import Flask, request
from flask_socketio import ConnectionRefusedError, SocketIO

from console.access.edge import Edge
from console.access.identity import Identity
from console.api.who import DISPATCHERS, view_of
from console.live.clients import Client, Clients
from console.live.looking import Looking, ticket_of, worker_of
from console.live.selections import Selections
from console.native import native
from console.problems import Problem
from console.relay import Relay
from console.settings import Settings
from console.transport.engine import arm
from console.transport.limits import Limits
from dispatch.adapters.looks import Looks
from dispatch.adapters.presence import Presence

log = logging.getLogger(__name__)

PATH = "/socket.io/"
PING_S = 10
#: a connected phone answers pings, so it counts as heard this often
PRESENT_S = 5.0
#: sessions end after 30 idle minutes, so asking once a minute is often enough
KEEP_S = 60.0
#: screens come back within this time after a shutdown, not all at once
COME_BACK_MS = (500, 3_000)


class Gatekeeper(Protocol):
    """What the live channel asks of console.access."""

    def identify(self, headers: Any, cookies: Any, auth_token: str | None = None) -> Identity: ...

    def is_current(self, identity: Identity) -> bool: ...

    def keep(self, identity: Identity) -> bool: ...

    def on_revoke(self, listener: Callable[[str], None]) -> None: ...


class Json:
    """Chinese stays Chinese on the wire: three bytes a character, not six."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Sockets:
    """Adds the live channel to ``app`` and connects ``relay`` to it."""

    def __init__(
        self,
        app: Flask,
        *,
        settings: Settings,
        access: Gatekeeper,
        relay: Relay,
        presence: Presence,
        limits: Limits | None = None,
        looks: Looks | None = None,
    ) -> None:
        self._settings, self._access, self._relay, self._presence = settings, access, relay, presence
        self.clients, self._selections = Clients(), Selections(Looking(looks), self.emit)
        self.limits = limits or Limits()
        self.io = SocketIO(
            app,
            async_mode="gevent",
            manage_session=False,
            async_handlers=False,  # two messages of one client stay in order
            cors_allowed_origins=lambda origin, environ: self.admit(environ),
            max_http_buffer_size=self.limits.message_bytes,
            ping_interval=PING_S,
            ping_timeout=PING_S,
            json=Json,
        )
        self.engine = arm(self.io.server, self.limits)
        for event, handler in (("connect", self._connect), ("disconnect", self._disconnect), ("look", self._look)):
            self.io.on(event)(handler)
        relay.connect(self.emit, self.clients.occupied, self.clients.rooms)
        access.on_revoke(self._revoked)
        gevent.spawn(self._present)
        gevent.spawn(self._keep)
        if looks is not None:
            gevent.spawn(self._selections.follow)

    # --- at the door --------------------------------------------------------------------------

    def admit(self, environ: dict[str, Any]) -> bool:
        """Path, host and origin, by the same rules as every other request; who it is comes with ``connect``."""
        reached: list[bool] = []

        def inside(_environ: dict[str, Any], _start: Any) -> list[bytes]:
            reached.append(True)
            return []

        Edge(inside, self._settings)({**environ}, lambda *_: None)
        return bool(reached) and environ.get("PATH_INFO") == PATH

    def _connect(self, auth: Any = None) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]
        given = auth if isinstance(auth, dict) else {}
        token = given.get("token")
        identity = self._access.identify(request.headers, request.cookies, token if isinstance(token, str) else None)
        room = self._room(identity, given.get("view"))
        if room is None or self._relay.draining or not self.admit(request.environ):
            gevent.spawn_later(1, self.engine.cut, self._engine_sid(sid), "refused")
            raise ConnectionRefusedError("unauthorized", {"code": "no_identity" if not identity.known else "forbidden"})
        self.clients.add(Client(sid, identity, room))
        self.io.server.enter_room(sid, room)
        if identity.worker_id:
            self._presence.seen(identity.worker_id)
        self.emit("hello", self._relay.hello(room, identity.role), sid)
        if room == "desk":
            self._selections.welcome(sid)

    @staticmethod
    def _room(identity: Identity, view: Any) -> str | None:
        """The view of the role; a desk may take the wall's when its client says so. None: no room at all."""
        if not identity.known or identity.role == "source":
            return None
        try:
            return view_of(identity, view if isinstance(view, str) else None)
        except Problem:
            return None

    def _disconnect(self, *_reason: Any) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]
        client = self.clients.remove(sid)
        if client is not None:
            self._selections.look(sid, client.identity.name, None)

    def _revoked(self, key: str) -> None:
        """An account, a device, a display, a session or a token ended: so do its sockets, now."""
        for client in self.clients.holding(key):
            self._cut(client.sid)

    def _engine_sid(self, sid: str) -> str:
        return str(self.io.server.manager.eio_sid_from_sid(sid, "/"))

    def _cut(self, sid: str) -> None:
        self.engine.cut(self._engine_sid(sid), "revoked")

    # --- what clients say ---------------------------------------------------------------------

    def _look(self, data: Any = None, *_more: Any) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]
        client = self.clients.get(sid)
        if client is None or client.room != "desk" or client.identity.role not in DISPATCHERS:
            return
        if not self._access.is_current(client.identity):
            self._cut(sid)
        else:
            self._selections.look(sid, client.identity.name, ticket_of(data), worker_of(data))

    # --- what the server says -----------------------------------------------------------------

    def emit(self, event: str, payload: dict[str, Any], to: str) -> None:
        """To one room, or to one socket: there is no way to say it to everybody."""
        self.io.server.emit(event, payload, to=to)

    def _present(self) -> None:
        while True:
            gevent.sleep(PRESENT_S)
            for client in self.clients.all():
                if client.identity.worker_id:
                    self._presence.seen(client.identity.worker_id)

    def _keep(self) -> None:
        """An open screen is not idle; one whose sign-in is over (12 h) is cut."""
        while True:
            gevent.sleep(KEEP_S)
            for client in self.clients.all():
                try:
                    stays = native(self._access.keep, client.identity)
                except Exception:  # the database is away: nobody is sent home for that
                    log.exception("could not ask whether %s stays", client.identity.name)
                    continue
                if not stays:
                    self.engine.cut(self._engine_sid(client.sid), "signed out")

    def farewell(self) -> None:
        """Tell everybody to come back, each after another while, then close the sockets."""
        for client in self.clients.all():
            self.emit("server_going_away", {"retry_after_ms": random.randint(*COME_BACK_MS)}, client.sid)
        gevent.sleep(0.1)
        for sid in list(self.engine.sockets):
            self.engine.cut(sid, "going away")

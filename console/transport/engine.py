"""Engine.IO with our WebSockets: fan-out without a greenlet switch, slow and nameless clients cut."""

from __future__ import annotations

import logging
from typing import Any, cast

import engineio
import gevent
import socketio
from engineio.packet import Packet

from console.transport import metrics
from console.transport.limits import Limits
from console.transport.outbox import Outbox, Rest, Wire, frame_of, size_of

log = logging.getLogger(__name__)


class Engine(engineio.Server):  # type: ignore[misc]
    """Made from python-socketio's own engine by ``arm``, which cannot be given a class of ours."""

    limits: Limits
    owner: socketio.Server
    #: most messages that ever waited for one client
    queue_max: int

    def send_packet(self, sid: str, pkt: Packet) -> None:
        """Give the packet to one client. Never blocks and never raises: the next client must not wait for this one.

        When nothing waits for the client, the frame goes straight to the kernel (5 µs; through the writer's
        greenlet 20 µs); else it queues, and a client whose queue is full is cut.
        """
        client = self.sockets.get(sid)
        if client is None or client.closed or client.closing or getattr(client, "is_cut", False):
            return
        box = cast(Outbox, client.queue)
        if box.messages == 0 and self._straight(client, pkt):
            return
        if box.messages >= self.limits.queue_messages or box.bytes + size_of(pkt) > self.limits.queue_bytes:
            metrics.SLOW_DISCONNECTS.inc()
            self.cut_soon(sid, "slow")
            return
        self.queue_max = max(self.queue_max, box.messages + 1)
        client.send(pkt)

    @staticmethod
    def _straight(client: Any, pkt: Packet) -> bool:
        web_socket = getattr(client, "web_socket", None)
        frame = frame_of(pkt)
        if web_socket is None or frame is None or client.upgrading or not web_socket.offer(frame):
            return False
        if web_socket.rest:
            client.queue.put(Rest())
        return True

    def cut_soon(self, sid: str, why: str) -> None:
        """End a client's connection, from another greenlet: the caller may stand in the middle of a fan-out."""
        client = self.sockets.get(sid)
        if client is not None and not getattr(client, "is_cut", False):
            client.is_cut = True
            gevent.spawn(self.cut, sid, why)

    def cut(self, sid: str, why: str) -> None:
        client = self.sockets.pop(sid, None)
        if client is None:
            return
        log.info("client %s cut: %s", sid, why)
        web_socket = getattr(client, "web_socket", None)
        if web_socket is not None:
            web_socket.cut()
        client.close(wait=False, abort=True, reason=why)

    def _trigger_event(self, event: str, *args: Any, **kwargs: Any) -> Any:
        if event == "connect":
            gevent.spawn_later(self.limits.anonymous_s, self._cut_nameless, args[0])
        return super()._trigger_event(event, *args, **kwargs)

    def _cut_nameless(self, sid: str) -> None:
        """A socket that has not been let into the default namespace by now never will be."""
        if sid in self.sockets and self.owner.manager.sid_from_eio_sid(sid, "/") is None:
            metrics.ANONYMOUS_DISCONNECTS.inc()
            self.cut(sid, "anonymous")


def arm(server: socketio.Server, limits: Limits) -> Engine:
    """Turn ``server``'s engine into ours."""
    engine = server.eio
    engine.__class__ = Engine
    engine.limits, engine.owner, engine.queue_max = limits, server, 0
    metrics.QUEUE_MAX.set_function(lambda: engine.queue_max)
    engine._async = {**engine._async, "queue": Outbox, "websocket": Wire}
    return cast(Engine, engine)

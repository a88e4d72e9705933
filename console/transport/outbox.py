"""What waits for one client, counted until it is really written; and the way it takes to the socket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engineio.packet import MESSAGE, NOOP, Packet
from gevent.queue import JoinableQueue

from console.transport.websocket import CappedWebSocket, text_frame


def size_of(packet: Packet | None) -> int:
    data = packet.data if packet is not None else None
    return len(data) if isinstance(data, (str, bytes)) else 0


class Outbox(JoinableQueue):  # type: ignore[misc]
    """Engine.IO's send queue. Its writer takes all that waits and then writes it, so that a plain queue looks empty
    while a megabyte hangs; here a packet counts until the writer comes back for more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.messages = 0
        self.bytes = 0
        self._taken = [0, 0]

    def put(self, item: Packet | None, *args: Any, **kwargs: Any) -> None:
        self.messages += 1
        self.bytes += size_of(item)
        super().put(item, *args, **kwargs)

    def get(self, block: bool = True, timeout: float | None = None) -> Packet | None:
        if block:  # what was taken before has been written meanwhile
            self.messages -= self._taken[0]
            self.bytes -= self._taken[1]
            self._taken = [0, 0]
        item: Packet | None = super().get(block, timeout)
        self._taken[0] += 1
        self._taken[1] += size_of(item)
        return item


class Rest(Packet):  # type: ignore[misc]
    """Stands in the outbox for the rest of a frame that the kernel took in part."""

    def __init__(self) -> None:
        super().__init__(NOOP)

    def encode(self, b64: bool = False) -> bytes:
        return b""


def frame_of(packet: Packet) -> bytes | None:
    """The whole frame of a text message, made once however many clients it goes to; None for other packets."""
    if packet.packet_type != MESSAGE or not isinstance(packet.data, str):
        return None
    frame: bytes | None = getattr(packet, "frame", None)
    if frame is None:
        frame = packet.frame = text_frame(packet.encode())
    return frame


class Wire:
    """Engine.IO's view of one WebSocket (its driver contract: ``send``, ``wait``, ``close``)."""

    def __init__(self, handler: Callable[[Wire], Any], _server: Any) -> None:
        self._handler = handler

    def __call__(self, environ: dict[str, Any], _start_response: Any) -> Any:
        self.web_socket: CappedWebSocket = environ["wsgi.websocket"]
        self._handler.__self__.web_socket = self.web_socket  # type: ignore[attr-defined]  # the Engine.IO socket's
        return self._handler(self)

    def send(self, message: str | bytes) -> None:
        if message == b"":
            self.web_socket.flush()
        else:
            self.web_socket.send(message)

    def wait(self) -> str | bytes | None:
        return self.web_socket.receive()

    def close(self) -> None:
        self.web_socket.close()

"""The bell: "the head is n, look now". It may stay silent and nobody is wrong for it, only slower (250 ms polling)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import redis

from dispatch.adapters.redis_client import RedisAway, RedisClient
from dispatch.adapters.redis_mirror import prefix
from dispatch.adapters.waker import Waker

log = logging.getLogger(__name__)

#: Told the head, or None for "look": after an outage rings may have been missed.
Listener = Callable[[int | None], None]

#: Between two rings of other processes: each is a round trip of 0.3 ms, and an intake commits 100 times a second.
GATHER_S = 0.02
#: Pause between two tries to subscribe.
AGAIN_S = 0.5


class Bell:
    """Rings in this process at once and, where there is a Redis, in every other. Ringing never blocks."""

    def __init__(self, client: RedisClient | None, district: str) -> None:
        self._client = client if client is not None and client.url is not None else None
        self._channel = f"{prefix(district)}bell"
        self._listeners: list[Listener] = []
        self._head: int | None = None
        self._waker = Waker()
        self._stopping = threading.Event()
        self._started = False

    @property
    def healthy(self) -> bool:
        return self._client is not None and self._client.healthy

    def ring(self, seq: int) -> None:
        """The head is ``seq``. Many rings in a row go out as the last one. Safe from any thread."""
        self._tell(seq)
        self._head = seq
        self._waker.wake()

    def listen(self, callback: Listener) -> None:
        """Call ``callback`` on every ring, from this process or another; on another thread, so it must not block."""
        self._listeners.append(callback)

    def start(self) -> None:
        """Carry rings to and from other processes. Without it the bell is heard in this one only. Once is enough."""
        if self._client is not None and not self._started:
            self._started = True
            for target in (self._publish, self._subscribe):
                threading.Thread(target=target, name="bell", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._waker.wake()

    def _tell(self, seq: int | None) -> None:
        for listener in self._listeners:
            try:
                listener(seq)
            except Exception:  # one listener's fault must not silence the others
                log.exception("bell listener failed")

    def _publish(self) -> None:
        assert self._client is not None
        said: int | None = None
        while not self._stopping.is_set():
            self._waker.wait(5.0)
            if self._head == said:
                continue
            said = self._head
            try:
                self._client.call(self._say(said or 0))
            except RedisAway:
                continue  # pollers look every 250 ms; the next ring carries a newer head anyway
            self._stopping.wait(GATHER_S)

    def _say(self, head: int) -> Callable[[redis.Redis], object]:
        return lambda server: server.publish(self._channel, head)

    def _subscribe(self) -> None:
        while not self._stopping.is_set():
            try:
                self._hear()
            except (redis.RedisError, OSError, ValueError) as error:
                log.debug("bell: %s", error)
            self._stopping.wait(AGAIN_S)

    def _hear(self) -> None:
        assert self._client is not None
        assert self._client.server is not None
        pubsub = self._client.server.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
        try:
            pubsub.subscribe(self._channel)
            self._tell(None)
            while not self._stopping.is_set():
                message = pubsub.get_message(timeout=1.0)
                if message is not None and message["type"] == "message":
                    self._tell(int(message["data"]))
        finally:
            pubsub.close()

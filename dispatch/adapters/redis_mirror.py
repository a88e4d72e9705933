"""The background exchange between a process's latest things and Redis."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

import redis

from dispatch.adapters.latest import Latest
from dispatch.adapters.redis_client import RedisAway, RedisClient
from dispatch.adapters.waker import Waker

log = logging.getLogger(__name__)

#: How often others' puts are fetched; screens show positions once a second, so this is never what one waits for.
INTERVAL_S = 0.25
#: Puts within this time go out together.
GATHER_S = 0.02


def prefix(district: str) -> str:
    """Where a district's names live. The braces keep them in one slot of a Redis Cluster."""
    return f"shaodao:{{{district}}}:"


class RedisMirror:
    """Keeps several ``Latest`` in step with Redis. While Redis is away each goes on alone, and what was
    put meanwhile goes out when it returns, also to a server that came back empty."""

    def __init__(self, client: RedisClient, district: str, stores: Sequence[Latest[Any]]) -> None:
        self._client = client
        self._prefix = prefix(district)
        self._stores = stores
        self._waker = Waker()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        for store in stores:
            store.changed = self._waker.wake

    def sync(self) -> bool:
        """Exchange all there is, now; False while Redis is away."""
        try:
            for store in self._stores:
                while self._client.call(self._exchange(store), background=True):
                    pass
        except RedisAway:
            return False
        return True

    def _exchange(self, store: Latest[Any]) -> Callable[[redis.Redis], bool]:
        return lambda server: store.exchange(server, self._prefix)

    def start(self) -> None:
        """In a daemon thread (a greenlet where the process is monkey-patched)."""
        if self._client.url is None:
            return
        self._thread = threading.Thread(target=self._run, name="redis-mirror", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._waker.wake()
        if self._thread is not None:
            self._thread.join(timeout=1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._waker.wait(INTERVAL_S)
            try:
                self.sync()
            except Exception:  # a value that cannot be read must not end the exchange of the others
                log.exception("redis exchange failed")
            self._stopping.wait(GATHER_S)

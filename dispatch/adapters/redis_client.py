"""Redis as something that may be away: short timeouts, one retry, a breaker. It never carries truth.

RedisAway    Redis did not answer, or the breaker is open; the caller goes on with what this process knows
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")
log = logging.getLogger(__name__)

#: A frozen server costs its first caller this long; redis-py's own default is 5 s and ten tries.
TIMEOUT_S = 0.25
#: How long nobody knocks after a failure.
OPEN_S = 2.0


class RedisAway(Exception):
    """Redis cannot be asked now."""


class RedisClient:
    """One process's door to Redis. No call blocks longer than 0.6 s, and none at all while the breaker is open.

    After a failure the breaker is open for ``open_s`` seconds; then only callers that say ``background=True``
    (threads on which no request waits) knock again, until one of them is answered.
    """

    def __init__(self, url: str | None, *, timeout_s: float = TIMEOUT_S, open_s: float = OPEN_S) -> None:
        self.url = url
        self._open_s = open_s
        self._knock_at = 0.0
        self.healthy = url is not None
        self.server = self._connect(url, timeout_s) if url else None

    @staticmethod
    def _connect(url: str, timeout_s: float) -> redis.Redis:
        return redis.Redis.from_url(
            url,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            retry=Retry(NoBackoff(), 0),  # the one retry is ours: a timeout must not be paid twice
            protocol=2,  # RESP3 adds round trips to every connect
            decode_responses=True,
        )

    @property
    def state(self) -> str:
        """up, down, or off when no Redis is configured: what the badge says."""
        if self.url is None:
            return "off"
        return "up" if self.healthy else "down"

    def call(self, work: Callable[[redis.Redis], T], *, background: bool = False) -> T:
        """``work(server)``. Raises RedisAway; a connection that died is tried once more, a timeout is not."""
        server = self._door(background)
        try:
            answer = self._once_more(server, work)
        except (redis.RedisError, OSError) as error:
            self._failed(error)
            raise RedisAway(str(error)) from error
        self._answered()
        return answer

    def _door(self, background: bool) -> redis.Redis:
        if self.server is None:
            raise RedisAway("no Redis is configured")
        if not self.healthy and not (background and time.monotonic() >= self._knock_at):
            raise RedisAway("the breaker is open")
        return self.server

    @staticmethod
    def _once_more(server: redis.Redis, work: Callable[[redis.Redis], T]) -> T:
        try:
            return work(server)
        except redis.TimeoutError:
            raise
        except redis.ConnectionError:  # a pooled connection of a server that was restarted meanwhile
            server.connection_pool.disconnect(inuse_connections=False)
            return work(server)

    def _failed(self, error: Exception) -> None:
        self._knock_at = time.monotonic() + self._open_s
        if self.healthy:
            log.warning("redis is away: %s", error)
        self.healthy = False

    def _answered(self) -> None:
        if not self.healthy:
            log.warning("redis is back")
        self.healthy = True

    def close(self) -> None:
        if self.server is not None:
            self.server.close()

"""How often somebody may knock: counted in Redis, so over all processes; in this process alone while Redis is away."""

from __future__ import annotations

import time
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from dispatch.adapters.redis_client import RedisAway, RedisClient
from dispatch.adapters.redis_mirror import prefix


@dataclass(frozen=True, slots=True)
class Verdict:
    """May it pass, and if not, after how many seconds it is worth trying again (for Retry-After, at least 1)."""

    allowed: bool
    retry_after_s: int = 0


class RateLimits:
    """Rules are written ``10/minute``; a key is whom it counts for."""

    def __init__(self, client: RedisClient | None, district: str) -> None:
        self._client = client
        self._rules: dict[str, RateLimitItem] = {}
        self._alone = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared: SlidingWindowCounterRateLimiter | None = None
        if client is not None and client.server is not None:
            pool = client.server.connection_pool
            storage = RedisStorage("redis://", connection_pool=pool, key_prefix=f"{prefix(district)}limits")
            self._shared = SlidingWindowCounterRateLimiter(storage)

    @property
    def healthy(self) -> bool:
        return self._client is not None and self._client.healthy

    def hit(self, rule: str, *key: str) -> Verdict:
        """Count one knock for ``key``; blocks ≤ 0.25 s when Redis just froze, else well under 1 ms."""
        item = self._rules.get(rule) or self._rules.setdefault(rule, parse(rule))
        limiter = self._shared
        if limiter is not None and self._client is not None:
            try:
                return self._client.call(lambda _server: _verdict(limiter, item, key))
            except RedisAway:
                pass
        return _verdict(self._alone, item, key)

    def would_pass(self, rule: str, *key: str) -> bool:
        """Whether a knock would pass now, without counting one (failed log-ins are counted afterwards)."""
        item = self._rules.get(rule) or self._rules.setdefault(rule, parse(rule))
        limiter = self._shared
        if limiter is not None and self._client is not None:
            try:
                return self._client.call(lambda _server: limiter.test(item, *key))
            except RedisAway:
                pass
        return self._alone.test(item, *key)


def _verdict(limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem, key: tuple[str, ...]) -> Verdict:
    if limiter.hit(item, *key):
        return Verdict(True)
    reset_at = limiter.get_window_stats(item, *key).reset_time
    return Verdict(False, max(1, round(reset_at - time.time())))

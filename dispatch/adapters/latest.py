"""The latest of each thing, by its own time: kept in this process, and shared through Redis when there is one.

Readers and writers touch only the process's copy, so nobody waits for Redis. ``RedisMirror`` exchanges in the
background: what was put here goes out, what others put comes in, the later stamp wins on both sides.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any, Generic, TypeVar, cast
from uuid import uuid4

import redis

T = TypeVar("T")
log = logging.getLogger(__name__)

#: Atomic on the server: put what is newer, answer with what changed since the caller's version.
#: A server that lost its memory has another ``run``; the caller then offers everything it knows again.
EXCHANGE = """
local run = redis.call('HGET', KEYS[3], 'run')
if not run then run = ARGV[1]; redis.call('HSET', KEYS[3], 'run', run) end
for i = 4, #ARGV, 3 do
  local old = redis.call('HGET', KEYS[1], ARGV[i])
  local new = ARGV[i + 1] .. ' ' .. ARGV[i + 2]
  if (not old) or (old ~= new and tonumber(ARGV[i + 1]) >= tonumber(string.match(old, '^%-?%d+'))) then
    redis.call('HSET', KEYS[1], ARGV[i], new)
    redis.call('ZADD', KEYS[2], redis.call('HINCRBY', KEYS[3], 'version', 1), ARGV[i])
    if KEYS[4] then
      local at = cjson.decode(ARGV[i + 2])
      redis.pcall('GEOADD', KEYS[4], at.lon, at.lat, ARGV[i])
    end
  end
end
local after = 0
if run == ARGV[2] then after = tonumber(ARGV[3]) end
local rows = {}
local found = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. after, '+inf', 'WITHSCORES', 'LIMIT', 0, 500)
for i = 1, #found, 2 do
  rows[#rows + 1] = found[i]
  rows[#rows + 1] = redis.call('HGET', KEYS[1], found[i])
  after = tonumber(found[i + 1])
end
return {run, after, rows}
"""

#: Things that go or come in one round trip: 500 take 10 ms, so that a full exchange never meets a timeout.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """How one thing is named, aged and written. ``geo``: the text is JSON with lon and lat, indexed by place too."""

    field: Callable[[T], str]
    stamp: Callable[[T], datetime]
    dump: Callable[[T], str]
    load: Callable[[str, str], T]
    geo: bool = False


def milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


class Latest(Generic[T]):
    """A dictionary in which an older thing never replaces a newer one."""

    def __init__(self, name: str, codec: Codec[T]) -> None:
        self.name = name
        self.codec = codec
        self.changed: Callable[[], None] = lambda: None  # set by the mirror: something waits to go out
        self._items: dict[str, T] = {}
        self._outgoing: set[str] = set()
        self._lock = threading.Lock()
        self._run, self._version = "", 0
        self.revision = 0  # rises with every change, from here or from elsewhere
        self._life = uuid4().hex[:8]  # revisions count from 0 in each process
        self._changed_at: dict[str, int] = {}  # field → revision of its last change, the latest last

    def put(self, items: Iterable[T]) -> list[str]:
        """Take what is not older than what is here; the fields taken."""
        taken = self._take((self.codec.field(item), item) for item in items)
        if taken:
            self._outgoing.update(taken)
            self.changed()
        return taken

    def all(self) -> dict[str, T]:
        """A copy: what this process knows now."""
        return dict(self._items)

    def get(self, field: str) -> T | None:
        return self._items.get(field)

    def __len__(self) -> int:
        return len(self._items)

    @property
    def version(self) -> str:
        """Another one after every change, and in another process."""
        return f"{self._life}-{self.revision}"

    def since(self, version: str) -> tuple[str, list[T] | None]:
        """The version now, and what changed after ``version``; None: it is not one of this process's, ask ``all``."""
        life, _, number = version.partition("-")
        with self._lock:
            if life != self._life or not number.isdecimal() or int(number) > self.revision:
                return self.version, None
            newer = takewhile(lambda one: one[1] > int(number), reversed(self._changed_at.items()))
            return self.version, [self._items[field] for field, _ in newer]

    def exchange(self, server: redis.Redis, prefix: str) -> bool:
        """One round trip; True when there is more to exchange. Redis errors pass through, nothing is lost by them."""
        sent = list(self._outgoing)[:BATCH]
        self._outgoing.difference_update(sent)  # before asking: what is put meanwhile must go out, too
        try:
            run, version, flat = cast("tuple[str, int, list[str]]", self._evaluate(server, prefix, sent))
        except BaseException:
            self._outgoing.update(sent)
            raise
        if run != self._run:
            self._outgoing.update(self._items.keys() - set(sent))
        self._run, self._version = run, int(version)
        self._take(self._read(flat))
        return bool(self._outgoing) or len(flat) == 2 * BATCH

    def _evaluate(self, server: redis.Redis, prefix: str, sent: list[str]) -> Any:
        parts = ["items", "order", "meta"] + (["geo"] if self.codec.geo else [])
        keys = [f"{prefix}{self.name}:{part}" for part in parts]
        arguments: list[Any] = [uuid4().hex, self._run, self._version]
        for field in sent:
            item = self._items[field]
            arguments += [
                field,
                milliseconds(self.codec.stamp(item)),
                self.codec.dump(item),
            ]
        return server.eval(EXCHANGE, len(keys), *keys, *arguments)

    def _read(self, flat: list[str]) -> Iterable[tuple[str, T]]:
        for field, text in zip(flat[::2], flat[1::2], strict=True):
            try:
                yield field, self.codec.load(field, text.split(" ", 1)[1])
            except (ValueError, KeyError, TypeError):
                log.warning("%s: what Redis holds of %s cannot be read", self.name, field)

    def _take(self, items: Iterable[tuple[str, T]]) -> list[str]:
        taken = []
        with self._lock:
            for field, item in items:
                present = self._items.get(field)
                if present is None or self._is_newer(item, present):
                    self._items[field] = item
                    self._changed_at.pop(field, None)
                    self._changed_at[field] = self.revision + 1
                    taken.append(field)
            self.revision += bool(taken)
        return taken

    def _is_newer(self, item: T, present: T) -> bool:
        return item != present and self.codec.stamp(item) >= self.codec.stamp(present)

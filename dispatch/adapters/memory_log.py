"""The log in a list: tests, benches and what-if runs. Gone with the process."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from dispatch.codec import encode_event, format_time
from dispatch.errors import Conflict, EpochChanged
from dispatch.events import Recorded
from dispatch.log import Cursor, Draft, Lease, Remembered

Key = tuple[str, str]


class MemoryTransaction:
    """Keeps what is new to itself; the log takes it when the block has ended well."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        self.head = log.head()
        self.new: list[Recorded] = []
        self.answers: dict[Key, Remembered] = {}

    def tail(self, after: int) -> list[Recorded]:
        return [*self._log.read(after), *(one for one in self.new if one.seq > after)]

    def expect(self, keys: Sequence[Key]) -> None:
        """Nothing to fetch: all of it is at hand."""

    def remembered(self, actor: str, command_id: str) -> Remembered | None:
        key = (actor, command_id)
        return self.answers.get(key) or self._log.answers.get(key)

    def append(self, drafts: Sequence[Draft | Recorded]) -> list[Recorded]:
        first = self.head.seq + 1
        recorded = [self._record(first + nth, draft) for nth, draft in enumerate(drafts)]
        self.new += recorded
        self.head = Cursor(self.head.epoch, self.head.seq + len(recorded))
        return recorded

    def remember(self, actor: str, command_id: str, body_hash: str, answer: dict[str, Any]) -> None:
        self.answers[actor, command_id] = Remembered(body_hash, answer)

    def _record(self, seq: int, draft: Draft | Recorded) -> Recorded:
        _name, version, _text = encode_event(draft.event)  # refuses here what a real log would refuse
        format_time(draft.at)
        return Recorded(self._log.district, seq, draft.at, draft.actor, draft.cause, draft.event, version)


class MemoryLog:
    """EventLog in memory; one process, any number of threads or greenlets."""

    def __init__(self, district: str = "140802") -> None:
        self.district = district
        self.answers: dict[Key, Remembered] = {}
        self._events: list[Recorded] = []
        self._epoch = str(uuid.uuid4())
        self._lock = threading.RLock()
        self._lease: tuple[Lease, datetime] | None = None
        self._checkpoint: tuple[int, bytes] | None = None

    def head(self) -> Cursor:
        return Cursor(self._epoch, len(self._events))

    def read(self, after: int = 0, limit: int | None = None, upto: int | None = None) -> list[Recorded]:
        end = len(self._events) if upto is None else min(upto, len(self._events))
        if limit is not None:
            end = min(end, after + limit)
        return self._events[after:end]

    def stream(self, after: int = 0, batch: int = 2000) -> Iterator[Recorded]:
        while events := self.read(after, batch):
            yield from events
            after = events[-1].seq

    @contextmanager
    def transaction(
        self, *, lease: Lease | None = None, expect_epoch: str | None = None
    ) -> Iterator[MemoryTransaction]:
        with self._lock:
            if expect_epoch is not None and expect_epoch != self._epoch:
                raise EpochChanged(f"expected {expect_epoch}, the log is {self._epoch}")
            if lease is not None and (self._lease is None or self._lease[0] != lease):
                raise Conflict("fenced")
            transaction = MemoryTransaction(self)
            yield transaction
            self._events += transaction.new
            self.answers |= transaction.answers

    def changed(self) -> object:
        return self._epoch, len(self._events)

    def take_lease(self, holder: str, seconds: float, now: datetime) -> Lease | None:
        with self._lock:
            lease, until = self._lease or (Lease("", 0), now)
            if lease.holder != holder:
                if lease.holder and until > now:
                    return None
                lease = Lease(holder, lease.epoch + 1)
            self._lease = lease, now + timedelta(seconds=seconds)
            return lease

    def new_epoch(self) -> Cursor:
        with self._lock:
            self._epoch = str(uuid.uuid4())
            return self.head()

    def save_checkpoint(self, seq: int, state: bytes) -> None:
        self._checkpoint = seq, state

    def load_checkpoint(self) -> tuple[int, bytes] | None:
        kept = self._checkpoint
        return kept if kept and kept[0] <= len(self._events) else None

    def close(self) -> None:
        """Nothing to give back."""

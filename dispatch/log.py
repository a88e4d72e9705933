"""The log: one order of events a district, append only, without gaps. tests/contracts holds adapters to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dispatch.events import Event, Recorded


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in one life of the log. Another epoch means another log: reload."""

    epoch: str
    seq: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that is to be appended; the log gives it its number."""

    at: datetime
    actor: str
    cause: str
    event: Event


@dataclass(frozen=True, slots=True)
class Remembered:
    """The first answer to a command, and a hash of its body."""

    body_hash: str
    answer: dict[str, Any]


class Transaction(Protocol):
    """Holds the district's lock from entering until leaving: nobody else can append meanwhile."""

    head: Cursor

    def tail(self, after: int) -> list[Recorded]:
        """Events after ``after`` up to the head, in order."""
        ...

    def expect(self, keys: Sequence[tuple[str, str]]) -> None:
        """These (actor, command id) will be asked for: look them all up at once."""
        ...

    def remembered(self, actor: str, command_id: str) -> Remembered | None: ...

    def append(self, drafts: Sequence[Draft | Recorded]) -> list[Recorded]:
        """Numbered head+1 …, whatever number a Recorded had; durable when the transaction leaves without an
        exception, else never there."""
        ...

    def remember(self, actor: str, command_id: str, body_hash: str, answer: dict[str, Any]) -> None: ...


class EventLog(Protocol):
    """One district's log. Safe to use from several threads and processes."""

    district: str

    def head(self) -> Cursor: ...

    def read(self, after: int = 0, limit: int | None = None, upto: int | None = None) -> list[Recorded]:
        """Events after ``after`` in order; at most ``limit``."""
        ...

    def stream(self, after: int = 0, batch: int = 2000) -> Iterator[Recorded]: ...

    def transaction(
        self, *, lease: Lease | None = None, expect_epoch: str | None = None
    ) -> AbstractContextManager[Transaction]:
        """Lock, then read the tail, decide, append, commit. Raises LogUnavailable, EpochChanged,
        Conflict('fenced') when ``lease`` is no longer held."""
        ...

    def changed(self) -> object:
        """A token that differs after another connection committed: cheap to poll (5 µs on SQLite)."""
        ...

    def take_lease(self, holder: str, seconds: float, now: datetime) -> Lease | None:
        """Become (or stay) the district's engine; None while another holds it."""
        ...

    def new_epoch(self) -> Cursor:
        """After a restore: former cursors are void."""
        ...

    def save_checkpoint(self, seq: int, state: bytes) -> None: ...

    def load_checkpoint(self) -> tuple[int, bytes] | None: ...


@dataclass(frozen=True, slots=True)
class Lease:
    holder: str
    epoch: int

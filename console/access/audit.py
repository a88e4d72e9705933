"""The audit: who did what, when, from where. Append only; each line seals the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, desc, insert, select

from console.access.clock import Clock
from console.access.database import Database
from console.access.tables import audit

#: the first line has no former one
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``at`` is seconds since 1970, UTC; ``detail`` holds no secrets and no payloads."""

    id: int
    at: float
    actor: str
    action: str
    subject: str
    detail: str
    address: str
    previous: str
    hash: str

    def seal(self) -> str:
        """The hash that this line should have."""
        fields = {key: value for key, value in asdict(self).items() if key != "hash"}
        return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


class Audit:
    """Writes and reads the audit; ``verify`` finds the first line that was changed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def record(
        self, actor: str, action: str, subject: str = "", detail: Mapping[str, Any] | None = None, address: str = ""
    ) -> None:
        """In a transaction of its own."""
        self._database.write(lambda connection: self.add(connection, actor, action, subject, detail, address))

    def add(
        self,
        connection: Connection,
        actor: str,
        action: str,
        subject: str = "",
        detail: Mapping[str, Any] | None = None,
        address: str = "",
    ) -> None:
        """In the caller's transaction: the deed and its line stand or fall together."""
        last = connection.execute(select(audit.c.id, audit.c.hash).order_by(desc(audit.c.id)).limit(1)).first()
        words = json.dumps(dict(detail or {}), ensure_ascii=True, sort_keys=True, default=str)
        entry = Entry(
            id=(last.id if last else 0) + 1,
            at=self._clock().timestamp(),
            actor=_line(actor, 100),
            action=action,
            subject=_line(subject, 160),
            detail=words,
            address=_line(address, 64),
            previous=last.hash if last else GENESIS,
            hash="",
        )
        connection.execute(insert(audit).values({**asdict(entry), "hash": entry.seal()}))

    def page(self, before: int | None = None, limit: int = 100) -> list[Entry]:
        """The newest lines first, older than line ``before``."""
        query = select(audit).order_by(desc(audit.c.id)).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        return self._database.read(lambda connection: [_entry(row) for row in connection.execute(query)])

    def verify(self) -> int | None:
        """The number of the first line that does not hold, or None when all do."""
        return self._database.read(_first_broken)


def _first_broken(connection: Connection) -> int | None:
    previous, expected = GENESIS, 1
    for entry in _lines(connection):
        if entry.id != expected or entry.previous != previous or entry.hash != entry.seal():
            return min(entry.id, expected)
        previous, expected = entry.hash, expected + 1
    return None


def _lines(connection: Connection) -> Iterator[Entry]:
    for row in connection.execute(select(audit).order_by(audit.c.id)):
        yield _entry(row)


def _entry(row: Any) -> Entry:
    return Entry(**row._mapping)


def _line(text: str, limit: int) -> str:
    """One line, without what could draw another one in a terminal."""
    shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return shown.encode("utf-8", "backslashreplace").decode()[:limit]

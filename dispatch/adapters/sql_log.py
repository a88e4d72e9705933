"""The log in SQL: SQLite (WAL, synchronous=FULL) or PostgreSQL. Lock first, then number: no gaps, no conflicts."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.schema import CreateTable

from dispatch.adapters import sql_tables as sql
from dispatch.adapters.sql_engine import Database
from dispatch.codec import decode_event, encode_event, format_time, parse_time, to_text
from dispatch.errors import Conflict, EpochChanged
from dispatch.events import Recorded
from dispatch.log import Cursor, Draft, Lease, Remembered

#: Above any seq: "up to the head".
NO_LIMIT = 2**62


class SqlTransaction:
    """Holds the lock. What is new is kept here and written in one go at the end: 100 commands are two statements."""

    def __init__(self, log: SqlLog, cursor: Any, head: Cursor) -> None:
        self._log = log
        self._cursor = cursor
        self.head = head
        self._new: list[Recorded] = []
        self._rows: list[tuple[Any, ...]] = []
        self._answers: dict[tuple[str, str], Remembered] = {}

    def tail(self, after: int) -> list[Recorded]:
        if after >= self.head.seq:
            return []
        return [*self._log.fetch(self._cursor, after), *(one for one in self._new if one.seq > after)]

    def remembered(self, actor: str, command_id: str) -> Remembered | None:
        if known := self._answers.get((actor, command_id)):
            return known
        self._cursor.execute(self._log.sql(sql.REMEMBERED), (self._log.district, plain(actor), plain(command_id)))
        row = self._cursor.fetchone()
        return Remembered(row[0], json.loads(row[1])) if row else None

    def append(self, drafts: Sequence[Draft]) -> list[Recorded]:
        first = self.head.seq + 1
        recorded = [self._record(first + nth, draft) for nth, draft in enumerate(drafts)]
        self.head = Cursor(self.head.epoch, self.head.seq + len(recorded))
        self._new += recorded
        return recorded

    def remember(self, actor: str, command_id: str, body_hash: str, answer: dict[str, Any]) -> None:
        self._answers[actor, command_id] = Remembered(body_hash, answer)

    def flush(self) -> None:
        """Write what is new. Called once, just before the commit."""
        district = self._log.district
        if self._rows:
            self._cursor.executemany(self._log.sql(sql.APPEND), self._rows)
            self._cursor.execute(self._log.sql(sql.MOVE_HEAD), (self.head.seq, district))
        if self._answers:
            rows = [
                (district, plain(actor), plain(command_id), one.body_hash, to_text(one.answer))
                for (actor, command_id), one in self._answers.items()
            ]
            self._cursor.executemany(self._log.sql(sql.REMEMBER), rows)

    def _record(self, seq: int, draft: Draft) -> Recorded:
        name, version, data = encode_event(draft.event)
        district, actor, cause = self._log.district, plain(draft.actor), plain(draft.cause)
        self._rows.append((district, seq, format_time(draft.at), actor, cause, name, version, data))
        return Recorded(district, seq, draft.at, actor, cause, draft.event, version)


class SqlLog:
    """EventLog in a database. Connects when made (LogUnavailable if it cannot), never at import."""

    def __init__(self, url: str, district: str = "140802", *, database: Database | None = None) -> None:
        self.district = district
        self.database = database or Database(url)
        self.sql = self.database.sql
        self._lock_head = self.sql(sql.LOCK_HEAD) + ("" if self.database.is_sqlite else " FOR UPDATE")
        self._watch_lock = threading.Lock()
        self._watch: Any = None
        self._prepare()

    # --- reading ------------------------------------------------------------------------------

    def head(self) -> Cursor:
        with self.database.reading() as cursor:
            cursor.execute(self.sql(sql.HEAD), (self.district,))
            row = cursor.fetchone()
        if row is None:
            raise EpochChanged(f"district {self.district} has no head any more")
        return Cursor(row[0], row[1])

    def read(self, after: int = 0, limit: int | None = None, upto: int | None = None) -> list[Recorded]:
        with self.database.reading() as cursor:
            return self.fetch(cursor, after, limit, upto)

    def stream(self, after: int = 0, batch: int = 2000) -> Iterator[Recorded]:
        while events := self.read(after, batch):
            yield from events
            after = events[-1].seq

    def fetch(self, cursor: Any, after: int, limit: int | None = None, upto: int | None = None) -> list[Recorded]:
        last = NO_LIMIT if upto is None else upto
        cursor.execute(self.sql(sql.READ), (self.district, after, last, NO_LIMIT if limit is None else limit))
        return [
            Recorded(self.district, seq, parse_time(at), actor, cause, decode_event(kind, version, data), version)
            for seq, at, actor, cause, kind, version, data in cursor.fetchall()
        ]

    def changed(self) -> object:
        """SQLite: the data version of a connection that never writes, so that it sees this process's commits too."""
        if not self.database.is_sqlite:
            return self.head()
        with self._watch_lock, self.database.translated():
            if self._watch is None:
                self._watch = self.database.read.raw_connection()
            return self._watch.driver_connection.execute("PRAGMA data_version").fetchone()[0]

    # --- writing ------------------------------------------------------------------------------

    @contextmanager
    def transaction(self, *, lease: Lease | None = None, expect_epoch: str | None = None) -> Iterator[SqlTransaction]:
        with self.database.writing() as cursor:
            epoch, seq, holder, lease_epoch, _until = self._locked(cursor)
            if expect_epoch is not None and expect_epoch != epoch:
                raise EpochChanged(f"expected {expect_epoch}, the log is {epoch}")
            if lease is not None and (lease.holder, lease.epoch) != (holder, lease_epoch):
                raise Conflict("fenced", f"the lease went to {holder}")
            transaction = SqlTransaction(self, cursor, Cursor(epoch, seq))
            yield transaction
            transaction.flush()

    def take_lease(self, holder: str, seconds: float, now: datetime) -> Lease | None:
        with self.database.writing() as cursor:
            _epoch, _seq, present, lease_epoch, until = self._locked(cursor)
            if present != holder:
                if present and parse_time(until) > now:
                    return None
                lease_epoch += 1
            until = format_time(now + timedelta(seconds=seconds))
            cursor.execute(self.sql(sql.SET_LEASE), (holder, lease_epoch, until, self.district))
            return Lease(holder, lease_epoch)

    def new_epoch(self) -> Cursor:
        with self.database.writing() as cursor:
            _old, seq, *_lease = self._locked(cursor)
            epoch = str(uuid.uuid4())
            cursor.execute(self.sql(sql.SET_EPOCH), (epoch, self.district))
            return Cursor(epoch, seq)

    def save_checkpoint(self, seq: int, state: bytes) -> None:
        with self.database.writing() as cursor:
            cursor.execute(self.sql(sql.SAVE_CHECKPOINT), (self.district, seq, state))

    def load_checkpoint(self) -> tuple[int, bytes] | None:
        head = self.head()
        with self.database.reading() as cursor:
            cursor.execute(self.sql(sql.LOAD_CHECKPOINT), (self.district, head.seq))
            row = cursor.fetchone()
        return (row[0], bytes(row[1])) if row else None

    def close(self) -> None:
        with self._watch_lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self.database.close()

    # --- inside -------------------------------------------------------------------------------

    def _locked(self, cursor: Any) -> Any:
        cursor.execute(self._lock_head, (self.district,))
        row = cursor.fetchone()
        if row is None:
            raise EpochChanged(f"district {self.district} has no head any more")
        return row

    def _prepare(self) -> None:
        """Tables and this district's head, if they are not there; safe when several processes start at once."""
        with self.database.writing() as cursor:
            if not self.database.is_sqlite:  # IF NOT EXISTS alone races with itself on PostgreSQL
                cursor.execute("SELECT pg_advisory_xact_lock(140802)")
            for table in sql.metadata.sorted_tables:
                cursor.execute(str(CreateTable(table, if_not_exists=True).compile(self.database.write)))
            cursor.execute(self.sql(sql.BEGIN_HEAD), (self.district, str(uuid.uuid4())))


def plain(text: str) -> str:
    """Text that every database takes as a key: NUL and lone surrogates are written out."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()

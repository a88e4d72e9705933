"""The log in SQL: SQLite (WAL, synchronous=FULL) or PostgreSQL. Lock first, then number: no gaps, no conflicts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from dispatch.adapters import sql_tables as sql
from dispatch.adapters.sql_engine import Database
from dispatch.adapters.sql_transaction import SqlTransaction, fetch
from dispatch.codec import format_time, parse_time
from dispatch.errors import Conflict, EpochChanged, LogUnavailable
from dispatch.events import Recorded
from dispatch.log import Cursor, Lease


class SqlLog:
    """EventLog in a database. Connects when made (LogUnavailable if it cannot), never at import."""

    def __init__(self, url: str, district: str = "140802", *, database: Database | None = None) -> None:
        self.district = district
        self.database = database or Database(url)
        self.sql = self.database.sql
        self._lock_head = self.sql(sql.LOCK_HEAD) + ("" if self.database.is_sqlite else " FOR UPDATE")
        self._watch: Any = None
        self._watches = 0
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
            return fetch(self, cursor, after, limit, upto)

    def stream(self, after: int = 0, batch: int = 2000) -> Iterator[Recorded]:
        while events := self.read(after, batch):
            yield from events
            after = events[-1].seq

    def changed(self) -> object:
        """SQLite: the data version of a connection that never writes, so that it sees this process's commits too."""
        if not self.database.is_sqlite:
            return self.head()
        try:
            with self.database.translated():
                return self._data_version()
        except LogUnavailable:
            self._watch = None  # a fresh connection next time
            raise

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
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()
        self.database.close()

    # --- inside -------------------------------------------------------------------------------

    def _locked(self, cursor: Any) -> Any:
        cursor.execute(self._lock_head, (self.district,))
        row = cursor.fetchone()
        if row is None:
            raise EpochChanged(f"district {self.district} has no head any more")
        return row

    def _data_version(self) -> object:
        if self._watch is None:
            self._watch = self.database.connect()
            self._watches += 1
        # The count makes two connections' numbers differ: each counts from its own start.
        return self._watches, self._watch.execute("PRAGMA data_version").fetchone()[0]

    def _prepare(self) -> None:
        """Tables and this district's head, if they are not there."""
        self.database.create(sql.metadata)
        with self.database.writing() as cursor:
            cursor.execute(self.sql(sql.BEGIN_HEAD), (self.district, str(uuid.uuid4())))

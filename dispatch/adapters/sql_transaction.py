"""One transaction on the SQL log: reads at once, keeps what is new, writes it in one go just before the commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

from dispatch.adapters import sql_tables as sql
from dispatch.adapters.sql_engine import plain
from dispatch.codec import decode_event, encode_event, format_time, parse_time, to_text
from dispatch.events import Recorded
from dispatch.log import Cursor, Draft, Remembered

#: Above any seq: "up to the head".
NO_LIMIT = 2**62
Row = tuple[Any, ...]


class Store(Protocol):
    """What is needed of the log: whose it is, and its driver's way to mark a value."""

    district: str

    def sql(self, text: str) -> str: ...


class SqlTransaction:
    """Holds the lock. What is new is kept here and written in one go at the end: 100 commands are two statements."""

    def __init__(self, log: Store, cursor: Any, head: Cursor) -> None:
        self._log = log
        self._cursor = cursor
        self.head = head
        self._new: list[Recorded] = []
        self._rows: list[Row] = []
        self._memories: list[Row] = []
        self._answers: dict[tuple[str, str], Remembered] = {}

    def tail(self, after: int) -> list[Recorded]:
        if after >= self.head.seq:
            return []
        return [*fetch(self._log, self._cursor, after), *(one for one in self._new if one.seq > after)]

    def remembered(self, actor: str, command_id: str) -> Remembered | None:
        if known := self._answers.get((actor, command_id)):
            return known
        self._cursor.execute(self._log.sql(sql.REMEMBERED), (self._log.district, plain(actor), plain(command_id)))
        row = self._cursor.fetchone()
        return Remembered(row[0], json.loads(row[1])) if row else None

    def append(self, drafts: Sequence[Draft]) -> list[Recorded]:
        first = self.head.seq + 1
        rows = [self._row(first + nth, draft) for nth, draft in enumerate(drafts)]  # all or none can be written
        recorded = [
            Recorded(self._log.district, row[1], draft.at, row[3], row[4], draft.event, row[6])
            for row, draft in zip(rows, drafts, strict=True)
        ]
        self.head = Cursor(self.head.epoch, self.head.seq + len(rows))
        self._rows += rows
        self._new += recorded
        return recorded

    def remember(self, actor: str, command_id: str, body_hash: str, answer: dict[str, Any]) -> None:
        text = to_text(answer)
        self._answers[actor, command_id] = Remembered(body_hash, json.loads(text))
        self._memories.append((self._log.district, plain(actor), plain(command_id), body_hash, text))

    def flush(self) -> None:
        """Write what is new. Called once, just before the commit."""
        if self._rows:
            self._cursor.executemany(self._log.sql(sql.APPEND), self._rows)
            self._cursor.execute(self._log.sql(sql.MOVE_HEAD), (self.head.seq, self._log.district))
        if self._memories:
            self._cursor.executemany(self._log.sql(sql.REMEMBER), self._memories)

    def _row(self, seq: int, draft: Draft) -> Row:
        name, version, data = encode_event(draft.event)
        actor, cause = plain(draft.actor), plain(draft.cause)
        return self._log.district, seq, format_time(draft.at), actor, cause, name, version, data


def fetch(log: Store, cursor: Any, after: int, limit: int | None = None, upto: int | None = None) -> list[Recorded]:
    """Events after ``after``, up to ``upto``, at most ``limit``, in order."""
    last, most = (NO_LIMIT if end is None else end for end in (upto, limit))
    cursor.execute(log.sql(sql.READ), (log.district, after, last, most))
    return [
        Recorded(log.district, seq, parse_time(at), actor, cause, decode_event(kind, version, data), version)
        for seq, at, actor, cause, kind, version, data in cursor.fetchall()
    ]

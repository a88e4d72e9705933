"""One transaction on the SQL log: reads at once, keeps what is new, writes it in one go just before the commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol

from dispatch.adapters import sql_tables as sql
from dispatch.adapters.sql_engine import plain
from dispatch.codec import decode_event, encode_event, format_time, parse_time, to_text
from dispatch.events import Recorded
from dispatch.log import Cursor, Draft, Remembered

#: Above any seq: "up to the head".
NO_LIMIT = 2**62
#: Ids in one statement: SQLite takes 32,766 values, and remembers statements by their text.
AT_ONCE = 500
Row = tuple[Any, ...]
Key = tuple[str, str]


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
        #: as they are written: body hash and answer; None: looked up, and it is new
        self._known: dict[Key, tuple[str, str] | None] = {}

    def tail(self, after: int) -> list[Recorded]:
        if after >= self.head.seq:
            return []
        return [*fetch(self._log, self._cursor, after), *(one for one in self._new if one.seq > after)]

    def expect(self, keys: Sequence[Key]) -> None:
        """One statement for up to 500 ids of an actor: each statement lets go of the interpreter, and a hundred in a
        busy process wait a hundred times for it."""
        wanted = {(plain(actor), plain(command_id)) for actor, command_id in keys}
        for actor, asked in groupby(sorted(wanted - self._known.keys()), key=itemgetter(0)):
            ids = [command_id for _, command_id in asked]
            for start in range(0, len(ids), AT_ONCE):
                self._look_up(actor, ids[start : start + AT_ONCE])

    def _look_up(self, actor: str, ids: list[str]) -> None:
        self._known |= dict.fromkeys([(actor, one) for one in ids])
        statement = self._log.sql(sql.REMEMBERED.format(", ".join("?" * len(ids))))
        self._cursor.execute(statement, (self._log.district, actor, *ids))
        self._known |= {(actor, one): (body_hash, text) for one, body_hash, text in self._cursor.fetchall()}

    def remembered(self, actor: str, command_id: str) -> Remembered | None:
        key = plain(actor), plain(command_id)
        if key not in self._known:
            self._look_up(key[0], [key[1]])
        known = self._known[key]
        return Remembered(known[0], json.loads(known[1])) if known else None

    def append(self, drafts: Sequence[Draft | Recorded]) -> list[Recorded]:
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
        actor, command_id = plain(actor), plain(command_id)
        self._known[actor, command_id] = body_hash, text
        self._memories.append((self._log.district, actor, command_id, body_hash, text))

    def flush(self) -> None:
        """Write what is new. Called once, just before the commit."""
        if self._rows:
            self._cursor.executemany(self._log.sql(sql.APPEND), self._rows)
            self._cursor.execute(self._log.sql(sql.MOVE_HEAD), (self.head.seq, self._log.district))
        if self._memories:
            self._cursor.executemany(self._log.sql(sql.REMEMBER), self._memories)

    def _row(self, seq: int, draft: Draft | Recorded) -> Row:
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

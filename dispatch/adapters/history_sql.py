"""Closed tickets and timelines in SQL, caught up from the log, rebuilt from it at any time."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from dispatch import checkpoint
from dispatch.adapters import history_heat
from dispatch.adapters import history_tables as sql
from dispatch.adapters.history_heat import Cell
from dispatch.adapters.sql_engine import Database, plain
from dispatch.board import Board
from dispatch.codec import format_time, from_data, to_text
from dispatch.events import Recorded, TicketOpened
from dispatch.log import EventLog
from dispatch.projections.history import TicketRecord, TimelineRecord, fold, searchable

BATCH = 2000
_FIELDS = tuple(field.name for field in fields(TicketRecord))
_AS_JSON = ("worker_ids", "row", "opened")


class Wanted(Protocol):
    """What to look for; an empty field is no condition. ``before`` is the number of the last ticket already seen."""

    states: frozenset[str]
    kinds: frozenset[str]
    grid: str | None
    words: str
    before: str | None
    since: datetime | None
    until: datetime | None


class History:
    """One district's history. Methods block: call them in a native thread. Raises LogUnavailable as the log does."""

    def __init__(self, url: str, district: str = "140802", *, database: Database | None = None) -> None:
        self.district = district
        self.database = database or Database(url)
        self._board: Board | None = None
        self._epoch = ""
        self._lock = threading.Lock()
        self.database.create(sql.metadata)

    # --- writing ------------------------------------------------------------------------------

    def catch_up(self, log: EventLog) -> int:
        """Take in what the log has more; the seq read to. A log of another epoch is read from its beginning."""
        with self._lock:
            if log.head().epoch != self._progress()[0]:
                return self._rebuild(log)
            board = self._board_at_progress(log)
            events = log.stream(board.seq)
            while batch := list(islice(events, BATCH)):
                with self.database.writing() as cursor:
                    self._take(cursor, board, batch)
            return board.seq

    def rebuild(self, log: EventLog) -> int:
        """All of it anew, in one transaction: readers see the former history until the new one is whole."""
        with self._lock:
            return self._rebuild(log)

    def _rebuild(self, log: EventLog) -> int:
        self._board, self._epoch = Board(log.district), log.head().epoch
        with self.database.writing() as cursor:
            for statement in sql.CLEAR:
                cursor.execute(self.database.sql(statement), (self.district,))
            self._put_progress(cursor, 0)
            events = log.stream()
            while batch := list(islice(events, BATCH)):
                self._take(cursor, self._board, batch)
        return self._board.seq

    def _board_at_progress(self, log: EventLog) -> Board:
        """A Board as it stood when the history was last written."""
        epoch, seq = self._progress()
        if self._board is None or self._board.seq != seq or self._epoch != epoch:
            board = checkpoint.latest(log)
            self._board = board if board.seq <= seq else Board(log.district)
            self._epoch = epoch
            self._board.apply_all(islice(log.stream(self._board.seq), seq - self._board.seq))
        return self._board

    def _take(self, cursor: Any, board: Board, batch: Iterable[Recorded]) -> None:
        """Fold and write. Twice the same is no harm: rows replace themselves."""
        records, lines = fold(board, batch)
        last = {record.id: record for record in records}
        if last:
            cursor.executemany(self.database.sql(sql.PUT_TICKET), [self._ticket_row(one) for one in last.values()])
        if lines:
            cursor.executemany(self.database.sql(sql.PUT_LINE), [self._line_row(one) for one in lines])
        self._put_progress(cursor, board.seq)

    def _put_progress(self, cursor: Any, seq: int) -> None:
        cursor.execute(self.database.sql(sql.PUT_PROGRESS), (self.district, self._epoch, seq))

    def _ticket_row(self, record: TicketRecord) -> tuple[Any, ...]:
        values = [getattr(record, name) for name in _FIELDS]
        ready = [to_text(v) if name in _AS_JSON else v for name, v in zip(_FIELDS, values, strict=True)]
        return (self.district, *map(_plain, ready), _plain(searchable(record)))

    def _line_row(self, line: TimelineRecord) -> tuple[Any, ...]:
        return (self.district, line.ticket_id, line.seq, line.at, line.actor, line.type, to_text(line.data))

    # --- reading ------------------------------------------------------------------------------

    def seq(self) -> int:
        """How far the log was read."""
        return self._progress()[1]

    def ticket(self, ticket_id: str) -> dict[str, Any] | None:
        """The row of the desk as it stood last, with its ``timeline``."""
        found = self._one(sql.ROW, ticket_id)
        return {**json.loads(found[0]), "timeline": self.timeline(ticket_id)} if found else None

    def timeline(self, ticket_id: str) -> list[dict[str, Any]]:
        """Every event about the ticket, oldest first."""
        with self.database.reading() as cursor:
            cursor.execute(self.database.sql(sql.LINES), (self.district, ticket_id))
            return [
                {"seq": seq, "at": at, "actor": actor, "type": kind, "data": json.loads(data)}
                for seq, at, actor, kind, data in cursor.fetchall()
            ]

    def opened(self, ticket_id: str) -> TicketOpened | None:
        """What a TicketReopened must carry when the ticket has left the board."""
        found = self._one(sql.ROW, ticket_id)
        return from_data(TicketOpened, json.loads(found[1])) if found else None

    def tickets(self, wanted: Wanted, limit: int) -> list[dict[str, Any]]:
        """Rows of the desk, newest number first. The cursor is a number, so a page never shifts under its reader."""
        conditions, values = _conditions(wanted)
        where = " AND ".join(["district = ?", *conditions])
        text = f'SELECT "row" FROM history_tickets WHERE {where} ORDER BY number DESC LIMIT ?'
        with self.database.reading() as cursor:
            cursor.execute(self.database.sql(text), (self.district, *values, limit))
            return [json.loads(row) for (row,) in cursor.fetchall()]

    def cells(self, since: datetime, kind: str | None, size: tuple[float, float], limit: int) -> list[Cell]:
        """Where tickets were that have left the board, by cells of the ground, those with most first."""
        return history_heat.cells(self.database, self.district, since, kind, size, limit)

    def close(self) -> None:
        self.database.close()

    def _one(self, statement: str, key: str) -> Any:
        with self.database.reading() as cursor:
            cursor.execute(self.database.sql(statement), (self.district, key))
            return cursor.fetchone()

    def _progress(self) -> tuple[str, int]:
        with self.database.reading() as cursor:
            cursor.execute(self.database.sql(sql.PROGRESS), (self.district,))
            return cursor.fetchone() or ("", 0)


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    """SQL and its values; texts of people are values, never SQL."""
    parts: list[tuple[str, list[Any]]] = []
    for column, chosen in (("state", wanted.states), ("kind", wanted.kinds)):
        if chosen:
            parts.append((f"{column} IN ({', '.join('?' * len(chosen))})", sorted(chosen)))
    if wanted.grid is not None:
        parts.append(("grid_code = ?", [wanted.grid]))
    if wanted.words:
        escaped = wanted.words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        parts.append(("words LIKE ? ESCAPE '!'", [f"%{_plain(escaped.casefold())}%"]))
    if wanted.before is not None:
        parts.append(("number < ?", [wanted.before]))
    for condition, moment in (("opened_at >= ?", wanted.since), ("opened_at < ?", wanted.until)):
        if moment is not None:
            parts.append((condition, [format_time(moment)]))
    return [text for text, _ in parts], [value for _, values in parts for value in values]


def _plain(value: Any) -> Any:
    """PostgreSQL takes no NUL in a text, and no database a lone surrogate."""
    return plain(value) if isinstance(value, str) else value

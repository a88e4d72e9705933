"""The history's tables and statements: its own SQLite file, or tables beside the log's in PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData()

tickets = Table(
    "history_tickets",
    metadata,
    Column("district", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("floor", Integer),
    Column("room", Text, nullable=False),
    Column("grid_code", Text),
    Column("lon", Float),
    Column("lat", Float),
    Column("exercise", Boolean, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("arrived_at", Text),
    Column("resolved_at", Text),
    Column("closed_at", Text),
    Column("disposition", Text),
    Column("reworks", Integer, nullable=False),
    Column("late_arrival", Boolean, nullable=False),
    Column("late_finish", Boolean, nullable=False),
    #: JSON list
    Column("worker_ids", Text, nullable=False),
    #: JSON: the row of the desk, and TicketOpened for reopening
    Column("row", Text, nullable=False),
    Column("opened", Text, nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("district", "id"),
    Index("history_tickets_number", "district", "number"),
)

timeline = Table(
    "history_timeline",
    metadata,
    Column("district", Text, nullable=False),
    Column("ticket_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("district", "ticket_id", "seq"),
    sqlite_with_rowid=False,
)

#: How far the log was read, and in which life of it.
progress = Table(
    "history_progress",
    metadata,
    Column("district", Text, primary_key=True),
    Column("epoch", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
)


def upsert(table: Table) -> str:
    names = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key.columns]
    marks = ", ".join("?" * len(names))
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    quoted = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table.name} ({quoted}) VALUES ({marks}) ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
    )


PUT_TICKET = upsert(tickets)
PUT_LINE = upsert(timeline)
PUT_PROGRESS = upsert(progress)
PROGRESS = "SELECT epoch, seq FROM history_progress WHERE district = ?"
CLEAR = tuple(f"DELETE FROM {table.name} WHERE district = ?" for table in (tickets, timeline, progress))
ROW = 'SELECT "row", opened FROM history_tickets WHERE district = ? AND id = ?'
LINES = "SELECT seq, at, actor, type, data FROM history_timeline WHERE district = ? AND ticket_id = ? ORDER BY seq"

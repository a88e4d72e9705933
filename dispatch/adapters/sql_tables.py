"""The log's four tables and its statements. ``?`` marks a value; sql_engine turns it into the driver's own mark."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData()

#: Times are RFC 3339 text of fixed width in UTC: they sort, and read the same in every database.
events = Table(
    "events",
    metadata,
    Column("district", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # Text, not jsonb: jsonb refuses \u0000 and forgets the order of keys.
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("district", "seq"),
    sqlite_with_rowid=False,
)

heads = Table(
    "heads",
    metadata,
    Column("district", Text, primary_key=True),
    Column("epoch", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("lease_holder", Text, nullable=False),
    Column("lease_epoch", BigInteger, nullable=False),
    Column("lease_until", Text, nullable=False),
)

commands = Table(
    "commands",
    metadata,
    Column("district", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("answer", Text, nullable=False),
    PrimaryKeyConstraint("district", "actor", "id"),
    sqlite_with_rowid=False,
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("district", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
)

BEGIN_HEAD = "INSERT INTO heads VALUES (?, ?, 0, '', 0, '') ON CONFLICT DO NOTHING"
HEAD = "SELECT epoch, seq FROM heads WHERE district = ?"
#: `` FOR UPDATE`` is added on PostgreSQL; on SQLite BEGIN IMMEDIATE holds the lock already.
LOCK_HEAD = "SELECT epoch, seq, lease_holder, lease_epoch, lease_until FROM heads WHERE district = ?"
MOVE_HEAD = "UPDATE heads SET seq = ? WHERE district = ?"
SET_EPOCH = "UPDATE heads SET epoch = ? WHERE district = ?"
SET_LEASE = "UPDATE heads SET lease_holder = ?, lease_epoch = ?, lease_until = ? WHERE district = ?"

READ = (
    "SELECT seq, at, actor, cause, type, version, data FROM events "
    "WHERE district = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
)
APPEND = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

#: ``{}`` takes a mark for each id.
REMEMBERED = "SELECT id, body_hash, answer FROM commands WHERE district = ? AND actor = ? AND id IN ({})"
REMEMBER = "INSERT INTO commands VALUES (?, ?, ?, ?, ?)"

SAVE_CHECKPOINT = (
    "INSERT INTO checkpoints VALUES (?, ?, ?) "
    "ON CONFLICT (district) DO UPDATE SET seq = excluded.seq, state = excluded.state"
)
LOAD_CHECKPOINT = "SELECT seq, state FROM checkpoints WHERE district = ? AND seq <= ?"

"""Who may come in, and what they did: tables beside the log. Times are seconds since 1970, UTC."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

#: people at desks; ``name`` is folded (casefold) so that two spellings are one person
accounts = Table(
    "access_accounts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("district", String(6), nullable=False),
    Column("password", String(200), nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("disabled_at", Float),
    Column("created_at", Float, nullable=False),
    Column("seen_at", Float),
)

#: areas that an account stands for (escalation); ``code`` as the registers of areas and grids have it
standing = Table(
    "access_standing",
    metadata,
    Column("account_id", String(32), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("level", String(16), nullable=False),
)

#: a browser that is signed in: a person, or a wall display that showed its token
sessions = Table(
    "access_sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("owner", String(80), nullable=False),  # user:<id> | token:<id>
    Column("created_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("address", String(64), nullable=False),
    Index("access_sessions_owner", "owner"),
)

#: bearer tokens of sources, workers' phones, displays and people's scripts; only their hashes
tokens = Table(
    "access_tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),  # source | worker | display | user
    Column("owner", String(80), nullable=False),  # source:<name> | worker:<id> | display:<name> | user:<id>
    Column("name", String(100), nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float),
    Column("used_at", Float),
    Column("revoked_at", Float),
    Index("access_tokens_owner", "owner"),
)

#: sources and displays; ``config`` is JSON: a source's format, the kinds and devices it may speak for
machines = Table(
    "access_machines",
    metadata,
    Column("owner", String(80), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(64), nullable=False),
    Column("config", Text, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("revoked_at", Float),
)

#: links that make one phone a worker's, once
enrolments = Table(
    "access_enrolments",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("worker_id", String(64), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("used_at", Float),
)

#: failed sign-ins by who was named and from where; also for names that do not exist, so that nothing tells them apart
failures = Table(
    "access_failures",
    metadata,
    Column("key", String(160), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Float, nullable=False),
    Column("until", Float, nullable=False),
)

#: what other processes must forget; read by number, a feed
revocations = Table(
    "access_revocations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(80), nullable=False),
    Column("at", Float, nullable=False),
    sqlite_autoincrement=True,
)

#: who did what, when, from where; each line holds the hash of the one before
audit = Table(
    "access_audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(160), nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

#: the database itself refuses to rewrite the audit (SQLite; on PostgreSQL the chain of hashes tells)
APPEND_ONLY = (
    "CREATE TRIGGER IF NOT EXISTS access_audit_no_update BEFORE UPDATE ON access_audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END",
    "CREATE TRIGGER IF NOT EXISTS access_audit_no_delete BEFORE DELETE ON access_audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END",
)

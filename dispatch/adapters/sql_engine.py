"""Connections to SQLite and PostgreSQL: the module, the pragmas, the pools, and one translation of their errors.

Plain DBAPI cursors come out: with SQLAlchemy's own execution a commit of one event took 0.1 ms longer (of 0.3).
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from dispatch.errors import LogUnavailable

#: Older ones lose committed pages when two connections checkpoint the WAL at once (fixed in 3.51.3).
SQLITE_FLOOR = (3, 51, 3)

SQLITE_PRAGMAS = {
    "busy_timeout": 5000,  # first: setting WAL may itself have to wait
    "journal_mode": "WAL",
    "synchronous": "FULL",  # an acknowledged commit is on the disk; NORMAL may lose the last ones with the power
    "foreign_keys": "ON",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "journal_size_limit": 67_108_864,
}

POSTGRES_SETTINGS = {
    "timezone": "UTC",
    "synchronous_commit": "on",
    # The head is read after the lock was waited for; a snapshot from before would miss what others wrote.
    "default_transaction_isolation": "read committed",
    "lock_timeout": "5s",
    # A frozen holder of the lock is cut off, so that the district can go on without it.
    "idle_in_transaction_session_timeout": "10s",
}


def sqlite_module() -> ModuleType:
    """pysqlite3 if installed, else Python's own when new enough; else RuntimeError saying what to install."""
    try:
        module: Any = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        module = sqlite3
    if module.sqlite_version_info < SQLITE_FLOOR:
        floor = ".".join(map(str, SQLITE_FLOOR))
        raise RuntimeError(
            f"SQLite {module.sqlite_version} may corrupt its write-ahead log; at least {floor} is needed: "
            "pip install 'pysqlite3>=0.6.1', or a Python built with a newer SQLite, or set a PostgreSQL URL"
        )
    return module  # type: ignore[no-any-return]


class Database:
    """One database: a pool for writing, one for reading, and the driver's marks and errors."""

    def __init__(self, url: str, *, readers: int = 5) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        make = _sqlite_engine if self.is_sqlite else _postgres_engine
        # Pools keep this many and open more at need. They must never make anybody wait: under gevent a waiter of
        # SQLAlchemy's pool was lost in 4 of 30 runs when greenlets and native threads shared it.
        self.write = make(self.url, 1)
        self.read = make(self.url, readers)
        driver: Any = self.write.dialect.loaded_dbapi
        self.errors: tuple[type[Exception], ...] = (
            driver.OperationalError,
            driver.InterfaceError,
            driver.InternalError,
        )
        if self.is_sqlite:  # a torn page or a foreign file is a plain DatabaseError there
            self.errors = (*self.errors, driver.DatabaseError)

    def sql(self, text: str) -> str:
        return text if self.is_sqlite else text.replace("?", "%s")

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A cursor in a transaction that holds SQLite's write lock; committed when the block ends well."""
        with self.translated(), _connection(self.write) as connection:
            cursor = connection.cursor()
            try:
                if self.is_sqlite:
                    cursor.execute("BEGIN IMMEDIATE")
                yield cursor
                cursor.execute("COMMIT") if self.is_sqlite else connection.commit()
            except BaseException:
                # After a full disk or a lost server the rollback itself fails: nothing is left to undo then.
                with suppress(Exception):
                    cursor.execute("ROLLBACK") if self.is_sqlite else connection.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A cursor of its own that sees the last commit; one statement is one consistent view."""
        with self.translated(), _connection(self.read) as connection:
            yield connection.cursor()

    def create(self, metadata: MetaData) -> None:
        """Tables and indexes that are not there yet; safe when several processes start at once."""
        with self.writing() as cursor:
            if not self.is_sqlite:  # IF NOT EXISTS alone races with itself on PostgreSQL
                cursor.execute("SELECT pg_advisory_xact_lock(140802)")
            for table in metadata.sorted_tables:
                cursor.execute(str(CreateTable(table, if_not_exists=True).compile(self.write)))
                for index in table.indexes:
                    cursor.execute(str(CreateIndex(index, if_not_exists=True).compile(self.write)))

    def close(self) -> None:
        self.write.dispose()
        self.read.dispose()

    @contextmanager
    def translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise LogUnavailable(str(error)) from error
        except self.errors as error:
            raise LogUnavailable(f"{type(error).__name__}: {error}") from error


@contextmanager
def _connection(engine: Engine) -> Iterator[Any]:
    """A DBAPI connection of the pool; one that failed is thrown away rather than put back."""
    pooled = engine.raw_connection()
    driver: Any = engine.dialect.loaded_dbapi
    try:
        yield pooled.driver_connection
    except driver.Error:
        with suppress(Exception):
            pooled.invalidate()
        raise
    finally:
        with suppress(Exception):
            pooled.close()


def _sqlite_engine(url: URL, size: int) -> Engine:
    engine = create_engine(
        url,
        module=sqlite_module(),
        pool_size=size,
        max_overflow=-1,
        # isolation_level None: we say BEGIN ourselves; the driver would begin deferred and fail at once when busy.
        connect_args={"isolation_level": None, "check_same_thread": False, "cached_statements": 64},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for name, value in SQLITE_PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")

    return engine


def _postgres_engine(url: URL, size: int) -> Engine:
    # Pre-ping: after a restart of the server the first request finds a live connection.
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=-1,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        for name, value in POSTGRES_SETTINGS.items():
            connection.execute(f"SET {name} = '{value}'")
        connection.autocommit = False

    return engine


def _with_driver(url: str) -> str:
    """postgres:// and postgresql:// mean psycopg 3; a bare path is a SQLite file."""
    if "://" not in url:
        return f"sqlite:///{url}"
    scheme, rest = url.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


def plain(text: str) -> str:
    """Text that every database takes as a value: NUL and lone surrogates are written out."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()

"""SQLite and PostgreSQL: the module, the settings of a connection, transactions, and one translation of errors.

Plain DBAPI cursors come out: with SQLAlchemy's own execution a commit of one event took 0.1 ms longer (of 0.3).
SQLAlchemy reads the URL and writes the tables.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.engine import URL, make_url
from sqlalchemy.schema import CreateIndex, CreateTable

from dispatch.adapters.sql_pool import Pool
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
#: Connections kept open; more are made at need.
KEEP = 6


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
    """One database; every method may be called from any thread. Raises LogUnavailable when it is out of reach."""

    def __init__(self, url: str) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._driver: Any = sqlite_module() if self.is_sqlite else importlib.import_module("psycopg")
        self._pool = Pool(self.connect, self._alive, KEEP)
        names = ["OperationalError", "InterfaceError", "InternalError"]
        if self.is_sqlite:  # a torn page or a foreign file is a plain DatabaseError there
            names.append("DatabaseError")
        self.errors: tuple[type[Exception], ...] = tuple(getattr(self._driver, name) for name in names)
        self._begin = "BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN"

    def sql(self, text: str) -> str:
        """``?`` as this driver marks a value."""
        return text if self.is_sqlite else text.replace("?", "%s")

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A cursor in a transaction (on SQLite it holds the write lock); committed when the block ends well."""
        with self.translated(), self._pool.connection(self._driver.Error) as connection:
            cursor = connection.cursor()
            try:
                cursor.execute(self._begin)
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                # After a full disk or a lost server the rollback itself fails: nothing is left to undo then.
                with suppress(Exception):
                    cursor.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A cursor that sees the last commit; one statement is one consistent view."""
        with self.translated(), self._pool.connection(self._driver.Error) as connection:
            yield connection.cursor()

    def create(self, metadata: MetaData) -> None:
        """Tables and indexes that are not there yet; safe when several processes start at once."""
        dialect = self.url.get_dialect()()
        with self.writing() as cursor:
            if not self.is_sqlite:  # IF NOT EXISTS alone races with itself on PostgreSQL
                cursor.execute("SELECT pg_advisory_xact_lock(140802)")
            for table in metadata.sorted_tables:
                cursor.execute(str(CreateTable(table, if_not_exists=True).compile(dialect=dialect)))
                for index in table.indexes:
                    cursor.execute(str(CreateIndex(index, if_not_exists=True).compile(dialect=dialect)))

    def connect(self) -> Any:
        """A connection of one's own, in autocommit: transactions are begun by saying BEGIN."""
        with self.translated():
            return self._connect_sqlite() if self.is_sqlite else self._connect_postgres()

    def close(self) -> None:
        self._pool.close()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """The driver's "not now" as LogUnavailable; its "never" (a wrong statement) stays as it is."""
        try:
            yield
        except self.errors as error:
            raise LogUnavailable(f"{type(error).__name__}: {error}") from error

    def _connect_sqlite(self) -> Any:
        # check_same_thread: the pool hands a connection to one thread at a time.
        connection = self._driver.connect(
            self.url.database or ":memory:", isolation_level=None, check_same_thread=False, cached_statements=64
        )
        for name, value in SQLITE_PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
        return connection

    def _connect_postgres(self) -> Any:
        text = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = self._driver.connect(text, autocommit=True, connect_timeout=5)
        connection.execute("; ".join(f"SET {name} = '{value}'" for name, value in POSTGRES_SETTINGS.items()))
        return connection

    def _alive(self, connection: Any) -> bool:
        try:
            connection.execute("SELECT 1")
        except self._driver.Error:
            return False
        return True


def _with_driver(url: str) -> str:
    """postgres:// and postgresql:// mean psycopg 3; a bare path is a SQLite file."""
    if "://" not in url:
        return str(URL.create("sqlite", database=url))
    scheme, rest = url.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


def plain(text: str) -> str:
    """Text that every database takes as a value: NUL and lone surrogates are written out."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()

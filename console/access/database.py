"""The access tables' database: short transactions, run where they cannot stop the loop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from console.access.tables import APPEND_ONLY, metadata
from console.native import native
from console.problems import Problem
from dispatch.adapters.sql_engine import SQLITE_PRAGMAS, sqlite_module

log = logging.getLogger(__name__)
T = TypeVar("T")

#: any number; the same in every process that writes the access tables of one PostgreSQL database
_PG_LOCK = 0x5AA0DA0


def engine_for(url: str) -> Engine:
    """SQLite with WAL, durable commits and BEGIN IMMEDIATE for writers; PostgreSQL as it comes."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, module=sqlite_module())

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for name, value in SQLITE_PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Database:
    """``read`` and ``write`` run a function of a Connection in one transaction, in a native thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writes=True)

    def create(self) -> None:
        """The tables, where they are not there yet."""
        self.write(self._create)

    def _create(self, connection: Connection) -> None:
        metadata.create_all(connection)
        if connection.dialect.name == "sqlite":
            for trigger in APPEND_ONLY:
                connection.exec_driver_sql(trigger)

    def read(self, work: Callable[[Connection], T]) -> T:
        return self._run(self.engine, work, False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """All or nothing, one writer at a time. Raises Problem("not_ready") when the database cannot be written."""
        return self._run(self._writer, work, True)

    def _run(self, engine: Engine, work: Callable[[Connection], T], writes: bool) -> T:
        def transaction() -> T:
            with engine.begin() as connection:
                if writes and connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK})
                return work(connection)

        try:
            return native(transaction)
        except DBAPIError as error:
            log.error("the access tables are out of reach: %s", error.orig)
            raise Problem("not_ready") from error

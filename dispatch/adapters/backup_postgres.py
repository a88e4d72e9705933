"""The PostgreSQL side of a backup: our own tables, by COPY, in one snapshot; restored in one transaction."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from dispatch.adapters import sql_tables as sql
from dispatch.adapters.backup_sqlite import _whole
from dispatch.adapters.sql_engine import Database
from dispatch.errors import LogUnavailable

FOLDER = "postgresql"
#: Ours, in a database that may hold other people's tables too. History and checkpoints are made again.
_OURS = (
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND (tablename = ANY(%s) OR tablename LIKE %s)"
)
_LOG = ["events", "heads", "commands"]
_COUNT = "SELECT count(*), coalesce(min(seq), 1), coalesce(max(seq), 0) FROM events WHERE district = %s"


def dump(database: Database, stage: Path) -> dict[str, int]:
    """Every table as a file of COPY text, with the statements that make it; events by district."""
    folder = stage / FOLDER
    folder.mkdir()
    with database.reading() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            tables = _tables(cursor)
            events = _counts(cursor, tables)
            for table in tables:
                with open(folder / f"{table}.copy", "wb") as file, cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                    for block in rows:
                        file.write(block)
        finally:
            cursor.execute("ROLLBACK")
    (folder / "tables.json").write_text(json.dumps({"order": tables, "statements": _statements(database, tables)}))
    return events


def load(database: Database, stage: Path, events: dict[str, int]) -> None:
    """All tables in one transaction; readers see the former rows until it commits."""
    folder = stage / FOLDER
    described = json.loads((folder / "tables.json").read_text())
    database.create(sql.metadata)
    with database.writing() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        for statement in described["statements"]:
            cursor.execute(statement)
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in described["order"]))
        for table in described["order"]:
            with open(folder / f"{table}.copy", "rb") as file, cursor.copy(f'COPY "{table}" FROM STDIN') as rows:
                while block := file.read(1 << 16):
                    rows.write(block)
            _advance_counters(cursor, table)
        for district in events:
            cursor.execute(database.sql(sql.SET_EPOCH), (str(uuid.uuid4()), district))
        cursor.execute("UPDATE heads SET lease_holder = '', lease_until = ''")
        cursor.execute("DELETE FROM checkpoints")
        if _counts(cursor, described["order"]) != events:
            raise LogUnavailable("the archive's log does not hold what its manifest says")


def counts(database: Database) -> dict[str, int]:
    """Events by district. Raises LogUnavailable when a log has gaps."""
    with database.reading() as cursor:
        return _counts(cursor, _tables(cursor))


def _counts(cursor: Any, tables: list[str]) -> dict[str, int]:
    if "heads" not in tables:
        return {}
    heads = cursor.execute("SELECT district, seq FROM heads").fetchall()
    return {district: _whole(district, seq, *cursor.execute(_COUNT, (district,)).fetchone()) for district, seq in heads}


def _tables(cursor: Any) -> list[str]:
    return _named(cursor, _LOG, "access\\_%")


def _named(cursor: Any, names: list[str], like: str = "") -> list[str]:
    return sorted(name for (name,) in cursor.execute(_OURS, (names, like)).fetchall())


def _statements(database: Database, tables: list[str]) -> list[str]:
    """CREATE … IF NOT EXISTS for every table and index, as the database describes them."""
    engine, metadata = create_engine(database.url), MetaData()
    try:
        metadata.reflect(engine, only=tables)
    finally:
        engine.dispose()
    made = []
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table, if_not_exists=True).compile(dialect=engine.dialect)))
        made += [str(CreateIndex(one, if_not_exists=True).compile(dialect=engine.dialect)) for one in table.indexes]
    return made


def _advance_counters(cursor: Any, table: str) -> None:
    """Serial columns go on after the highest that was restored."""
    asked = (
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_default LIKE 'nextval%%'"
    )
    for (column,) in cursor.execute(asked, (table,)).fetchall():
        cursor.execute(
            f'SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max("{column}"), 1)) FROM "{table}"',
            (table, column),
        )

"""The SQLite side of a backup: consistent copies of files that are in use, and putting them back in place."""

from __future__ import annotations

import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from dispatch.adapters import sql_tables as sql
from dispatch.adapters.sql_engine import Database, sqlite_module
from dispatch.errors import LogUnavailable

NAME = "log.sqlite"
_COUNT = "SELECT count(*), coalesce(min(seq), 1), coalesce(max(seq), 0) FROM events WHERE district = ?"


def is_database(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def copy(source: Path, target: Path) -> None:
    """VACUUM INTO: one read transaction, whatever is written meanwhile; the copy is one compact file."""
    with closing(sqlite_module().connect(source, timeout=10)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    _check(target)


def overwrite(source: Path, target: Path) -> None:
    """Replace the contents of a database that others may have open, in one transaction."""
    module = sqlite_module()
    with closing(module.connect(source)) as new, closing(module.connect(target, timeout=10)) as old:
        new.backup(old)


def dump(database: Database, stage: Path) -> dict[str, int]:
    """The log (and the tables beside it) as a file in ``stage``; events by district."""
    target = stage / NAME
    with database.reading() as cursor:
        cursor.execute("VACUUM INTO ?", (str(target),))
    _check(target)
    copied = Database(str(target))
    try:
        return counts(copied)
    finally:
        _settle(copied)


def load(database: Database, stage: Path, events: dict[str, int]) -> None:
    """Check, renew the epochs in the copy, then put it in place: nobody ever sees the old epoch with other events."""
    source = stage / NAME
    _check(source)
    copied = Database(str(source))
    try:
        if counts(copied) != events:
            raise LogUnavailable(f"the archive's log holds {counts(copied)}, its manifest says {events}")
        with copied.writing() as cursor:
            for district in events:
                cursor.execute(sql.SET_EPOCH, (str(uuid.uuid4()), district))
            cursor.execute("UPDATE heads SET lease_holder = '', lease_until = ''")
    finally:
        _settle(copied)
    target = Path(database.url.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    overwrite(source, target)
    if counts(database) != events:
        raise LogUnavailable("the restored log does not hold what the archive does")


def counts(database: Database) -> dict[str, int]:
    """Events by district. Raises LogUnavailable when a log has gaps."""
    with database.reading() as cursor:
        if not cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'heads'").fetchone():
            return {}
        heads = cursor.execute("SELECT district, seq FROM heads").fetchall()
        return {
            district: _whole(district, seq, *cursor.execute(_COUNT, (district,)).fetchone()) for district, seq in heads
        }


def _whole(district: str, head: int, count: int, first: int, last: int) -> int:
    if (count, first, last) != (head, 1, head):
        raise LogUnavailable(f"district {district}: head {head}, but {count} events from {first} to {last}")
    return count


def _check(path: Path) -> None:
    with closing(sqlite_module().connect(path)) as connection:
        found: Any = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise LogUnavailable(f"{path.name} is damaged: {found}")


def _settle(database: Database) -> None:
    """One file again, without a write-ahead log beside it."""
    with database.reading() as cursor:
        cursor.execute("PRAGMA journal_mode=DELETE")
    database.close()

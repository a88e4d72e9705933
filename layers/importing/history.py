"""The last imports, and what they replaced: tables of ``layers.db``, written in the import's own transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from layers import rows as tables
from layers.importing.report import ImportRefused, Report
from layers.rows import Row
from layers.store import LayerStore
from layers.words import spell

#: Imports that can be undone; of older ones only the line is kept.
KEPT = 10
_SCHEMA = """
CREATE TABLE IF NOT EXISTS imports (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL,
  file TEXT NOT NULL, mode TEXT NOT NULL, datum TEXT NOT NULL, counts TEXT NOT NULL, rejected INTEGER NOT NULL,
  kept INTEGER NOT NULL DEFAULT 1, undone_at TEXT);
CREATE TABLE IF NOT EXISTS former_layers (import INTEGER NOT NULL, layer TEXT NOT NULL, meta TEXT, version TEXT);
CREATE TABLE IF NOT EXISTS former (import INTEGER NOT NULL, layer TEXT NOT NULL, id TEXT NOT NULL, rank INTEGER,
  name TEXT, props TEXT, geom BLOB, digest BLOB, minx REAL, maxx REAL, miny REAL, maxy REAL);
CREATE INDEX IF NOT EXISTS former_import ON former (import, layer);
"""
_DROP = ("former", "former_layers")


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import that was made. ``undoable`` while what it replaced is kept and nothing came after it."""

    id: int
    at: str
    kind: str
    file: str
    mode: str
    datum: str
    layers: dict[str, dict[str, int]]
    rejected: int
    undone_at: str | None
    undoable: bool


def open_import(db: sqlite3.Connection, report: Report) -> int:
    """A new line; its key."""
    for statement in _SCHEMA.split(";"):  # executescript would commit
        db.execute(statement)
    counts = json.dumps({name: asdict(one) for name, one in report.layers.items()})
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = (now, report.kind, report.file, report.mode, report.datum, counts, len(report.rejects))
    made = db.execute(
        "INSERT INTO imports (at, kind, file, mode, datum, counts, rejected) VALUES (?, ?, ?, ?, ?, ?, ?)", line
    )
    return int(made.lastrowid or 0)


def keep(db: sqlite3.Connection, import_id: int, layer: str, ids: Sequence[str]) -> None:
    """Keep features as they are, before they change or go."""
    db.executemany(
        "INSERT INTO former SELECT ?, layer, id, f.rowid, name, props, geom, digest, minx, maxx, miny, maxy "
        "FROM features f JOIN boxes b ON b.rowid = f.rowid WHERE layer = ? AND id = ?",
        ((import_id, layer, id) for id in ids),
    )


def keep_added(db: sqlite3.Connection, import_id: int, layer: str, ids: Sequence[str]) -> None:
    """Keep the ids that were not there."""
    db.executemany("INSERT INTO former (import, layer, id) VALUES (?, ?, ?)", ((import_id, layer, id) for id in ids))


def keep_meta(db: sqlite3.Connection, import_id: int, layer: str) -> str:
    """Keep what is known of the layer; its attribution."""
    cursor = db.execute("SELECT * FROM layers WHERE name = ?", (layer,))
    found = cursor.fetchone()
    meta = dict(zip((column[0] for column in cursor.description), found, strict=True)) if found else None
    db.execute("INSERT INTO former_layers VALUES (?, ?, ?, '')", (import_id, layer, json.dumps(meta) if meta else None))
    return str(meta["attribution"]) if meta else ""


def note_version(db: sqlite3.Connection, import_id: int, layer: str) -> None:
    """Note what the layer became, to see at an undo whether it still is."""
    db.execute(
        "UPDATE former_layers SET version = (SELECT version FROM layers WHERE name = ?) WHERE import = ? AND layer = ?",
        (layer, import_id, layer),
    )


def insert_at(db: sqlite3.Connection, rows: Sequence[tuple[int | None, Row]]) -> None:
    """Put rows back at their places in the order; at the end where the place is taken or unknown."""
    for place, row in rows:
        taken = place is None or db.execute("SELECT 1 FROM features WHERE rowid = ?", (place,)).fetchone()
        made = db.execute(
            "INSERT INTO features (rowid, layer, id, name, props, geom, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (None if taken else place, *row[:6]),
        )
        west, south, east, north = row[6]
        db.execute("INSERT INTO boxes VALUES (?, ?, ?, ?, ?)", (made.lastrowid, west, east, south, north))


def forget_old(db: sqlite3.Connection) -> None:
    """Let go of what imports before the last ``KEPT`` had replaced."""
    last = "SELECT id FROM imports WHERE kept = 1 AND undone_at IS NULL ORDER BY id DESC LIMIT ?"
    for table in _DROP:
        db.execute(f"DELETE FROM {table} WHERE import NOT IN ({last})", (KEPT,))
    db.execute(f"UPDATE imports SET kept = 0 WHERE undone_at IS NULL AND id NOT IN ({last})", (KEPT,))


def imports(home: Path | str) -> list[ImportRecord]:
    """The imports that were made, the last one first."""
    store = LayerStore(home)
    with store._reading() as db:
        if not _there(db):
            return []
        lines = db.execute("SELECT * FROM imports ORDER BY id DESC").fetchall()
        return [_record(db, line) for line in lines]


def undo(home: Path | str, import_id: int | None = None) -> ImportRecord:
    """Take an import back (the last one that is not taken back yet), all layers of it or none.

    Raises ImportRefused ``nothing_to_undo``, or ``undo_superseded`` where a layer was changed by something later.
    Tiles are not made here: call ``layers.derive.derive(store, record.layers)``.
    """
    store = LayerStore(home)
    if not store.path.exists():
        raise ImportRefused("nothing_to_undo")
    with store._writing() as db:
        record = _to_undo(db, import_id)
        for layer, meta, version in _former_layers(db, record.id):
            now = db.execute("SELECT version FROM layers WHERE name = ?", (layer,)).fetchone()
            if (now[0] if now else None) != version:
                raise ImportRefused("undo_superseded", value=layer)
            _restore(db, record.id, layer, meta)
        for table in _DROP:
            db.execute(f"DELETE FROM {table} WHERE import = ?", (record.id,))
        now_text = datetime.now(UTC).isoformat(timespec="seconds")
        db.execute("UPDATE imports SET kept = 0, undone_at = ? WHERE id = ?", (now_text, record.id))
        spell(db)
    return record


def _to_undo(db: sqlite3.Connection, import_id: int | None) -> ImportRecord:
    if _there(db):
        where, args = ("id = ? AND", (import_id,)) if import_id is not None else ("", ())
        line = db.execute(
            f"SELECT * FROM imports WHERE {where} undone_at IS NULL AND kept = 1 ORDER BY id DESC LIMIT 1", args
        ).fetchone()
        if line:
            return _record(db, line)
    raise ImportRefused("nothing_to_undo")


def _restore(db: sqlite3.Connection, import_id: int, layer: str, meta: dict[str, Any] | None) -> None:
    former = db.execute("SELECT * FROM former WHERE import = ? AND layer = ?", (import_id, layer)).fetchall()
    stale = [(layer, row[2]) for row in former]
    db.executemany("DELETE FROM boxes WHERE rowid = (SELECT rowid FROM features WHERE layer = ? AND id = ?)", stale)
    db.executemany("DELETE FROM features WHERE layer = ? AND id = ?", stale)
    back = [
        (row[3], (layer, row[2], row[4], row[5], row[6], row[7], (row[8], row[10], row[9], row[11])))
        for row in former if row[6] is not None
    ]  # fmt: skip
    insert_at(db, back)
    if meta is None:
        db.execute("DELETE FROM layers WHERE name = ?", (layer,))
    else:
        tables.describe(
            db, layer, {name: str(meta[name]) for name in ("datum", "source", "attribution", "imported_at")}
        )


def _former_layers(db: sqlite3.Connection, import_id: int) -> list[tuple[str, dict[str, Any] | None, str]]:
    rows = db.execute("SELECT layer, meta, version FROM former_layers WHERE import = ?", (import_id,)).fetchall()
    return [(layer, json.loads(meta) if meta else None, version) for layer, meta, version in rows]


def _there(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'imports'").fetchone() is not None


def _record(db: sqlite3.Connection, line: tuple[Any, ...]) -> ImportRecord:
    id, at, kind, file, mode, datum, counts, rejected, kept, undone_at = line
    now = dict(db.execute("SELECT name, version FROM layers"))
    undoable = bool(kept) and undone_at is None
    undoable = undoable and all(now.get(layer) == version for layer, _, version in _former_layers(db, id))
    return ImportRecord(id, at, kind, file, mode, datum, json.loads(counts), rejected, undone_at, undoable)

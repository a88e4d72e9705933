"""Features as rows of SQLite: the only place that knows the tables of ``layers.db``."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import shapely

from layers.feature import Box, Feature, LayerMeta

SCHEMA = """
CREATE TABLE IF NOT EXISTS layers (name TEXT PRIMARY KEY, count INTEGER, version TEXT, datum TEXT, source TEXT,
  imported_at TEXT, attribution TEXT, west REAL, south REAL, east REAL, north REAL);
CREATE TABLE IF NOT EXISTS features (rowid INTEGER PRIMARY KEY, layer TEXT NOT NULL, id TEXT NOT NULL,
  name TEXT NOT NULL, props TEXT NOT NULL, geom BLOB NOT NULL, digest BLOB NOT NULL, UNIQUE (layer, id));
CREATE VIRTUAL TABLE IF NOT EXISTS boxes USING rtree (rowid, minx, maxx, miny, maxy);
CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY, pinyin TEXT NOT NULL, initials TEXT NOT NULL);
"""
SELECT = "SELECT f.id, f.name, f.props, f.geom FROM features f "

Row = tuple[Any, ...]
_PLAIN = json.JSONEncoder(ensure_ascii=False)
_STABLE = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def within(layer: str, bbox: Box | None) -> tuple[str, tuple[Any, ...]]:
    """The end of a statement over ``features f``: those of a layer whose boxes touch ``bbox``; and its values."""
    if bbox is None:
        return "WHERE f.layer = ?", (layer,)
    west, south, east, north = bbox
    touches = "b.maxx >= ? AND b.minx <= ? AND b.maxy >= ? AND b.miny <= ?"
    return f"JOIN boxes b ON b.rowid = f.rowid WHERE f.layer = ? AND {touches}", (layer, west, east, south, north)


def to_rows(layer: str, features: Sequence[Feature]) -> list[Row]:
    """(layer, id, name, props, geom, digest, bounds) of each; the digest changes when anything of the feature does."""
    if not features:
        return []
    geometries = np.empty(len(features), dtype=object)
    geometries[:] = [feature.geometry for feature in features]
    wkb, boxes = shapely.to_wkb(geometries).tolist(), shapely.bounds(geometries).tolist()  # 8 µs less a feature
    return [_row(layer, f, geom, tuple(box)) for f, geom, box in zip(features, wkb, boxes, strict=True)]


def to_row(layer: str, feature: Feature) -> Row:
    """One feature as ``to_rows`` has it."""
    return to_rows(layer, [feature])[0]


def _row(layer: str, feature: Feature, geom: bytes, box: tuple[float, ...]) -> Row:
    props = {k: v for k, v in feature.props.items() if v is not None}
    stable = _STABLE.encode([feature.id, feature.name, props])
    digest = hashlib.blake2b(stable.encode("utf-8", "replace") + geom, digest_size=16).digest()
    return (layer, feature.id, feature.name, _PLAIN.encode(props), geom, digest, box)


def digest_of(feature: Feature) -> bytes:
    """16 bytes that change when anything of the feature does."""
    return bytes(to_row("", feature)[5])


def to_feature(row: Row) -> Feature:
    """A row of SELECT as a feature."""
    return Feature(id=row[0], name=row[1], props=json.loads(row[2]), geometry=shapely.from_wkb(row[3]))


def to_meta(row: Row) -> LayerMeta:
    """A row of the table ``layers``."""
    name, count, version, datum, source, imported_at, attribution, west, south, east, north = row
    bounds = None if west is None else (west, south, east, north)
    return LayerMeta(name, count, version, datum, source, imported_at, attribution, bounds)


def clear(db: sqlite3.Connection, layer: str) -> None:
    """Delete the features of a layer."""
    db.execute("DELETE FROM boxes WHERE rowid IN (SELECT rowid FROM features WHERE layer = ?)", (layer,))
    db.execute("DELETE FROM features WHERE layer = ?", (layer,))


def insert(db: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Add features with their boxes. Two of one id raise sqlite3.IntegrityError."""
    first = db.execute("SELECT coalesce(max(rowid), 0) + 1 FROM features").fetchone()[0]
    db.executemany(
        "INSERT INTO features (rowid, layer, id, name, props, geom, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((first + i, *row[:6]) for i, row in enumerate(rows)),
    )
    db.executemany(
        "INSERT INTO boxes VALUES (?, ?, ?, ?, ?)",
        ((first + i, b[0], b[2], b[1], b[3]) for i, (*_, b) in enumerate(rows)),
    )


def describe(db: sqlite3.Connection, layer: str, meta: Mapping[str, str]) -> None:
    """Write what is known of the layer: count, version (hash of all digests), bounds, and ``meta``."""
    whole, count = hashlib.blake2b(digest_size=6), 0
    for (digest,) in db.execute("SELECT digest FROM features WHERE layer = ? ORDER BY rowid", (layer,)):
        whole.update(digest)
        count += 1
    box = db.execute(
        "SELECT min(minx), min(miny), max(maxx), max(maxy) FROM boxes JOIN features USING (rowid) WHERE layer = ?",
        (layer,),
    ).fetchone()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    db.execute(
        "INSERT OR REPLACE INTO layers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            layer,
            count,
            whole.hexdigest(),
            meta.get("datum", "wgs84"),
            meta.get("source", ""),
            meta.get("imported_at", now),
            meta.get("attribution", ""),
            *box,
        ),
    )

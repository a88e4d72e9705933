"""All features of all layers in one SQLite file, ``home/layers.db``.

Rollback journal, not WAL: writes are rare, Debian's SQLite 3.40.1 has the WAL-reset corruption bug, and with it
the file's mtime tells every process that something changed. A connection per call: 0.1 ms, safe from any thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from layers.feature import Box, Feature, LayerMeta
from layers.rows import SCHEMA, SELECT, Row, clear, describe, insert, to_feature, to_meta, to_row, within
from layers.words import spell


class LayerStore:
    """Features by layer, id and box. Reading an empty home gives nothing, not an error."""

    def __init__(self, home: Path | str) -> None:
        self.home = Path(home)
        self.path = self.home / "layers.db"

    def stamp(self) -> int:
        """A number that changes whenever any layer does; 0 while there is nothing. Costs one stat (2 µs)."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    # --- reading

    def layers(self) -> dict[str, LayerMeta]:
        """What is known of every layer that was imported."""
        with self._reading() as db:
            return {row[0]: to_meta(row) for row in db.execute("SELECT * FROM layers ORDER BY name")}

    def meta(self, name: str) -> LayerMeta | None:
        """What is known of one layer; None when it was never imported."""
        return self.layers().get(name)

    def count(self, name: str) -> int:
        """How many features a layer has."""
        meta = self.meta(name)
        return meta.count if meta else 0

    def count_in(self, name: str, bbox: Box | None) -> int:
        """How many features ``features`` would give. Costs 1 ms for 10,000 in a box."""
        if bbox is None:
            return self.count(name)
        where, args = within(name, bbox)
        with self._reading() as db:
            found: tuple[int] = db.execute(f"SELECT count(*) FROM features f {where}", args).fetchone()
        return found[0]

    def rows(self, name: str, bbox: Box | None = None) -> list[Row]:
        """(id, name, properties as JSON, WKB) of what ``features`` gives, as it is stored."""
        where, args = within(name, bbox)
        with self._reading() as db:
            return db.execute(f"{SELECT}{where} ORDER BY f.rowid", args).fetchall()

    def features(self, name: str, bbox: Box | None = None) -> Iterator[Feature]:
        """The features of a layer whose boxes touch ``bbox``, in the order of import."""
        return map(to_feature, self.rows(name, bbox))

    def feature(self, name: str, id: str) -> Feature | None:
        """One feature by its id."""
        with self._reading() as db:
            row = db.execute(SELECT + "WHERE f.layer = ? AND f.id = ?", (name, id)).fetchone()
        return to_feature(row) if row else None

    def geojson(self, name: str, bbox: Box | None = None) -> dict[str, Any]:
        """A FeatureCollection."""
        return {"type": "FeatureCollection", "features": [f.geojson() for f in self.features(name, bbox)]}

    def digests(self, name: str) -> dict[str, bytes]:
        """id → digest of the content, to tell changed from unchanged."""
        with self._reading() as db:
            return dict(db.execute("SELECT id, digest FROM features WHERE layer = ?", (name,)))

    def spellings(self) -> dict[str, tuple[str, str]]:
        """word → (pinyin, initials), made at import so that the web process never loads pypinyin (58 MB)."""
        with self._reading() as db:
            return {word: (full, short) for word, full, short in db.execute("SELECT word, pinyin, initials FROM words")}

    # --- writing

    def replace(self, name: str, features: Iterable[Feature], **meta: str) -> LayerMeta:
        """Put ``features`` in the place of the whole layer, or change nothing (ids must differ)."""
        return self.replace_all({name: features}, **meta)[name]

    def replace_all(self, layers: Mapping[str, Iterable[Feature]], **meta: str) -> dict[str, LayerMeta]:
        """Several layers at once, all or none: readers see the former ones until the new ones are whole."""
        prepared = {name: [to_row(name, f) for f in features] for name, features in layers.items()}
        with self._writing() as db:
            for name, rows in prepared.items():
                clear(db, name)
                insert(db, rows)
                describe(db, name, meta)
            spell(db)
        metas = self.layers()
        return {name: metas[name] for name in prepared}

    def merge(self, name: str, features: Iterable[Feature], **meta: str) -> LayerMeta:
        """Put ``features`` over those of the same ids and keep the others."""
        rows = [to_row(name, f) for f in features]
        with self._writing() as db:
            known = dict(db.execute("SELECT id, rowid FROM features WHERE layer = ?", (name,)))
            stale = [(known[row[1]],) for row in rows if row[1] in known]
            db.executemany("DELETE FROM boxes WHERE rowid = ?", stale)
            db.executemany("DELETE FROM features WHERE rowid = ?", stale)
            insert(db, rows)
            describe(db, name, meta)
            spell(db)
        return self.layers()[name]

    def drop(self, name: str) -> None:
        """Forget a layer."""
        with self._writing() as db:
            clear(db, name)
            db.execute("DELETE FROM layers WHERE name = ?", (name,))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        there = self.path.exists()
        # Not mode=ro: a reader after a crashed import must be able to roll its journal back.
        name = f"file:{quote(str(self.path.resolve()))}?mode=rw" if there else ":memory:"
        db = sqlite3.connect(name, uri=there, timeout=10)
        try:
            if not there:
                db.executescript(SCHEMA)
            db.execute("PRAGMA query_only = ON")
            yield db
        finally:
            db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.home.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        try:
            # Without this a large import spills pages and locks readers out until it ends.
            db.execute("PRAGMA cache_spill = OFF")
            db.executescript(SCHEMA)
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
        finally:
            db.close()

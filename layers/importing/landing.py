"""What an import changes, counted before anything is written, then written at once with what is needed to undo it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import shapely

from layers import rows as tables
from layers.feature import Feature
from layers.importing import history
from layers.importing.report import Counts, ImportRefused, Report
from layers.rows import Row
from layers.store import LayerStore
from layers.words import spell

Mode = Literal["replace", "merge"]


@dataclass(slots=True)
class Change:
    """What an import does to one layer."""

    layer: str
    #: the layer's version that was compared with, None where there was no layer
    version: str | None = None
    added: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        added, changed, gone = len(self.added), len(self.changed), len(self.gone)
        return Counts(added + changed + self.unchanged, added, changed, self.unchanged, gone)


def compare(store: LayerStore, layers: Mapping[str, list[Feature]], mode: Mode, report: Report) -> list[Change]:
    """The changes that would be made, counted into the report. Nothing is written."""
    changes, boxes = [], []
    for name, features in layers.items():
        meta, former = store.meta(name), store.digests(name)
        change = Change(name, meta.version if meta else None)
        for row in tables.to_rows(name, features):
            before = former.pop(row[1], None)
            if before is None:
                change.added.append(row)
            elif before == row[5]:
                change.unchanged += 1
            else:
                change.changed.append(row)
        change.gone = list(former) if mode == "replace" else []
        report.layers[name] = change.counts
        changes.append(change)
        if features:
            boxes.append(shapely.total_bounds([feature.geometry for feature in features]))
    if boxes:
        west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
        east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
        report.bounds = (float(west), float(south), float(east), float(north))
    return changes


def land(store: LayerStore, changes: Iterable[Change], report: Report, attribution: str | None) -> None:
    """Write the changes in one transaction; readers see the former layers until all of it is there.

    ``attribution`` None leaves that of each layer as it is. What did not change is not touched: its place in the
    order, and so the version of a layer imported twice, stay. Raises ImportRefused ``changed_meanwhile`` where somebody
    else wrote one of the layers after it was compared with.
    """
    with store._writing() as db:
        report.import_id = history.open_import(db, report)
        for change in changes:
            now = db.execute("SELECT version FROM layers WHERE name = ?", (change.layer,)).fetchone()
            if (now[0] if now else None) != change.version:
                raise ImportRefused("changed_meanwhile", value=change.layer)
            known = dict(db.execute("SELECT id, rowid FROM features WHERE layer = ?", (change.layer,)))
            history.keep(db, report.import_id, change.layer, [row[1] for row in change.changed] + change.gone)
            history.keep_added(db, report.import_id, change.layer, [row[1] for row in change.added])
            former = history.keep_meta(db, report.import_id, change.layer)
            stale = [(known[id],) for id in (*change.gone, *(row[1] for row in change.changed))]
            db.executemany("DELETE FROM boxes WHERE rowid = ?", stale)
            db.executemany("DELETE FROM features WHERE rowid = ?", stale)
            history.insert_at(db, [(known[row[1]], row) for row in change.changed])
            tables.insert(db, change.added)
            credit = former if attribution is None else attribution
            tables.describe(db, change.layer, {"datum": report.datum, "source": report.file, "attribution": credit})
            history.note_version(db, report.import_id, change.layer)
        history.forget_old(db)
        spell(db)

"""Import a file: read all of it, then write all of it, then make what is derived from it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

import shapely

from layers import datum as datums
from layers.derive import derive
from layers.feature import Feature
from layers.importing.clean import Cleaner
from layers.importing.columns import guess
from layers.importing.osm import REGISTERS, SPEAKS_FOR, read_osm
from layers.importing.osm_tags import ATTRIBUTION
from layers.importing.report import Counts, ImportRefused, Reject, Report
from layers.importing.rows import RawRow, read
from layers.registry import IMPORTED
from layers.rows import digest_of
from layers.safe_cells import escape
from layers.store import LayerStore

Mode = Literal["replace", "merge"]
#: (done, total or 0, what) while an import runs.
Progress = Callable[[int, int, str], None]
Say = Callable[[Reject], str]
Then = Callable[[LayerStore, Iterable[str], Progress | None], None]


def run(
    kind: str,
    file: Path | str,
    home: Path | str,
    *,
    datum: str = "auto",
    mapping: Mapping[str, str] | None = None,
    mode: Mode = "replace",
    dry_run: bool = False,
    progress: Progress | None = None,
    say: Say = lambda reject: reject.reason,
    then: Then = derive,
) -> Report:
    """Put a file into the layer ``kind``, or an OSM extract (``osm``) into all layers it speaks for.

    The good rows land at once, the bad ones go to ``home/rejects/FILE.rejects.csv`` with row, field and reason
    (worded by ``say``). Where nothing can be used ImportRefused is raised and every layer is as it was.
    ``dry_run`` counts and writes nothing. ``mapping`` is ours → theirs. ``then`` makes tiles and the road network;
    who imports many files gives one that does nothing and calls ``derive`` once at the end.
    """
    path, store = Path(file), LayerStore(home)
    if kind != "osm" and kind not in IMPORTED:
        raise ImportRefused("kind_unknown", value=kind)
    datum = _datum(datum)
    report = Report(kind=kind, file=path.name, datum=datum, dry_run=dry_run)
    layers = _osm(path, report, store, progress) if kind == "osm" else _rows(kind, path, report, mapping)
    if not dry_run:
        _write_rejects(report, store.home, say)
    if not any(layers.values()):
        raise ImportRefused("nothing_usable")
    _count(report, store, layers, mode)
    if not dry_run:
        _land(report, store, layers, mode, ATTRIBUTION if kind == "osm" else "")
        then(store, tuple(layers), progress)
    return report


def _datum(datum: str) -> str:
    if datum == "auto":
        return "wgs84"
    if datum not in datums.DATUMS:
        raise ImportRefused("datum_unsupported", value=datum)
    return datum


def _rows(kind: str, path: Path, report: Report, mapping: Mapping[str, str] | None) -> dict[str, list[Feature]]:
    rows, has_geometry = read(path)
    report.rows = len(rows)
    report.mapping = guess(_columns(rows), mapping)
    if not has_geometry and not {"lon", "lat"} <= report.mapping.keys():
        raise ImportRefused("no_coordinates", value="lon/lat, lng, x/y, …")
    cleaner = Cleaner(kind, IMPORTED[kind].shape, report.datum, report.mapping)
    features = cleaner.features(rows)
    report.rejects, report.repaired = cleaner.rejects, cleaner.repaired
    return {kind: features}


def _columns(rows: Iterable[RawRow]) -> dict[str, None]:
    return {name: None for row in rows for name in row.columns}


def _osm(path: Path, report: Report, store: LayerStore, progress: Progress | None) -> dict[str, list[Feature]]:
    if not path.is_file():
        raise ImportRefused("unreadable", value=path.name)
    tick = (lambda done, total: progress(done, total, "osm")) if progress else None
    extract = read_osm(path, tick)
    report.rows, report.rejects, report.repaired = extract.objects, extract.rejects, extract.repaired
    report.datum = "wgs84"  # OSM has no other
    known = store.layers()
    chosen = {}
    for layer in (*SPEAKS_FOR, *REGISTERS):
        features, former = extract.layers.get(layer, []), known.get(layer)
        ours = former is None or former.attribution == ATTRIBUTION
        if (features and (layer in SPEAKS_FOR or ours)) or (former is not None and ours):
            chosen[layer] = features
    return chosen


def _count(report: Report, store: LayerStore, layers: Mapping[str, list[Feature]], mode: Mode) -> None:
    boxes = []
    for name, features in layers.items():
        former = store.digests(name)
        counts = Counts(total=len(features))
        for feature in features:
            before = former.pop(feature.id, None)
            if before is None:
                counts.added += 1
            elif before == digest_of(feature):
                counts.unchanged += 1
            else:
                counts.changed += 1
        counts.gone = len(former) if mode == "replace" else 0
        report.layers[name] = counts
        boxes += [shapely.total_bounds([f.geometry for f in features])] if features else []
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    report.bounds = (float(west), float(south), float(max(b[2] for b in boxes)), float(max(b[3] for b in boxes)))


def _land(report: Report, store: LayerStore, layers: Mapping[str, list[Feature]], mode: Mode, attribution: str) -> None:
    meta = {"datum": report.datum, "source": report.file, "attribution": attribution}
    if mode == "replace":
        store.replace_all(layers, **meta)
        return
    for name, features in layers.items():
        former = store.meta(name)
        kept = attribution or (former.attribution if former else "")
        store.merge(name, features, **{**meta, "attribution": kept})


def _write_rejects(report: Report, home: Path, say: Say) -> None:
    if not report.rejects:
        return
    folder = home / "rejects"
    folder.mkdir(parents=True, exist_ok=True)
    report.rejects_file = folder / f"{report.file}.rejects.csv"
    with report.rejects_file.open("w", encoding="utf-8-sig", newline="") as out:  # BOM: Excel shows Chinese
        writer = csv.writer(out)
        writer.writerow(("row", "field", "code", "reason", "value"))
        for reject in report.rejects:
            cells = (str(reject.row), reject.field, reject.code, say(reject), reject.value)
            writer.writerow([escape(cell) for cell in cells])

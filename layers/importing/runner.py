"""Import a file: read all of it, compare, then write all of it, then make what is derived from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from layers import datum as datums
from layers import network
from layers.derive import derive
from layers.feature import Feature
from layers.importing import sandbox
from layers.importing.clean import Cleaner
from layers.importing.columns import guess
from layers.importing.gather import Progress, Rows, gather
from layers.importing.hours import unread
from layers.importing.landing import Mode, compare, land
from layers.importing.limits import MAX_FILE_MB, MEGA
from layers.importing.placing import place
from layers.importing.reading.osm_tags import ATTRIBUTION
from layers.importing.reading.source import Head, Request
from layers.importing.registers import KINDS, is_table
from layers.importing.rejects import write_rejects
from layers.importing.report import ImportRefused, Note, Reject, Report
from layers.importing.sockets import onto_piles
from layers.registry import IMPORTED
from layers.store import LayerStore

Say = Callable[[Reject], str]
Then = Callable[[LayerStore, Iterable[str], Progress | None], None]
#: Shown what will change before it is written; False leaves everything as it is.
Confirm = Callable[[Report], bool]
#: Layers an extract always speaks for; registers (cameras, piles …) it only fills where nobody else did.
SPEAKS_FOR = ("buildings", "roads", "walls", "gates", "pois", "water", "green", "compounds", "areas", "entrances")
REGISTERS = ("piles", "cameras", "lifts", "hydrants")
#: Features of a preview.
PREVIEW = 500


def run(
    kind: str,
    file: Path | str,
    home: Path | str,
    *,
    datum: str = "auto",
    mapping: Mapping[str, str] | None = None,
    layer: str = "",
    mode: Mode = "replace",
    dry_run: bool = False,
    preview: bool = False,
    progress: Progress | None = None,
    confirm: Confirm | None = None,
    say: Say = lambda reject: reject.reason,
    then: Then = derive,
    confined: bool = True,
) -> Report:
    """Put a file into the register ``kind``, or an OSM extract (``osm``) into all layers it speaks for.

    The good rows land at once, the bad ones go to ``home/rejects/FILE.rejects.csv`` with row, field and reason
    (worded by ``say``). Where nothing can be used ImportRefused is raised and every layer is as it was.
    ``dry_run`` counts and writes nothing. ``mapping`` is ours → theirs. ``layer`` chooses among several in the file.
    ``then`` makes tiles and the road network; who imports many files gives one that does nothing and calls ``derive``
    once at the end. ``confined=False`` reads in this process: for our own files only.
    """
    path, store, tell = Path(file), LayerStore(home), progress or (lambda done, total, what: None)
    asked = _checked(kind, path, datum)
    report = Report(kind=kind, file=path.name, datum=asked, dry_run=dry_run, mode=mode)
    shape = IMPORTED[kind].shape if kind in IMPORTED else "any"
    request = Request(str(path.resolve()), kind, shape, layer, asked, dict(mapping or {}))
    head, parts = gather(sandbox.read(request, confined=confined), tell)
    _describe(report, head, parts, mapping)
    layers = _layers(kind, head, parts, asked, report, store)
    report.notes += unread(layers)
    if not dry_run:
        write_rejects(report, store.home, say)
    if not any(layers.values()) and not report.records:
        raise ImportRefused("nothing_usable", value=_reasons(report), report=report.as_dict())
    if preview:
        report.preview = _preview(layers)
    changes = compare(store, layers, "merge" if kind == "sockets" else mode, report)
    if dry_run or (confirm is not None and not confirm(report)) or not changes:
        return report
    tell(0, 1, "write")
    land(store, changes, report, ATTRIBUTION if head.format in ("osm", "pbf") else _credit(mode))
    tell(1, 1, "write")
    then(store, tuple(layers), progress)
    if set(layers) & set(network.MADE_OF):
        report.notes += _network(store)
    return report


def inspect(kind: str, file: Path | str, home: Path | str, **options: Any) -> Report:
    """What ``run`` would do, with a preview. Never writes."""
    return run(kind, file, home, **{**options, "dry_run": True, "preview": True})


def _checked(kind: str, path: Path, datum: str) -> str:
    if kind != "osm" and kind not in KINDS:
        raise ImportRefused("kind_unknown", value=kind)
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except OSError as error:
        raise ImportRefused("unreadable", value=f"{path.name}: {error.strerror}") from error
    if size > MAX_FILE_MB * MEGA:
        raise ImportRefused("file_too_large", limit_mb=MAX_FILE_MB)
    try:
        return datum if datum == "auto" else datums.parse(datum)
    except ValueError as error:
        raise ImportRefused("datum_unsupported", value=f"{datum} ({error})") from error


def _reasons(report: Report) -> str:
    counted = Counter(reject.reason for reject in report.rejects).most_common(3)
    return "; ".join(f"{count} × {reason}" for reason, count in counted) or f"{report.rows} rows"


def _credit(mode: Mode) -> str | None:
    return None if mode == "merge" else ""


def _describe(report: Report, head: Head, parts: Mapping[str, Rows], mapping: Mapping[str, str] | None) -> None:
    rows = parts[""]
    report.format, report.file_layers, report.file_layer = head.format, head.layers, head.layer
    report.columns = head.columns or rows.columns()
    report.mapping = head.mapping or guess(report.columns, mapping, report.kind)
    report.notes = [Note(note["code"], note.get("value", "")) for note in head.notes]
    report.rows = head.total if head.format in ("osm", "pbf") else len(rows.rows)
    report.repaired = {number: why for part in parts.values() for number, why in part.repaired.items()}


def _layers(
    kind: str, head: Head, parts: Mapping[str, Rows], asked: str, report: Report, store: LayerStore
) -> dict[str, list[Feature]]:
    if head.format in ("osm", "pbf"):
        return _extract(kind, parts, report, store)
    rows, cleaner = parts[""], Cleaner(kind, report.mapping)
    report.rejects = cleaner.rejects
    if is_table(kind):
        records = cleaner.records(rows)
        report.datum = ""
        if kind == "sockets":
            return {"piles": onto_piles(records, cleaner, store)}
        report.records = records
        return {}
    geometries = place(rows, head, asked, report, store)
    return {kind: cleaner.features(rows, geometries)}


def _extract(kind: str, parts: Mapping[str, Rows], report: Report, store: LayerStore) -> dict[str, list[Feature]]:
    report.datum = "wgs84"  # OSM has no other
    rest = parts[""]
    report.mapping, report.columns = {}, []
    report.rejects = [Reject(rest.numbers[i], name, code, value) for i, (name, code, value) in rest.problems.items()]
    found = {layer: _ready(rows) for layer, rows in parts.items() if layer}
    if kind != "osm":
        return {kind: found.get(kind, [])}
    known, chosen = store.layers(), {}
    for layer in (*SPEAKS_FOR, *REGISTERS):
        features, former = found.get(layer, []), known.get(layer)
        ours = former is None or former.attribution == ATTRIBUTION
        if (features and (layer in SPEAKS_FOR or ours)) or (former is not None and ours):
            chosen[layer] = features
    return chosen


def _ready(rows: Rows) -> list[Feature]:
    out = []
    for row, geometry in zip(rows.rows, rows.geometries, strict=True):
        id, name = row.pop("id"), row.pop("name")
        out.append(Feature(id=id, name=name, geometry=geometry, props=row))
    return out


def _network(store: LayerStore) -> list[Note]:
    """What one cannot walk to in the network that was just made, or over a wall only."""
    made = network.state(store.home)
    if made is not None and made.is_too_large:
        return [Note("network_too_large", str(made.edges), str(network.MOST_EDGES))]
    if made is None:
        return []
    islands = [Note("islands", str(made.islands), f"{made.islands_km:g} / {made.km:g}")] if made.islands else []
    counted = (("islanders", made.islanders), ("over_walls", made.over_walls))
    return islands + [Note(code, str(count)) for code, count in counted if count]


def _preview(layers: Mapping[str, list[Feature]]) -> dict[str, Any]:
    """Some features of each layer, evenly over the file."""
    shown = []
    for layer, features in layers.items():
        step = max(1, -(-len(features) * len(layers) // PREVIEW))
        shown += [{**feature.geojson(), "layer": layer} for feature in features[::step]]
    return {"type": "FeatureCollection", "features": shown[:PREVIEW]}

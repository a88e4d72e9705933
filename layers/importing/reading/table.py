"""A table of cells becomes rows with places: which row holds the headings, which columns the coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

import numpy as np
import shapely

from layers.importing.columns import datum_of, guess, known, plain
from layers.importing.frames import Batch
from layers.importing.limits import MAX_COLUMNS
from layers.importing.positions import Misread, by_content, pair, single
from layers.importing.reading.source import BATCH, Head, Request, Source
from layers.importing.reading.text import TOO_LONG, WKT
from layers.importing.registers import is_table
from layers.importing.report import ImportRefused
from layers.safe_cells import unescape

Cells = tuple[int, list[Any]]
#: Rows above the headings: a title, the name of the community, a date.
LOOK = 15
_PLACES = ("lon", "lat", "lonlat", "wkt", "datum")


def read(rows: Iterable[Cells], head: Head, request: Request) -> Source:
    """Rows of cells as a source. Without coordinates the file is refused, unless the register has none."""
    source = iter(rows)
    top = [row for row in islice(source, LOOK) if _filled(row)]
    if not top:
        raise ImportRefused("empty_file")
    place = _headings(top)
    number, cells = top[place]
    names = _names(cells)
    if place:
        head.notes.append({"code": "header_row", "value": str(number)})
    head.columns = [name for name in names if name]
    head.mapping = guess(head.columns, request.mapping, request.kind)
    body = chain(top[place + 1 :], source)
    sample = list(islice(body, 200))
    if is_table(request.kind):
        head.mapping = {ours: theirs for ours, theirs in head.mapping.items() if ours not in _PLACES}
    else:
        _find_places(head, names, sample)
        head.marker, head.loose = _marker(head.mapping)
    return Source(head, _batches(chain(sample, body), names, head.mapping, request.shape))


def _filled(row: Cells) -> bool:
    return any(cell is not None and str(cell).strip() for cell in row[1])


def _headings(rows: list[Cells]) -> int:
    """The row with most headings that are known; else the first row with the most cells."""
    scores = [sum(known(str(cell)) for cell in cells if isinstance(cell, str)) for _, cells in rows]
    if max(scores) >= 2:
        return scores.index(max(scores))
    widths = [sum(1 for cell in cells if cell is not None and str(cell).strip()) for _, cells in rows]
    return widths.index(max(widths))


def _names(cells: list[Any]) -> list[str]:
    """Headings, the second of a kind with a number."""
    names: list[str] = []
    for cell in cells[:MAX_COLUMNS]:
        name = "" if cell is None else " ".join(str(cell).split()).lstrip("\ufeff")[:80]
        again = sum(1 for other in names if other == name or other.startswith(f"{name} #"))
        names.append(f"{name} #{again + 1}" if name and again else name)
    return names


def _find_places(head: Head, names: list[str], sample: list[Cells]) -> None:
    mapping = head.mapping
    if "wkt" in mapping and not _looks_like_wkt(names.index(mapping["wkt"]), sample):
        del mapping["wkt"]
    if not {"lon", "lat"} <= mapping.keys():
        mapping.pop("lon", None)
        mapping.pop("lat", None)
    if mapping.keys() & {"lon", "wkt", "lonlat"}:
        return
    found = by_content([(name, [c[i] if i < len(c) else None for _, c in sample]) for i, name in enumerate(names)])
    if not found:
        raise ImportRefused("no_coordinates", value="lon/lat, lng, x/y, 经度/纬度, 坐标, wkt", columns=head.columns)
    for ours, theirs in found.items():
        for other in [o for o, t in mapping.items() if t == theirs]:
            del mapping[other]
        mapping[ours] = theirs
    head.notes.append({"code": "columns_by_content", "value": ", ".join(found.values())})


def _looks_like_wkt(column: int, sample: list[Cells]) -> bool:
    cells = [str(cells[column]) for _, cells in sample if column < len(cells) and cells[column]]
    return any(WKT.match(cell) for cell in cells)


def _marker(mapping: dict[str, str]) -> tuple[str, bool]:
    """The datum that both headings name, and whether they only hint at it (``wgs_lon``) rather than say so."""
    headings = [mapping[ours] for ours in ("lon", "lat", "wkt", "lonlat") if ours in mapping]
    found = [datum_of(heading) for heading in headings]
    if not found or found[0] is None or any(other != found[0] for other in found):
        return "", False
    datum, exact = found[0]
    return datum, not exact


def _batches(rows: Iterable[Cells], names: list[str], mapping: dict[str, str], shape: str) -> Iterator[Batch]:
    source = (row for row in rows if _filled(row))
    # A point is best told by its two numbers, an outline by its text.
    order = ("lon", "lonlat", "wkt") if shape == "point" else ("wkt", "lon", "lonlat")
    place = next((ours for ours in order if ours in mapping), "")
    while chunk := list(islice(source, BATCH)):
        batch = Batch([number for number, _ in chunk], [])
        for index, (_, cells) in enumerate(chunk):
            pairs = zip(names, cells, strict=False)
            row = {name: unescape(cell) if isinstance(cell, str) else cell for name, cell in pairs if name}
            long = next((name for name, cell in row.items() if cell == TOO_LONG), None)
            if long is not None or TOO_LONG in cells[:1]:
                row, batch.problems[index] = {}, (long or "line", "too_long", "")
            batch.rows.append(row)
        if place:
            _place(batch, place, mapping)
        yield batch


def _place(batch: Batch, place: str, mapping: dict[str, str]) -> None:
    batch.geometries = np.full(len(batch.rows), None, dtype=object)
    if place == "wkt":
        _from_wkt(batch, mapping["wkt"])
        return
    points, where = [], []
    for index, row in enumerate(batch.rows):
        if index in batch.problems:
            continue
        try:
            points.append(_point(row, place, mapping))
            where.append(index)
        except Misread as misread:
            batch.problems[index] = (misread.field, misread.code, misread.value)
    if points:
        batch.geometries[where] = shapely.points(np.array(points, dtype=float))


def _point(row: dict[str, Any], place: str, mapping: dict[str, str]) -> tuple[float, float]:
    if place == "lonlat":
        column = mapping["lonlat"]
        return pair(row.get(column), column, lat_first=plain(column).startswith(("lat", "纬")))
    lon, lat = mapping["lon"], mapping["lat"]
    return single(row.get(lon), lon), single(row.get(lat), lat)


def _from_wkt(batch: Batch, column: str) -> None:
    texts: list[str | None] = []
    for index, row in enumerate(batch.rows):
        text: str | None = re.sub(r"^\s*SRID=\d+;", "", str(row.pop(column, None) or "")).strip()
        if not text and index not in batch.problems:
            batch.problems[index] = (column, "missing_position", "")
        texts.append(text or None)
    geometries = np.asarray(shapely.from_wkt(np.array(texts, dtype=object), on_invalid="ignore"))
    for index, text in enumerate(texts):
        if text and geometries[index] is None and index not in batch.problems:
            batch.problems[index] = (column, "bad_geometry", text[:200])
    batch.geometries = geometries

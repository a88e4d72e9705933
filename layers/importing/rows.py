"""Rows of a file as they stand there, before anything is believed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from layers.importing.report import ImportRefused

#: A register of a district is a few MB; a file beyond this is refused rather than read into memory.
MAX_FILE_MB = 512
#: CSV cells longer than this reject their row (the csv module's own limit is 131,072).
MAX_CELL = 20_000
#: GeoJSON is WGS 84 by its standard; these names say the same or CGCS2000, sub-metre away.
_SAME_AS_WGS84 = ("CRS84", "4326", "4490")


@dataclass(frozen=True, slots=True)
class RawRow:
    """``problem`` is a reject code found while reading. GeoJSON rows have a geometry, CSV rows have columns."""

    number: int
    columns: Mapping[str, Any] = field(default_factory=dict)
    geometry: BaseGeometry | None = None
    problem: tuple[str, str] | None = None


def read(path: Path) -> tuple[list[RawRow], bool]:
    """(rows, whether they carry geometry). By what the content is; GDAL, which would open anything, is never asked."""
    data = _bytes(path)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return list(_geojson(data)), True
    if head.startswith((b"<", b"PK", b"SQLite format", b"%PDF")) or b"\0" in head or head.startswith(b"["):
        raise ImportRefused("format_unknown", value=path.name)
    return list(_csv(data)), False


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_MB * 1_000_000:
            raise ImportRefused("file_too_large", limit_mb=MAX_FILE_MB)
        return path.read_bytes()
    except OSError as error:
        raise ImportRefused("unreadable", value=f"{path.name}: {error.strerror}") from error


def _geojson(data: bytes) -> Iterator[RawRow]:
    try:
        root = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ImportRefused("not_json", value=str(error)[:200]) from error
    _check_crs(root)
    items = root.get("features") if root.get("type") == "FeatureCollection" else [root]
    if not isinstance(items, list):
        raise ImportRefused("not_json", value="features")
    for number, item in enumerate(items, start=1):
        yield _geojson_row(number, item)


def _geojson_row(number: int, item: Any) -> RawRow:
    if not isinstance(item, dict) or item.get("type") != "Feature":
        return RawRow(number, problem=("feature", "not_an_object"))
    props = item.get("properties")
    columns = dict(props) if isinstance(props, dict) else {}
    if item.get("id") is not None:
        columns.setdefault("id", item["id"])
    if not item.get("geometry"):
        return RawRow(number, columns, problem=("geometry", "empty_geometry"))
    try:
        return RawRow(number, columns, shape(item["geometry"]))
    except Exception:  # shapely raises whatever numpy or GEOS raised; the row is named in the report
        return RawRow(number, columns, problem=("geometry", "bad_geometry"))


def _check_crs(root: Any) -> None:
    if not isinstance(root, dict):
        raise ImportRefused("not_json", value="object")
    crs = root.get("crs")
    name = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    if name and not name.endswith(_SAME_AS_WGS84):
        raise ImportRefused("crs_unsupported", value=name[:80])


def _csv(data: bytes) -> Iterator[RawRow]:
    text = decode(data).replace("\0", "")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names: list[str] = []
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield RawRow(lines.line_num, problem=("line", "too_long"))
            continue
        if not names:
            names = [name.strip() for name in cells]
        elif any(cell.strip() for cell in cells):
            yield _csv_row(lines.line_num, names, cells)


def _csv_row(number: int, names: list[str], cells: list[str]) -> RawRow:
    columns = dict(zip(names, cells, strict=False))
    long = next((name for name, cell in columns.items() if len(cell) > MAX_CELL), None)
    return RawRow(number, {} if long else columns, problem=(long, "too_long") if long is not None else None)


def decode(data: bytes) -> str:
    """UTF-8 with or without BOM, else GB18030 (which holds GBK and GB2312)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefused("not_utf8_or_gb18030")

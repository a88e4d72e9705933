"""CSV as rows of cells: UTF-8 with or without BOM, UTF-16 with one, GB18030; comma, semicolon, tab or bar."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from layers.importing.limits import MAX_CELL, MAX_FEATURE_MB, MEGA
from layers.importing.report import ImportRefused

#: A cell that was too long.
TOO_LONG = "\0too long"
#: Geometry as text, which may be as long as a feature.
WKT = re.compile(r"\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\b", re.IGNORECASE)


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line number where the row ends, its cells); a row the csv module cannot hold is one cell ``TOO_LONG``."""
    text = decode(path.read_bytes()).replace("\0", "")
    sample = "\n".join(text.split("\n", 5)[:5])
    delimiter = max(",;\t|", key=sample.count)
    csv.field_size_limit(MAX_FEATURE_MB * MEGA)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield lines.line_num, [TOO_LONG]
            continue
        yield lines.line_num, [cell if len(cell) <= MAX_CELL or WKT.match(cell) else TOO_LONG for cell in cells]


def decode(data: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, else GB18030 (which holds GBK and GB2312)."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefused("not_utf8_or_gb18030")


def encoding(path: Path) -> str:
    """The encoding of a large text, found without holding it: UTF-8, UTF-16 with a BOM, or GB18030."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        for name in ("utf-8", "gb18030"):
            file.seek(0)
            decoder = codecs.getincrementaldecoder(name)()
            try:
                while chunk := file.read(1 << 22):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return name
    raise ImportRefused("not_utf8_or_gb18030")

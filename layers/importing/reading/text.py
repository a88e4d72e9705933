"""CSV as rows of cells: UTF-8 with or without BOM, UTF-16 with one, GB18030; comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from layers.importing.limits import MAX_CELL
from layers.importing.report import ImportRefused

#: A cell that was too long.
TOO_LONG = "\0too long"


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line number where the row ends, its cells); a row the csv module cannot hold is one cell ``TOO_LONG``."""
    text = decode(path.read_bytes()).replace("\0", "")
    sample = "\n".join(text.split("\n", 5)[:5])
    delimiter = max(",;\t|", key=sample.count)
    csv.field_size_limit(131_072)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield lines.line_num, [TOO_LONG]
            continue
        yield lines.line_num, [cell if len(cell) <= MAX_CELL else TOO_LONG for cell in cells]


def decode(data: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, else GB18030 (which holds GBK and GB2312)."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefused("not_utf8_or_gb18030")

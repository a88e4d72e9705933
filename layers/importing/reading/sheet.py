"""XLSX, XLS and ODS as rows of cells. A cell with a formula gives its stored value, or the formula as text."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from layers.importing.limits import MAX_CELL, MAX_CELLS
from layers.importing.reading.text import TOO_LONG
from layers.importing.report import ImportRefused

_PLACE = re.compile(rb'<(?:\w+:)?c [^>]{0,200}?r="([A-Z]{1,4})([0-9]{1,9})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CHUNK = 1 << 22


class Book:
    """A workbook: sheet names, and the rows of one."""

    def __init__(self, path: Path) -> None:
        from python_calamine import CalamineError, CalamineWorkbook  # Rust: 20 times the speed, and reads XLS too

        self._path = path
        self._formulas = _measure(path) if zipfile.is_zipfile(path) else False
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except (CalamineError, OSError, ValueError) as error:
            raise ImportRefused("archive_damaged", value=str(error)[:200]) from error
        self.sheets: list[str] = list(self._book.sheet_names)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Any]]]:
        """(row number as Excel shows it, cells); empty rows are left out."""
        found = self._book.get_sheet_by_name(sheet)
        if found.start is None:
            return
        if found.total_height * found.total_width > MAX_CELLS:
            raise ImportRefused("sheet_too_large", value=found.total_height * found.total_width, limit=MAX_CELLS)
        formulas = self._formula_texts(sheet) if self._formulas else {}
        for number, cells in enumerate(found.to_python(skip_empty_area=False), start=1):
            plain = [_plain(cell) for cell in cells]
            for column, formula in formulas.get(number, {}).items():
                plain += [""] * (column + 1 - len(plain))
                if plain[column] in ("", None):
                    plain[column] = formula
            yield number, plain

    def _formula_texts(self, sheet: str) -> dict[int, dict[int, str]]:
        from openpyxl import load_workbook

        found: dict[int, dict[int, str]] = {}
        book = load_workbook(self._path, read_only=True, data_only=False, keep_links=False)
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.data_type == "f" and cell.row and cell.column:
                    found.setdefault(cell.row, {})[cell.column - 1] = str(cell.value)[:MAX_CELL]
        return found


def _measure(path: Path) -> bool:
    """Refuse a sheet that claims too many cells before anything makes room for them; True when there are formulas."""
    formulas = False
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not re.search(r"worksheets/[^/]+\.xml$", entry.filename):
                continue
            widest, deepest, tail = 0, 0, b""
            with archive.open(entry) as source:
                while chunk := source.read(_CHUNK):
                    text = tail + chunk
                    for letters, digits in _PLACE.findall(text):
                        widest, deepest = max(widest, _column(letters)), max(deepest, int(digits))
                    formulas = formulas or _FORMULA.search(text) is not None
                    tail = chunk[-300:]
            if widest * deepest > MAX_CELLS:
                raise ImportRefused("sheet_too_large", value=widest * deepest, limit=MAX_CELLS)
    return formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell if len(cell) <= MAX_CELL else TOO_LONG
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)  # a sheet knows only floats; an id 12 is not 12.0
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        return str(cell)
    return cell

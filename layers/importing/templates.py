"""Empty registers to be filled in: Chinese headings, an example row, a sheet of notes. They need no mapping."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from layers.fields import Field
from layers.importing.registers import TABLES, fields_of
from layers.importing.report import ImportRefused
from layers.registry import IMPORTED

#: The registers that districts are asked for.
TEMPLATES = (
    "piles", "sockets", "sheds", "cameras", "lifts", "fire_terminals", "hydrants", "gates", "entrances", "shops",
    "extinguishers", "workers", "rosters",
)  # fmt: skip
_LON, _LAT = 111.0031, 35.0302
_SQUARE = "POLYGON((111.003 35.03, 111.004 35.03, 111.004 35.031, 111.003 35.031, 111.003 35.03))"
#: Rows that a list of choices is offered for.
_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template."""

    heading: str
    example: Any
    required: bool
    words: str
    choices: tuple[str, ...] = ()


def write_template(register: str, file: Path | str) -> None:
    """A register's template as FILE.xlsx or FILE.csv. Raises ImportRefused ``kind_unknown``, ``format_unwritten``."""
    path = Path(file)
    if register not in (*IMPORTED, *TABLES):
        raise ImportRefused("kind_unknown", value=f"{register}: {', '.join(TEMPLATES)}")
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as out:  # BOM: Excel shows Chinese
            writer = csv.writer(out)
            writer.writerow([column.heading for column in columns(register)])
            writer.writerow([column.example for column in columns(register)])
    elif path.suffix.lower() == ".xlsx":
        _xlsx(register, path)
    else:
        raise ImportRefused("format_unwritten", value=f"{path.name}: .xlsx, .csv")


@cache
def texts() -> dict[str, Any]:
    """Words of the templates (``template_texts.json``)."""
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("template_texts.json").read_text(encoding="utf-8"))
    return loaded


def columns(register: str) -> list[Column]:
    """The columns of a register's template: key, name, place, then its fields."""
    fields = [_column(field) for field in fields_of(register)]
    if register in TABLES:
        return fields
    words = texts()["words"]
    first = [
        Column(texts()["id"], f"{texts()['example']}{register}-01", True, words["id"]),
        Column(texts()["name"], f"{texts()['example'].rstrip('-')}", False, words["name"]),
    ]
    datum = Column(texts()["datum"], "WGS84", False, words["datum"], tuple(texts()["datums"]))
    if IMPORTED[register].shape in ("polygon", "line"):
        place = [Column(texts()["wkt"], _SQUARE, True, words["wkt"])]
    else:
        place = [Column(texts()["lon"], _LON, True, words["lon"]), Column(texts()["lat"], _LAT, True, words["lat"])]
    return [*first, *place, datum, *fields]


def _column(field: Field) -> Column:
    spoken = {ours: word for word, ours in reversed(field.values)}
    choices = tuple(spoken.get(choice, choice) for choice in field.choices)
    words = texts()["holds"][field.holds]
    if choices:
        words = f"{words}：{'、'.join(choices)}" if field.holds == "choice" else words
    elif field.values:
        words = f"{words}：{'、'.join(dict.fromkeys(spoken.values()))}"
    if field.low is not None and field.high is not None:
        words = f"{words}，{field.low:g}–{field.high:g}"
    example: Any = spoken.get(field.example, field.example)
    if field.holds in ("number", "integer") and example:
        example = float(example) if "." in example else int(example)
    return Column(field.title, example, field.required, words, choices if field.holds == "choice" else ())


def _xlsx(register: str, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book, listed = Workbook(), columns(register)
    page = book.active
    assert page is not None
    page.title = texts()["sheet"]
    page.append([column.heading for column in listed])
    page.append([column.example for column in listed])
    page.freeze_panes = "A2"
    for number, column in enumerate(listed, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = max(12, 2 * len(column.heading) + 4)
        page.cell(1, number).font = Font(bold=True)
        page.cell(1, number).fill = PatternFill("solid", fgColor="FFE3B3" if column.required else "E3ECF5")
        page.cell(2, number).font = Font(italic=True, color="808080")
        if isinstance(column.example, str):
            for row in range(2, 203):  # codes of 15 digits and leading zeros must stay text
                page.cell(row, number).number_format = "@"
        if column.choices:
            offered = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            offered.add(f"{letter}2:{letter}{_ROWS}")
            page.add_data_validation(offered)
    _notes(book.create_sheet(texts()["notes"]), listed)
    book.save(path)


def _notes(page: Any, listed: list[Column]) -> None:
    from openpyxl.styles import Font

    for line in texts()["about"]:
        page.append([line])
    page.append([])
    page.append(texts()["head"])
    for cell in page[page.max_row]:
        cell.font = Font(bold=True)
    for column in listed:
        page.append([column.heading, "*" if column.required else "", column.words, str(column.example)])
    for letter, width in zip("ABCD", (18, 8, 60, 30), strict=True):
        page.column_dimensions[letter].width = width

"""CSV and XLSX. The headings of the coordinates say their datum: ``lon_wgs84``, ``lat_gcj02``, ``wkt_bd09``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.importing.report import ImportRefused
from layers.importing.writing.sheet import Sheet
from layers.registry import IMPORTED
from layers.safe_cells import escape

#: Characters that a cell of Excel holds: the outline of some 800 vertices. Cut off, it would be no outline any more.
_CELL = 32_767


def write_csv(sheet: Sheet, path: Path) -> None:
    """UTF-8 with a BOM, so that Excel shows Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        for row in _rows(sheet):
            writer.writerow([escape(cell) for cell in row])


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """One sheet; texts are text cells, whatever they begin with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.layer)
    page.freeze_panes = "A2"
    for row in _rows(sheet):
        cells = []
        for value in row:
            text = ILLEGAL_CHARACTERS_RE.sub("", escape(value)) if isinstance(value, str) else ""
            if len(text) > _CELL:
                raise ImportRefused("format_unwritten", value=f"XLSX: {row[0]} > {_CELL}; .csv, .geojson, .gpkg")
            cell = WriteOnlyCell(page, text if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        page.append(cells)
    book.save(path)


def _rows(sheet: Sheet) -> Iterator[list[Any]]:
    outlines = IMPORTED[sheet.layer].shape != "point"
    places = [f"lon{sheet.suffix}", f"lat{sheet.suffix}", *([f"wkt{sheet.suffix}"] if outlines else [])]
    yield ["id", "name", *places, *sheet.columns]
    points = shapely.get_coordinates(shapely.point_on_surface(sheet.geometries) if outlines else sheet.geometries)
    texts = shapely.to_wkt(sheet.geometries, rounding_precision=-1) if outlines else np.empty(len(sheet), dtype=object)
    for feature, (x, y), wkt in zip(sheet.features, points.tolist(), texts.tolist(), strict=True):
        place = [round(x, 7), round(y, 7), wkt] if outlines else [x, y]
        yield [feature.id, feature.name, *place, *sheet.cells(feature)]

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from shapely.geometry import Point

from layers.feature import Feature
from layers.importing import ImportRefused, Report
from layers.importing.registers import fields_of, is_table
from layers.importing.templates import TEMPLATES, columns, write_template
from layers.store import LayerStore
from tests.layers.importing.conftest import Take


def filled(tmp_path: Path, register: str, ending: str, rows: int = 2) -> Path:
    """A template with rows like its example below it."""
    file = tmp_path / f"{register}{ending}"
    write_template(register, file)
    lines = [[_own(column.example, number) for column in columns(register)] for number in range(1, rows + 1)]
    if ending == ".csv":
        with file.open("a", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(lines)
    else:
        book = load_workbook(file)
        for line in lines:
            book.active.append(line)
        book.save(file)
    return file


def _own(example: Any, number: int) -> Any:
    return f"own-{number}" if str(example).startswith("示例-") else example


def take_filled(tmp_path: Path, take: Take, store: LayerStore, register: str, ending: str) -> Report:
    if register == "sockets":
        store.replace("piles", [Feature(f"own-{n}", "", Point(111, 35), {"sockets": 12}) for n in (1, 2)])
    return take(filled(tmp_path, register, ending), register)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("register", TEMPLATES)
def test_a_template_filled_in_imports_without_any_mapping(
    tmp_path: Path, take: Take, store: LayerStore, register: str, ending: str
) -> None:
    report = take_filled(tmp_path, take, store, register, ending)
    assert [(reject.row, reject.code) for reject in report.rejects] == [(2, "example_row")]
    assert report.landed == 2
    expected = {field.name for field in fields_of(register) if field.example}
    if is_table(register):
        found = report.records[0] if report.records else next(store.features("piles")).props["socket_list"][0]
        assert expected <= {*found, "pile_id"}
        return
    feature = store.feature(register, "own-1")
    assert feature is not None
    assert set(feature.props) == expected
    assert (feature.geometry.x, feature.geometry.y) == (111.0031, 35.0302)
    assert report.datum == "wgs84"


def test_a_template_has_notes_and_offers_choices(tmp_path: Path) -> None:
    write_template("piles", tmp_path / "piles.xlsx")
    book = load_workbook(tmp_path / "piles.xlsx")
    assert book.sheetnames == ["登记表", "填写说明"]
    offered = {rule.formula1 for rule in book.active.data_validations.dataValidation}
    assert any("电动自行车" in choices for choices in offered)
    assert any("高德" in choices for choices in offered)
    noted = {row[0] for row in book["填写说明"].iter_rows(values_only=True)}
    assert {column.heading for column in columns("piles")} <= noted


def test_the_datum_column_of_a_template_is_believed_row_by_row(tmp_path: Path, take: Take, store: LayerStore) -> None:
    file = tmp_path / "piles.csv"
    file.write_text(
        "编号,经度,纬度,坐标系\na,112.555199,37.871125,高德\nb,112.5489,37.8706,WGS84\nc,112.5,37.8,月球\n", "utf-8"
    )
    report = take(file)
    places = [(f.geometry.x, f.geometry.y) for f in store.features("piles")]
    assert places[0] == pytest.approx((112.5489, 37.8706), abs=1e-6)
    assert places[1] == (112.5489, 37.8706)
    assert [(r.row, r.code) for r in report.rejects] == [(4, "datum_unknown")]


@pytest.mark.parametrize(("register", "name", "code"), [
    ("ships", "a.xlsx", "kind_unknown"), ("piles", "a.doc", "format_unwritten"),
])  # fmt: skip
def test_what_there_is_no_template_for_is_refused(tmp_path: Path, register: str, name: str, code: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        write_template(register, tmp_path / name)
    assert caught.value.code == code

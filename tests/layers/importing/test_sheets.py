"""XLSX and XLS, as offices write them."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from layers.store import LayerStore
from tests.layers.importing.conftest import Take
from tests.layers.importing.test_formats import names


def test_an_old_excel_file_with_a_title_above_its_headings(take: Take, store: LayerStore) -> None:
    report = take(Path(__file__).with_name("register.xls"))
    first = store.feature("piles", "p1")
    assert first is not None
    assert store.feature("piles", "2") is not None
    assert (first.name, first.props["sockets"], first.props["有效期"]) == ("一号桩", 12, "2027-06-30")
    assert [(note.code, note.value) for note in report.notes if note.code == "header_row"] == [("header_row", "3")]


def test_the_sheet_with_the_register_is_found_and_others_can_be_chosen(
    tmp_path: Path, take: Take, store: LayerStore
) -> None:
    book = Workbook()
    book.active.append(["说明：请按规范填写"])
    for title, id in (("一期", "a"), ("二期", "b")):
        sheet = book.create_sheet(title)
        sheet.append(["编号", "坐标"])
        sheet.append([id, "111.001, 35.001"])
    book.save(tmp_path / "a.xlsx")
    assert take(tmp_path / "a.xlsx").file_layer == "一期"
    take(tmp_path / "a.xlsx", layer="二期", mode="merge")
    assert [feature.id for feature in store.features("piles")] == ["a", "b"]


def test_a_formula_without_a_value_is_its_own_text(tmp_path: Path, take: Take, store: LayerStore) -> None:
    book = Workbook()
    book.active.append(["编号", "名称", "经度", "纬度"])
    book.active.append(["a", '=HYPERLINK("http://evil","x")', 111, 35])
    book.save(tmp_path / "a.xlsx")
    take(tmp_path / "a.xlsx")
    assert names(store) == ['=HYPERLINK("http://evil","x")']


def test_the_sheet_with_the_roster_is_found_behind_a_title_sheet(tmp_path: Path, take: Take) -> None:
    book = Workbook()
    book.active.append(["十一月排班，由街道填写"])
    book.active.append(["说明", "请勿改动表头"])
    sheet = book.create_sheet("排班")
    sheet.append(["工号", "日期", "上岗时间", "下岗时间"])
    sheet.append(["w01", "2026-11-23", "08:00", "18:00"])
    book.save(tmp_path / "a.xlsx")
    report = take(tmp_path / "a.xlsx", kind="rosters")
    assert (report.file_layer, len(report.records)) == ("排班", 1)

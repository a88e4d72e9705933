"""A register whose coordinates were taken from a phone map goes in through the administration, and out again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from layers.datum import from_wgs84
from tests.browser.running import ROOT, Demo, until

Screens = Callable[..., Page]
CAMERAS = json.loads((ROOT / "data" / "district" / "cameras.geojson").read_text("utf-8"))["features"]
#: Two cameras on one pole are told apart; a register says six digits: 0.1 m.
NEAR = 2e-6
MINUTE_MS = 60_000


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The district's cameras in GCJ-02 under other ids, and a row that nobody can place."""
    file = tmp_path / "摄像头台账.csv"
    with file.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["编号", "名称", "所属小区", "经度", "纬度"])
        for one in CAMERAS:
            lon, lat = from_wgs84(*one["geometry"]["coordinates"], "gcj02")
            props = one["properties"]
            writer.writerow([f"new-{props['id']}", props["name"], props["compound"], f"{lon:.6f}", f"{lat:.6f}"])
        writer.writerow(["new-lost", "没有坐标", "", "", ""])
    return file


def places(demo: Demo) -> dict[str, list[float]]:
    """Where the desk's map has its cameras."""
    found: Any = demo.desk().get("layers/cameras")
    return {one["properties"]["id"]: one["geometry"]["coordinates"] for one in found["features"]}


def opened(screens: Screens) -> Page:
    page = screens("admin", "/admin/layers", size=(1440, 900))
    page.get_by_test_id("import-drop").wait_for()
    return page


@pytest.mark.long
def test_a_gcj02_register_is_recognised_shown_put_in_and_taken_back(
    demo: Demo, screens: Screens, register: Path
) -> None:
    page, before = opened(screens), places(demo)
    page.get_by_test_id("import-file").set_input_files(register)
    shown = page.get_by_test_id("import-map")
    expect(shown).to_have_attribute("data-drawn", str(len(CAMERAS)), timeout=MINUTE_MS)
    expect(page.get_by_test_id("import-kind")).to_have_value("cameras")
    expect(page.get_by_test_id("import-evidence").locator("tr.chosen")).to_have_attribute("data-datum", "gcj02")
    expect(page.locator("[data-count=added] strong")).to_have_text(str(len(CAMERAS)))
    expect(page.locator("[data-count=rejected] strong")).to_have_text("1")
    drawn = shown.evaluate("map => map.data.map((trace) => [trace.name, trace.lon.length])")
    assert dict(drawn) | {"after": len(CAMERAS), "before": len(CAMERAS)} == dict(drawn)
    assert places(demo) == before

    page.get_by_test_id("import-mode").select_option("merge")
    expect(page.locator("[data-count=gone] strong")).to_have_text("0", timeout=MINUTE_MS)
    page.get_by_test_id("import-apply").click()
    page.get_by_test_id("import-done").wait_for(timeout=MINUTE_MS)
    now = places(demo)
    for one in CAMERAS:
        assert now[f"new-{one['properties']['id']}"] == pytest.approx(one["geometry"]["coordinates"], abs=NEAR)
    with page.expect_download() as rejects:
        page.get_by_test_id("import-rejects-file").click()
    assert "new-lost" in Path(rejects.value.path()).read_text("utf-8-sig")

    undo = page.locator(".imp-card").get_by_test_id("import-undo")
    undo.click()
    undo.click()
    page.get_by_test_id("import-drop").wait_for(timeout=MINUTE_MS)
    assert until(lambda: places(demo) == before)


@pytest.mark.long
def test_the_datum_and_the_columns_can_be_said_otherwise(screens: Screens, register: Path) -> None:
    page = opened(screens)
    page.get_by_test_id("import-file").set_input_files(register)
    page.get_by_test_id("import-evidence").wait_for(timeout=MINUTE_MS)
    page.get_by_test_id("import-datum-choice").select_option("wgs84")
    expect(page.locator(".imp-legend")).not_to_contain_text("转换后", timeout=MINUTE_MS)
    page.get_by_text("列对应").click()
    page.locator("select[name=map-name]").select_option("所属小区")
    expect(page.locator("select[name=map-name]")).to_have_value("所属小区", timeout=MINUTE_MS)
    page.get_by_test_id("import-discard").click()
    page.get_by_test_id("import-drop").wait_for()


@pytest.mark.long
def test_what_is_too_large_or_no_map_is_said_in_a_sentence(screens: Screens, tmp_path: Path) -> None:
    page = opened(screens)
    large, broken = tmp_path / "large.geojson", tmp_path / "cameras.geojson"
    with large.open("wb") as out:
        out.truncate(2_000_000_000)  # holes: nothing is written
    page.get_by_test_id("import-file").set_input_files(large)
    expect(page.get_by_test_id("import-problem")).to_contain_text("512 MB")
    broken.write_text('{"type": "FeatureCollection", "features": [{"type"', "utf-8")
    page.get_by_test_id("import-file").set_input_files(broken)
    expect(page.get_by_test_id("import-problem")).to_contain_text("JSON", timeout=MINUTE_MS)
    expect(page.get_by_test_id("import-apply")).to_be_disabled()


@pytest.mark.long
def test_a_layer_and_an_empty_form_can_be_taken_away(screens: Screens) -> None:
    page = opened(screens)
    with page.expect_download(timeout=MINUTE_MS) as form:
        page.get_by_test_id("template-csv").click()
    assert Path(form.value.path()).read_text("utf-8-sig").startswith("编号")
    page.locator("[data-row-id=cameras]").get_by_test_id("open-row").click()
    page.locator("select[name=format]").select_option("csv")
    with page.expect_download(timeout=MINUTE_MS) as layer:
        page.get_by_test_id("export-button").click()
    assert len(Path(layer.value.path()).read_text("utf-8-sig").splitlines()) == len(CAMERAS) + 1

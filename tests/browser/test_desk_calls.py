"""A telephone rings at the desk: a ticket within seconds, in a real Chromium."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.browser.keys import detail, row

expect = pytest.importorskip("playwright.sync_api").expect


def test_a_caller_is_entered_by_keyboard_within_fifteen_seconds(page: Any, alert: Any) -> None:
    double = alert("water_leak")["ticket_id"]
    expect(page.locator(row(double))).to_be_visible()
    started = time.monotonic()
    page.keyboard.press("n")
    page.keyboard.type("sjlc5")
    expect(page.locator("#new-place-list [role=option]").first).to_contain_text("四季绿城 5号楼")
    page.keyboard.press("Enter")
    page.keyboard.type("3单元")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("ls")
    expect(page.locator("#new-kind-list [aria-selected=true]")).to_contain_text("漏水")
    page.keyboard.press("Enter")
    page.keyboard.type("张三 13900001111")
    expect(page.locator("#new-doubles")).to_contain_text("四季绿城 5号楼")
    page.keyboard.press("Enter")
    expect(detail(page).locator("h2")).to_contain_text("漏水")
    assert time.monotonic() - started < 15
    opened = [one for one in page.evaluate("window.shaodao.rows('tickets')") if one["id"] != double]
    assert [(one["kind"], one["building_id"], one["unit"], one["floor"]) for one in opened] == [
        ("water_leak", "b0", "3单元", 3)
    ]
    assert "13900001111" not in opened[0]["reporter"]
    page.click("[data-do=caller]")
    expect(detail(page)).to_contain_text("13900001111")


def test_a_place_is_picked_on_the_map_while_the_form_is_open(page: Any) -> None:
    expect(page.locator("#desk-map canvas").first).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#desk-map .map-picking, #desk-map.map-picking")).to_have_count(1)
    page.mouse.click(800, 450)
    expect(page.locator("#new-spot")).to_contain_text("地图选点")
    page.keyboard.press("Escape")
    expect(page.locator("#desk-new")).to_be_hidden()
    expect(detail(page)).to_be_visible()

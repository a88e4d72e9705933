"""The queue, the map and the ears of the desk, in a real Chromium: what comes in while somebody works."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.keys import detail, row
from tests.browser.running import until

expect = pytest.importorskip("playwright.sync_api").expect


def test_an_extreme_alarm_sounds_and_counts_until_somebody_looks(page: Any, alert: Any) -> None:
    """Stands first: an alarm of another test within 2.5 s before would be one sound with this one."""
    page.mouse.click(800, 450)  # browsers play nothing before a hand was on the page
    before = page.evaluate("window.shaodao.sounds_played")
    alert()
    expect(page).to_have_title("(1) 调度台 · 哨到")
    expect(page.locator("#desk-alarm")).to_contain_text("特急")
    until(lambda: page.evaluate("window.shaodao.sounds_played") == before + 1)
    page.keyboard.press("j")
    expect(page).to_have_title("调度台 · 哨到")


def test_rows_keep_their_place_under_the_pointer_and_the_map_stays(page: Any, alert: Any) -> None:
    first = alert("water_leak")["ticket_id"]
    page.hover(row(first))
    before = page.locator(row(first)).bounding_box()
    view = page.evaluate("window.shaodao.view()")
    worse = alert("smoke")["ticket_id"]
    expect(page.locator(row(worse))).to_be_visible()
    assert page.locator(row(first)).bounding_box() == before
    expect(page.locator("#desk-waiting")).to_contain_text("1")
    page.mouse.move(800, 400)
    expect(page.locator("#desk-waiting")).to_be_hidden()
    assert page.locator(row(worse)).bounding_box()["y"] < page.locator(row(first)).bounding_box()["y"]
    assert page.evaluate("window.shaodao.view()") == view


def test_an_exercise_is_striped_named_and_silent(page: Any, alert: Any) -> None:
    page.mouse.click(800, 450)
    before = page.evaluate("window.shaodao.sounds_played")
    real, drill = alert("water_leak")["ticket_id"], alert("smoke", exercise=True)["ticket_id"]
    line = page.locator(row(drill))
    expect(line).to_contain_text("演练")
    stripes = "one => getComputedStyle(one).backgroundImage"
    assert "repeating-linear-gradient" in line.evaluate(stripes)
    assert "repeating-linear-gradient" not in page.locator(row(real)).evaluate(stripes)
    page.keyboard.press("j")
    expect(detail(page).locator(".d-head[data-exercise=true] .exercise")).to_have_text("演练")
    assert "repeating-linear-gradient" in detail(page).locator(".d-head").evaluate(stripes)
    assert page.evaluate("window.shaodao.sounds_played") == before


def test_text_from_outside_is_shown_and_never_run(page: Any, ticket: Any) -> None:
    evil = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'
    ticket(place=evil, description=evil, unit="", floor=None)
    expect(detail(page).locator(".where")).to_contain_text("<img src=x")
    page.keyboard.press("m")
    page.keyboard.press("Escape")
    assert page.evaluate("window.harmed") is None

"""The desk as a place to sit at, in a real Chromium: daylight, two languages, a lost Redis, the end of a shift."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.keys import detail, row
from tests.browser.office import Office, is_live
from tests.browser.running import until
from tests.browser.sockets import are_cut, watched

expect = pytest.importorskip("playwright.sync_api").expect
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_daylight_comes_at_a_press_and_neither_the_page_nor_the_view_moves(page: Any, ticket: Any) -> None:
    ticket()
    view = until(lambda: page.evaluate("window.shaodao.view()"))
    place = page.evaluate("window.shaodao.locate('ticket', window.shaodao.rows('tickets')[0].id)")
    dark = ground(page)
    page.locator("#desk-theme").press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    until(lambda: ground(page) != dark)
    until(lambda: page.evaluate(MARKS) > 0)
    assert page.evaluate("window.shaodao.view()") == view
    assert page.evaluate("window.shaodao.locate('ticket', window.shaodao.rows('tickets')[0].id)") == place
    page.locator("#desk-theme").press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    until(lambda: ground(page) == dark)


#: What Plotly drew on the ground: layers of traces that are on MapLibre's map.
MARKS = """() => document.getElementById('desk-map')._fullLayout.map._subplot.map.getStyle().layers
  .filter((layer) => layer.id.startsWith('plotly-trace')).length"""


def ground(page: Any) -> str:
    return str(page.evaluate(GROUND))


GROUND = """() => JSON.stringify(document.getElementById('desk-map')._fullLayout.map._subplot.map.getStyle().layers
  .find((layer) => layer.type === 'background').paint)"""


@pytest.mark.long
def test_the_badge_says_when_redis_is_gone_and_when_it_is_back(page: Any, office: Office, ticket: Any) -> None:
    if office.redis is None:
        pytest.skip("no bundled Valkey for this machine")
    badge = page.get_by_test_id("connection-badge")
    expect(badge).not_to_have_attribute("data-redis", "down")
    office.pull_redis_out()
    expect(badge).to_contain_text("位置服务暂不可用")
    expect(badge).to_have_attribute("data-state", "live")
    ticket("water_leak")  # people are sent all the same, by where they were last
    expect(page.locator("[data-testid=candidate-row][aria-selected=true]")).to_contain_text("定位")
    office.plug_redis_in()
    expect(badge).to_have_attribute("data-redis", "up")
    expect(badge).not_to_contain_text("位置服务")


@pytest.fixture(scope="module")
def other(sit: Any) -> Any:
    """The desk of a colleague, who goes home in the last test."""
    return sit("supervisor")


def test_two_dispatchers_see_each_others_selection_and_changes(page: Any, other: Any, ticket: Any, office: Any) -> None:
    alarm = ticket()
    number = page.evaluate("window.shaodao.rows('tickets')[0].number").split("-")[1]
    expect(other.locator("#desk-others")).to_contain_text(number)
    expect(other.locator(row(alarm))).to_be_visible()
    other.keyboard.press("j")
    expect(other.locator(".lookers")).to_contain_text("dispatcher")
    expect(page.locator(".lookers")).to_contain_text("supervisor")
    expect(page.locator(".sending")).to_contain_text("supervisor 正要派")
    page.keyboard.press("Enter")  # a colleague is at it: this only asks
    expect(page.get_by_test_id("dispatch-button")).to_contain_text("确认接手")
    page.keyboard.press("Enter")
    expect(other.locator(".crew [data-tone=offered]")).to_be_visible()
    office.desk().say("CancelTicket", ticket_id=alarm, reason="end")
    expect(other.locator(row(alarm))).to_have_count(0)


def test_the_desk_changes_its_language_lists_its_keys_and_forgets_who_sat_there(
    page: Any, other: Any, alert: Any
) -> None:
    desk = other
    sockets = watched(desk)
    alert(description="Smoke in the corridor", place="Building 5", unit="3")
    desk.click("a.lang")
    is_live(desk)
    expect(desk.locator("html")).to_have_attribute("lang", "en")
    desk.keyboard.press("j")
    expect(detail(desk).locator("h2")).to_contain_text("Smoke")
    expect(desk.locator("[data-testid=candidate-row]").first).to_be_visible()
    desk.keyboard.press("?")
    expect(desk.locator("#desk-help")).to_be_visible()
    words = desk.inner_text("body")
    assert not re.findall(r"\b(?:desk|ticket|action|stage|alert)\.\w+", words), "a text is missing"
    ours = [line for line in words.splitlines() if HAN.search(line)]
    assert not [line for line in ours if not re.search("网格员|中文|中国|四季|颐源|滨湖", line)], ours
    desk.keyboard.press("Escape")
    expect(desk.locator("#desk-help")).to_be_hidden()
    leave(desk, sockets)


def leave(desk: Any, sockets: list[Any]) -> None:
    """Sign out by keyboard: the line is cut, and Back shows nothing of what was there."""
    desk.locator("#desk-leave").press("Enter")
    desk.wait_for_url("**/login*")
    until(lambda: are_cut(desk, sockets))
    desk.go_back()
    desk.wait_for_load_state()
    expect(desk.locator("input[name=username]")).to_be_visible()
    assert "网格员" not in desk.inner_text("body")
    assert desk.request.get("/api/v1/me").status in (401, 403)
    desk.context.close()


def test_no_word_of_the_form_is_cut_off(page: Any) -> None:
    page.keyboard.press("n")
    exercise = page.locator("#desk-new label.tick")
    expect(exercise).to_be_visible()
    assert exercise.evaluate("(one) => one.clientWidth > 45 && one.scrollWidth <= one.clientWidth")
    page.keyboard.press("Escape")

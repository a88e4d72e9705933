"""The wall in a real browser: what comes in is seen, heard and flown to; what is stale says so."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until

WALL = "/wall/?display=demo-display"
SEVERITIES = ("extreme", "severe")
pytestmark = pytest.mark.timeout(300)  # a 4K map drawn by software on two busy cores


@pytest.fixture
def wall(screens):
    """Opens a wall whose map is drawn, without flights (software draws few frames).

    Playwright's wait_for_function needs eval, which the page forbids: poll."""

    def open_wall(query: str = "", before=lambda page: None, **more):
        page = screens("display", f"{WALL}{query}", **{"reduced_motion": "reduce"} | more)
        before(page)
        expect(badge(page)).to_have_attribute("data-state", "live", timeout=30_000)
        until(lambda: page.evaluate("shaodao.view()"), 60)
        return page

    return open_wall


@pytest.fixture
def quiet(demo):
    """Nothing extreme or severe is open when a test begins or ends."""
    settle(demo)
    yield
    settle(demo)


def settle(demo) -> None:
    desk = demo.desk()
    for state in ("pending", "active"):
        for ticket in desk.get(f"tickets?state={state}")["tickets"]:
            if ticket["severity"] in SEVERITIES:
                desk.say("CancelTicket", ticket_id=ticket["id"], reason="test")


def badge(page):
    return page.get_by_test_id("connection-badge")


def row(page, alert: dict):
    return page.locator(f'[data-testid=alert-row][data-alert-id="{alert["alert_id"]}"]')


def banner(page):
    return page.locator("#wall-banner")


def test_an_alert_is_on_the_wall_with_place_matter_age_and_latency(wall, demo, quiet):
    page = wall()
    page.evaluate("window.opened = 1")
    alert = demo.alert("smoke", place="四季绿城 5号楼", unit="3单元", floor=3)
    line = row(page, alert)
    expect(line).to_be_visible()
    expect(line).to_contain_text("四季绿城 5号楼 3单元 3")
    expect(line).to_contain_text("烟感火警")
    expect(line.locator("time")).to_have_text(re.compile(r"^\d+:\d\d$"))
    assert page.evaluate("window.opened") == 1, "no reload"
    assert 0 < until(lambda: page.evaluate("shaodao.latency_ms")) < 5000
    expect(badge(page)).to_contain_text(re.compile(r"告警上屏 \d+ ms"))


def test_an_extreme_alert_takes_the_banner_the_map_and_the_ear(wall, demo, quiet):
    page = wall()
    page.mouse.click(500, 500)  # a browser sounds only after somebody touched the page
    before = page.evaluate("shaodao.sounds_played")
    home = page.evaluate("shaodao.view()")
    alert = demo.alert("smoke", place="四季绿城 5号楼", labels={"zone": "10", "point": "2"})
    expect(banner(page)).to_be_visible()
    expect(banner(page)).to_contain_text("烟感火警（待核实）")
    expect(banner(page)).to_contain_text("10 区 2 号")
    assert until(lambda: page.evaluate("shaodao.sounds_played") > before)
    assert until(lambda: page.evaluate("shaodao.view().zoom") > home["zoom"] + 1)
    spot = until(lambda: located(page, "alert", alert["alert_id"]))
    assert not spot["clustered"], "an extreme alert is never inside a donut"


@pytest.mark.long
def test_after_a_while_the_map_shows_the_whole_district_again(wall, demo, quiet):
    page = wall()
    home = page.evaluate("shaodao.view()")
    demo.alert("smoke", place="四季绿城 5号楼")
    assert until(lambda: page.evaluate("shaodao.view().zoom") > home["zoom"] + 1)
    assert until(lambda: abs(page.evaluate("shaodao.view().zoom") - home["zoom"]) < 0.01, 60)


def located(page, kind: str, id_: str):
    spot = page.evaluate("([kind, id]) => shaodao.locate(kind, id)", [kind, id_])
    return spot if spot["visible"] else None


@pytest.mark.long
def test_several_extreme_ones_take_turns_until_somebody_is_coming(wall, demo, quiet):
    page = wall()
    worker = demo.at_work(1)
    tickets = [demo.alert("smoke", place=name)["ticket_id"] for name in ("颐源居 1号楼", "天香蓝郡 21号楼")]
    expect(banner(page)).to_contain_text("共 2 起轮播")
    seen = set()
    end = time.monotonic() + 20
    while time.monotonic() < end and len(seen) < 2:
        assert banner(page).is_visible(), "none leaves the banner before somebody is coming"
        seen.add(banner(page).get_attribute("data-key"))
        page.wait_for_timeout(200)
    assert seen == {f"ticket:{ticket}" for ticket in tickets}
    desk = demo.desk()
    desk.say("OfferAssignment", ticket_id=tickets[0], worker_id=worker)
    expect(page.locator(f'[data-ticket-id="{tickets[0]}"]')).to_contain_text("待接单")
    assert "共 2 起" in banner(page).inner_text(), "an offer is not yet an answer"
    demo.say(worker, "AcknowledgeAssignment", ticket_id=tickets[0])
    expect(banner(page)).not_to_contain_text("轮播")
    expect(banner(page)).to_have_attribute("data-key", f"ticket:{tickets[1]}")
    expect(page.locator(f'[data-ticket-id="{tickets[0]}"]')).to_contain_text("已接单")


@pytest.mark.long
def test_a_closed_case_is_gone_without_a_reload(wall, demo, quiet):
    page = wall()
    alert = demo.alert("flooding")
    expect(row(page, alert)).to_be_visible()
    demo.desk().say("CancelTicket", ticket_id=alert["ticket_id"], reason="test")
    expect(row(page, alert)).to_have_count(0)
    expect(banner(page)).to_be_hidden()


@pytest.mark.long
def test_an_exercise_is_striped_and_counts_nowhere(wall, demo, quiet):
    page = wall()
    tile = page.get_by_test_id("kpi-open").locator(".kpi-value")
    open_before = until(lambda: tile.inner_text())
    alert = demo.alert("smoke", exercise=True)
    expect(banner(page)).to_have_class(re.compile("exercise"))
    expect(row(page, alert)).to_have_class(re.compile("exercise"))
    expect(row(page, alert)).to_contain_text("演练")
    page.wait_for_timeout(1500)  # figures come once a second
    assert tile.inner_text() == open_before


@pytest.mark.long
def test_what_comes_from_outside_is_only_text(wall, demo, quiet):
    page = wall()
    evil = "<img src=x onerror=window.hurt=1>"
    alert = demo.alert("smoke", place=evil, description=evil, labels={"zone": evil, "point": evil})
    expect(row(page, alert)).to_contain_text("<img src=x")
    assert page.locator("#wall-alerts img, #wall-banner img").count() == 0
    assert page.evaluate("window.hurt") is None


@pytest.mark.long
def test_a_silent_line_is_said_across_the_full_width_and_heals(wall, demo, quiet):
    line = {"silent": False}

    def between(page):
        page.route_web_socket(re.compile("socket.io"), lambda socket: pass_on(socket, line))
        page.reload()

    page = wall(before=between)
    line["silent"] = True
    stale = page.locator("#wall-stale")
    expect(stale).to_be_visible(timeout=25_000)
    assert stale.bounding_box()["width"] == 1920
    expect(stale).to_contain_text("数据停在")
    expect(badge(page)).to_have_attribute("data-state", "offline")
    alert = demo.alert("flooding")
    line["silent"] = False
    expect(badge(page)).to_have_attribute("data-state", "live", timeout=30_000)
    expect(row(page, alert)).to_be_visible()
    expect(stale).to_be_hidden()


def pass_on(socket, line: dict) -> None:
    """A line that can fall silent without closing."""
    server = socket.connect_to_server()
    socket.on_message(lambda message: None if line["silent"] else server.send(message))
    server.on_message(lambda message: None if line["silent"] else socket.send(message))


SIZES = [
    ((1920, 1080), "landscape"),
    pytest.param((3840, 2160), "landscape", marks=pytest.mark.long),
    pytest.param((3840, 1080), "ultra", marks=pytest.mark.long),
    pytest.param((1080, 1920), "portrait", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("size", "shape"), SIZES)
def test_each_display_gets_a_layout_in_which_nothing_is_cut(wall, demo, quiet, size, shape):
    demo.alert("smoke", place="荟萃花园南区 1号楼", unit="4单元", floor=12)
    page = wall(size=size)
    expect(banner(page)).to_be_visible()
    assert page.evaluate("document.body.dataset.shape") == shape
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == list(size)
    assert page.evaluate(CUT) == []


#: Texts that reach out of their own box or of the page.
CUT = """() => [...document.querySelectorAll('.wall-title, .wall-badge, .wall-clock, .kpi-value, .kpi-name,'
    + ' .banner-time, .wall-alert time, .wall-legend span, .wall-devices span')].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && (one.scrollWidth > one.clientWidth + 1 && one.clientWidth
    || box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < 0);
}).map((one) => one.textContent)"""


@pytest.mark.long
@pytest.mark.parametrize(("distance", "diagonal"), [(3, 55), (5, 55), (8, 110)])
def test_text_can_be_read_from_where_people_stand(wall, demo, quiet, distance, diagonal):
    demo.alert("smoke")
    page = wall(f"&distance={distance}&diagonal={diagonal}")
    expect(banner(page)).to_be_visible()
    pixel_m = diagonal * 0.0254 / (1920**2 + 1080**2) ** 0.5
    smallest = page.evaluate(SMALLEST)
    assert smallest * pixel_m >= distance / 200 - 1e-6
    assert page.evaluate(CUT) == []


#: The smallest text of the wall's own; whose data the map is may be small.
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.wall *')]
  .filter((one) => !one.closest('.wall-map') && one.offsetParent && one.getClientRects().length
    && [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""


@pytest.mark.long
def test_nothing_can_be_touched(wall):
    page = wall()
    assert page.evaluate("getComputedStyle(document.body).cursor") == "none"
    view = page.evaluate("shaodao.view()")
    page.mouse.move(600, 500)
    page.mouse.down()
    page.mouse.move(800, 600)
    page.mouse.up()
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(500)
    assert page.evaluate("shaodao.view()") == view
    assert page.locator(".wall :is(a, button, input, select)").count() == 0


@pytest.mark.long
def test_it_speaks_english(wall, demo, quiet):
    page = wall(lang="en")
    alert = demo.alert("smoke", place="5", floor=3)
    expect(row(page, alert)).to_contain_text("Smoke alarm")
    expect(row(page, alert)).to_contain_text("Pending")
    expect(page.get_by_test_id("kpi-overdue")).to_contain_text("Overdue")
    assert not re.search(r"[\u4e00-\u9fff]", page.locator(".wall-kpis, .wall-legend").first.inner_text())

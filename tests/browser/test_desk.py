"""The desk in a real Chromium, over the real server: what a dispatcher does all day, by keyboard."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.require import require

playwright = pytest.importorskip("playwright.sync_api")
Page, expect = playwright.Page, playwright.expect

CHROMIUM = shutil.which("chromium")
FLAGS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]
#: starting Python, gevent and Dash on a busy machine
UP_S = 60
#: drawing a map in software, two browsers on two cores
expect.set_options(timeout=60_000)
pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require("browser", CHROMIUM, "chromium is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("desk")
    child = subprocess.Popen([sys.executable, "-m", "tests.browser.desk_server", str(port), str(home)], cwd=_root())
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(lambda: requests.get(f"{address}/readyz", timeout=2).status_code == 200)
        yield address
    finally:
        child.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
        child.kill()


def _root() -> Path:
    return Path(__file__).parents[2]


def _wait(good: Callable[[], bool]) -> None:
    end = time.monotonic() + UP_S
    while time.monotonic() < end:
        with contextlib.suppress(requests.RequestException):
            if good():
                return
        time.sleep(0.2)  # another process is starting; there is nothing to wait on
    pytest.fail("the server did not come up")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    require("browser", CHROMIUM, "chromium is not installed")
    with playwright.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What went wrong inside the pages: uncaught errors, and what the Content-Security-Policy stopped."""
    return []


@pytest.fixture(scope="module")
def sit(browser: Any, url: str, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """``sit("dispatcher")`` opens another desk and waits until it is live."""
    contexts = []

    def down(name: str = "dispatcher", lang: str = "zh-CN") -> Page:
        context = browser.new_context(viewport={"width": 1600, "height": 900}, base_url=url)
        contexts.append(context)
        context.add_cookies([{"name": "locale", "value": lang, "url": url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{error} {error.stack}"))
        page.on("console", lambda said: "Security Policy" in said.text and complaints.append(said.text))
        page.goto("/login?next=/desk/")
        page.fill("#username", name)
        page.fill("#password", "demo")
        page.click("[data-testid=login-button]")
        page.goto("/desk/")
        expect(page.locator("[data-testid=connection-badge][data-state=live]")).to_be_visible()
        expect(page.locator("#desk-queue .ag-center-cols-container")).to_be_attached()
        page.evaluate("window.stayed = true")
        return page

    yield down
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def one_desk(sit: Callable[..., Page]) -> Page:
    """Drawing a map in software takes seconds: one desk serves all tests, as it serves a whole shift."""
    return sit()


@pytest.fixture
def page(one_desk: Page, complaints: list[str]) -> Iterator[Page]:
    """The desk, at its first tab, nothing open, the pointer away from the lists."""
    one_desk.mouse.move(800, 400)
    for key in ("Escape", "Escape", "1"):
        one_desk.keyboard.press(key)
    yield one_desk
    one_desk.unroute_all()
    assert complaints == []
    assert one_desk.evaluate("window.stayed"), "the desk was loaded anew"


@pytest.fixture
def alert(url: str) -> Callable[..., str]:
    """Post an alert; the id of its ticket."""

    def post(kind: str = "smoke", **more: Any) -> Any:
        body = {"id": uuid.uuid4().hex, "kind": kind, "state": "firing", "lon": 111.0031, "lat": 35.0302,
                "place": "四季绿城 5号楼", "unit": "3单元", "floor": 3, **more}  # fmt: skip
        token = {"Authorization": "Bearer demo-source"}
        answer = requests.post(f"{url}/api/v1/alerts", json=body, headers=token, timeout=10)
        assert answer.status_code == 202, answer.text
        return answer.json()

    return post


def command(page: Page, kind: str, **data: Any) -> dict[str, Any]:
    """What another window of the same dispatcher does."""
    csrf = next(one["value"] for one in page.context.cookies() if one["name"] == "csrf_token")
    body = {"id": uuid.uuid4().hex, "type": kind, "data": data}
    answer = page.request.post("/api/v1/commands", data=body, headers={"X-CSRFToken": csrf})
    return {"status": answer.status, **answer.json()}


def row(ticket_id: str, state: str = "") -> str:
    return f"[data-testid=ticket-row][data-ticket-id='{ticket_id}']" + (f"[data-state={state}]" if state else "")


def finish(page: Page, ticket_id: str) -> None:
    """Clear away what a test opened."""
    command(page, "CancelTicket", ticket_id=ticket_id, reason="end of test")


def test_an_alarm_is_sent_answered_checked_and_closed_without_a_reload(page: Page, alert: Any) -> None:
    ticket = alert(description="3层走廊 烟感火警")["ticket_id"]
    page.locator(row(ticket, "pending")).click()
    expect(page.locator("[data-testid=ticket-detail]")).to_contain_text("烟感火警")
    best = page.locator("[data-testid=candidate-row]").first
    expect(best).to_have_attribute("aria-selected", "true")
    worker = best.get_attribute("data-worker-id")
    page.keyboard.press("Enter")
    expect(page.locator(".crew [data-tone=offered]")).to_be_visible()
    assert page.evaluate("window.shaodao.rows('assignments').map(a => a.worker_id)") == [worker]
    page.keyboard.press("Enter")  # a second Enter sends nobody
    for tap in ("AcknowledgeAssignment", "StartTravel", "ArriveOnScene", "ResolveTicket"):
        page.keyboard.press("o")
        expect(page.locator(f"[data-type={tap}]").first).to_be_visible()
        page.locator(f"[data-type={tap}]").first.press("Enter")
    page.keyboard.press("Enter")  # 已处置 is chosen already
    expect(page.locator(row(ticket, "resolved"))).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("[data-testid=close-button].primary")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(row(ticket))).to_have_count(0)
    expect(page.locator("[data-testid=ticket-detail]")).to_contain_text("已结案")
    assert page.evaluate("window.shaodao.rows('tickets').length") == 0


def test_a_caller_is_entered_by_keyboard_within_fifteen_seconds(page: Page, alert: Any) -> None:
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
    expect(page.locator("[data-testid=ticket-detail] h2")).to_contain_text("漏水")
    assert time.monotonic() - started < 15
    opened = [one for one in page.evaluate("window.shaodao.rows('tickets')") if one["id"] != double]
    assert [(one["kind"], one["building_id"], one["unit"], one["floor"]) for one in opened] == [
        ("water_leak", "b0", "3单元", 3)
    ]
    assert "13900001111" not in opened[0]["reporter"]
    page.click("[data-do=caller]")
    expect(page.locator("[data-testid=ticket-detail]")).to_contain_text("13900001111")
    for one in (double, opened[0]["id"]):
        finish(page, one)


def test_rows_keep_their_place_under_the_pointer_and_the_map_stays(page: Page, alert: Any) -> None:
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
    for one in (first, worse):
        finish(page, one)


def test_a_refusal_is_explained_in_a_sentence(page: Page, alert: Any) -> None:
    here, there = alert()["ticket_id"], alert("water_leak", place="颐源居")["ticket_id"]
    page.locator(row(here)).click()
    worker = page.locator("[data-testid=candidate-row]").first.get_attribute("data-worker-id")
    page.route("**/candidates", lambda route: route.abort())  # this desk does not hear of it in time
    assert command(page, "OfferAssignment", ticket_id=there, worker_id=worker)["status"] == 200
    page.click("[data-testid=dispatch-button]")
    expect(page.locator(".toast[data-tone=refused]").last).to_contain_text("该人员正在处置其他工单")
    for one in (here, there):
        finish(page, one)


def test_two_dispatchers_see_each_others_selection_and_changes(page: Page, sit: Any, alert: Any) -> None:
    jia, yi = page, sit("admin")
    ticket = alert()["ticket_id"]
    jia.locator(row(ticket)).click()
    expect(yi.locator("#desk-others")).to_contain_text(
        jia.evaluate("window.shaodao.rows('tickets')[0].number").split("-")[1]
    )
    yi.locator(row(ticket)).click()
    expect(yi.locator(".lookers")).to_contain_text("dispatcher")
    jia.keyboard.press("Enter")
    expect(yi.locator(".crew [data-tone=offered]")).to_be_visible()
    finish(jia, ticket)
    expect(yi.locator(row(ticket))).to_have_count(0)


def test_an_extreme_alarm_sounds_and_counts_until_somebody_looks(page: Page, alert: Any) -> None:
    page.mouse.click(800, 450)  # browsers play nothing before a hand was on the page
    before = page.evaluate("window.shaodao.sounds_played")
    ticket = alert()["ticket_id"]
    expect(page).to_have_title("(1) 调度台 · 哨到")
    expect(page.locator("#desk-alarm")).to_contain_text("特急")
    assert page.evaluate("window.shaodao.sounds_played") == before + 1
    page.keyboard.press("j")
    expect(page).to_have_title("调度台 · 哨到")
    finish(page, ticket)


def test_an_alert_without_a_ticket_waits_in_its_own_tab(page: Page, alert: Any) -> None:
    made = alert("loitering", place="颐源居 南门")
    assert made["ticket_id"] is None
    page.keyboard.press("7")
    line = page.locator(f"[data-testid=alert-row][data-alert-id='{made['alert_id']}']")
    line.click()
    page.keyboard.press("a")
    expect(line).to_contain_text("已确认")
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=ticket-detail] h2")).to_contain_text("异常逗留")
    expect(page.locator("[data-testid=ticket-detail] .number")).to_be_visible()
    expect(line).to_have_count(1)  # now a signal of its ticket, no longer a row of the tab
    finish(page, page.evaluate("window.shaodao.rows('tickets')[0].id"))


def test_text_from_outside_is_shown_and_never_run(page: Page, alert: Any) -> None:
    evil = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'
    ticket = alert(place=evil, description=evil, unit="", floor=None)["ticket_id"]
    page.locator(row(ticket)).click()
    expect(page.locator("[data-testid=ticket-detail] .where")).to_contain_text("<img src=x")
    page.keyboard.press("m")
    page.keyboard.press("Escape")
    assert page.evaluate("window.harmed") is None
    finish(page, ticket)


def test_the_desk_speaks_english_and_lists_its_keys(sit: Any, alert: Any) -> None:
    page = sit(lang="en")
    ticket = alert()["ticket_id"]
    page.locator(row(ticket)).click()
    expect(page.locator("[data-testid=ticket-detail] h2")).to_contain_text("Smoke")
    page.keyboard.press("?")
    expect(page.locator("#desk-help")).to_be_visible()
    text = page.inner_text("body")
    assert not [word for word in text.split() if word.startswith("desk.")], "a text is missing from the catalogue"
    page.keyboard.press("Escape")
    expect(page.locator("#desk-help")).to_be_hidden()
    finish(page, ticket)


def test_tickets_are_merged_and_taken_apart_again(page: Page, alert: Any) -> None:
    kept, double = alert()["ticket_id"], alert("water_leak")["ticket_id"]
    page.locator(row(kept)).click()
    page.keyboard.press("m")
    page.locator(f"[name=ticket_ids][value='{double}']").check()
    page.keyboard.press("Enter")
    expect(page.locator(row(double))).to_have_count(0)
    expect(page.locator(".signals [data-testid=alert-row]")).to_have_count(2)
    page.keyboard.press("6")
    page.locator(row(double, "merged")).click()
    page.click("[data-act=unmerge]")
    page.keyboard.press("1")
    expect(page.locator(row(double, "pending"))).to_be_visible()
    for one in (kept, double):
        finish(page, one)


def test_a_ticket_is_verified_noted_amended_raised_and_recalled_by_keyboard(page: Page, alert: Any) -> None:
    ticket = alert("water_leak")["ticket_id"]
    page.locator(row(ticket)).click()
    detail = page.locator("[data-testid=ticket-detail]")
    page.keyboard.press("v")
    expect(detail).to_contain_text("已核实")
    page.keyboard.press("t")
    page.keyboard.type("业主已关总阀")
    page.keyboard.press("Enter")
    expect(detail).to_contain_text("业主已关总阀")
    page.keyboard.press("e")
    page.fill("#sheet-room", "302")
    page.keyboard.press("Enter")
    expect(detail.locator(".where")).to_contain_text("302")
    page.keyboard.press("p")
    page.check("[name=severity][value=severe]")
    page.keyboard.press("Enter")
    expect(page.locator(f"{row(ticket)}[data-severity=severe]")).to_be_visible()
    expect(page.locator("[data-testid=candidate-row][aria-selected=true]")).to_be_visible()
    page.keyboard.press("ArrowDown")
    second = page.locator("[data-testid=candidate-row]").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    worker = second.get_attribute("data-worker-id")
    page.keyboard.press("Enter")
    expect(page.locator(".crew [data-tone=offered]")).to_be_visible()
    assert page.evaluate("window.shaodao.rows('assignments')[0].worker_id") == worker
    page.keyboard.press("r")
    page.keyboard.type("换人")
    page.keyboard.press("Enter")
    expect(page.locator(".crew")).to_have_count(0)
    expect(detail).to_contain_text("已撤回")
    finish(page, ticket)


def test_a_place_is_picked_on_the_map_while_the_form_is_open(page: Page) -> None:
    expect(page.locator("#desk-map canvas").first).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#desk-map .map-picking, #desk-map.map-picking")).to_have_count(1)
    page.mouse.click(800, 450)
    expect(page.locator("#new-spot")).to_contain_text("地图选点")
    page.keyboard.press("Escape")
    expect(page.locator("#desk-new")).to_be_hidden()
    expect(page.locator("[data-testid=ticket-detail]")).to_be_visible()

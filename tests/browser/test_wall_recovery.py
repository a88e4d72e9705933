"""The wall looks after itself: a new build, a long outage, Redis away, a server that ends, a revoked display."""

from __future__ import annotations

import contextlib
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import is_fault, until
from tests.browser.house import House
from tests.support.redis_server import RedisServer

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.thaw()
    server.kill()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, redis: RedisServer) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"), redis.url)
    yield made
    made.stop(signal.SIGKILL)


@pytest.fixture
def house(standing: House) -> House:
    """It serves, whatever the test before left."""
    if standing.process is None:
        standing.start()
    return standing


@pytest.fixture
def wall(chromium: Any, house: House) -> Iterator[Callable[..., Page]]:
    """Opens a live wall; a script's complaint on it fails the test."""
    contexts: list[Any] = []
    problems: list[str] = []

    def open_wall(
        before: Callable[[Page], None] = lambda page: None, *, lang: str = "zh-CN", drawn: bool = True
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": 1920, "height": 1080}, locale=lang, base_url=house.url, reduced_motion="reduce"
        )
        contexts.append(context)
        page: Page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if is_fault(line) else None)
        before(page)
        page.goto(f"/wall/?display=demo-display&lang={lang}")
        live(page)
        if drawn:
            until(lambda: page.evaluate("shaodao.view()"), 60)
        page.evaluate("window.opened = 1")
        return page

    yield open_wall
    for context in contexts:
        context.close()
    assert not [text for text in problems if "AJAXError" not in text], "the map's files that did not come"


def badge(page: Page) -> Any:
    return page.get_by_test_id("connection-badge")


def live(page: Page, seconds: float = 40) -> None:
    expect(badge(page)).to_have_attribute("data-state", "live", timeout=seconds * 1000)


def is_fresh(page: Page) -> bool:
    """The page was loaded anew since ``wall`` opened it."""
    with contextlib.suppress(Exception):  # asked in the middle of it
        return bool(page.evaluate("window.opened") is None)
    return False


def shown(page: Page, alert_id: str) -> Any:
    return page.locator(f'[data-testid=alert-row][data-alert-id="{alert_id}"]')


# --- the server ends and returns ----------------------------------------------------------------


@pytest.mark.long
def test_a_farewell_brings_the_wall_back_soon_and_without_a_new_page(wall, house: House) -> None:
    page = wall()
    house.stop()
    expect(badge(page)).to_have_attribute("data-state", "offline", timeout=3000)
    house.start()
    back = time.monotonic()
    live(page)
    assert time.monotonic() - back < 6
    alert = house.alert()
    expect(shown(page, alert)).to_be_visible()
    assert not is_fresh(page)


@pytest.mark.long
def test_a_new_build_loads_the_page_anew(wall, house: House) -> None:
    page = wall()
    house.stop()
    house.start("two")
    until(lambda: is_fresh(page), 30)
    live(page)
    page.evaluate("window.opened = 1")
    house.stop()
    house.start("two")
    live(page)
    assert not is_fresh(page), "the same build again is no reason"


@pytest.mark.long
def test_after_a_killed_server_all_is_as_before(wall, house: House) -> None:
    page = wall()
    house.stop(signal.SIGKILL)
    expect(badge(page)).to_have_attribute("data-state", "offline", timeout=5000)
    house.start()
    live(page)
    alert = house.alert()
    expect(shown(page, alert)).to_be_visible()


@pytest.mark.long
def test_a_map_that_was_torn_while_being_drawn_is_drawn_anew(wall, house: House) -> None:
    held: list[Any] = []
    page = wall(before=lambda page: page.route("**/sprite-dark*", lambda route: held.append(route)), drawn=False)
    until(lambda: page.evaluate("shaodao.view()") is None and held, 30)
    house.stop(signal.SIGKILL)
    expect(badge(page)).to_have_attribute("data-state", "offline", timeout=5000)
    for one in held:
        one.abort()
    page.unroute_all()
    house.start()
    until(lambda: is_fresh(page), 60)
    live(page)
    until(lambda: page.evaluate("shaodao.view()"), 60)


# --- a long outage ----------------------------------------------------------------------------


@pytest.mark.long
def test_an_outage_of_more_than_five_minutes_ends_in_a_fresh_page(wall, house: House) -> None:
    page = wall(before=lambda page: page.clock.install())
    house.stop()
    page.clock.run_for(20_000)
    stale = page.locator("#wall-stale")
    expect(stale).to_be_visible()
    assert stale.bounding_box()["width"] == 1920
    expect(stale).to_contain_text("数据停在")
    page.clock.fast_forward("05:30")
    expect(stale).to_contain_text(re.compile(r"已 5:\d\d 未更新"))
    assert not is_fresh(page), "while the server is away the page that stands is better than none"
    house.start()
    page.clock.fast_forward("00:20")  # the next try may be 15 s away
    until(lambda: is_fresh(page), 40)
    live(page)


@pytest.mark.long
def test_a_shorter_one_does_not(wall, house: House) -> None:
    page = wall(before=lambda page: page.clock.install())
    house.stop()
    page.clock.fast_forward("04:00")
    expect(page.locator("#wall-stale")).to_be_visible()
    house.start()
    page.clock.fast_forward("00:20")
    live(page)
    page.clock.run_for(5_000)
    assert not is_fresh(page)
    expect(page.locator("#wall-stale")).to_be_hidden()


# --- Redis ------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("how", ["frozen", "gone"])
def test_redis_away_is_said_in_the_bar_and_alerts_go_on(wall, house: House, redis: RedisServer, how: str) -> None:
    page = wall()
    notice = page.locator("#wall-notice")
    expect(notice).to_be_hidden()
    redis.freeze() if how == "frozen" else redis.kill()
    try:
        expect(notice).to_contain_text("位置更新暂停", timeout=15_000)
        expect(badge(page)).to_have_attribute("data-state", "live")
        expect(shown(page, house.alert())).to_be_visible()
    finally:
        redis.thaw() if how == "frozen" else redis.start()
    expect(notice).to_be_hidden(timeout=20_000)
    assert not is_fresh(page)


# --- revoked: last, since the display does not come back by itself ------------------------------


@pytest.mark.long
def test_a_revoked_display_puts_everything_away_and_says_so_calmly(wall, house: House) -> None:
    asked: list[str] = []
    page = wall()
    alert = house.alert()
    expect(shown(page, alert)).to_be_visible()
    page.on("websocket", lambda socket: asked.append(socket.url))
    house.revoke("demo-display")
    expect(badge(page)).not_to_have_attribute("data-state", "live", timeout=2000)
    panel = page.locator("#wall-denied")
    expect(panel).to_be_visible(timeout=5000)
    expect(panel).to_contain_text("此大屏已停用")
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 1920, "height": 1080}
    assert until(lambda: page.evaluate("shaodao.rows('alerts').length") == 0), "nothing of the district is left"
    expect(shown(page, alert)).to_have_count(0)
    expect(page.locator("#wall-stale")).to_be_hidden()
    page.wait_for_timeout(8000)
    assert len(asked) <= 2, "asks now and then, not all the time"
    assert not is_fresh(page)

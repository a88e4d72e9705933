"""The map of the desk over the demo district, in a real Chromium: what it shows, tells and never does by itself."""

from __future__ import annotations

from typing import Any

import pytest

from console.i18n import catalogue_for
from tests.browser.running import Demo, until

expect = pytest.importorskip("playwright.sync_api").expect

#: 鼎鑫地标: its shed of twenty piles, each with twelve sockets
SHED = "#19.00/35.02190/110.99920"
PILE = {"lon": 110.999147, "lat": 35.021923}
POSITION = "([lon, lat]) => window.shaodao.place(lon, lat)"


#: how the layers of the style that draw one of ours are shown
SHOWN = """name => [...new Set(document.getElementById('desk-map')._fullLayout.map._subplot.map.getStyle().layers
  .filter((one) => one.metadata?.layer === name).map((one) => one.layout?.visibility ?? 'visible'))]"""


@pytest.fixture(scope="module")
def desk(chromium: Any, demo: Demo) -> Any:
    """One desk for all tests, at the view that its address says."""
    context = chromium.new_context(
        viewport={"width": 1600, "height": 900}, base_url=demo.url, reduced_motion="reduce", locale="zh-CN"
    )
    cookies = demo.desk().cookies
    context.add_cookies([{"name": name, "value": value, "url": demo.url} for name, value in cookies.items()])
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(f"/desk/{SHED}")
    until(lambda: page.evaluate("() => window.shaodao?.view()"), 60)
    yield page
    context.close()


@pytest.fixture
def map_(desk: Any) -> Any:
    """Nothing open over the map; no script failed meanwhile."""
    for _ in range(3):
        desk.keyboard.press("Escape")
    yield desk
    assert desk.faults == []


def switch(page: Any, layer: str, on: bool) -> None:
    """By keyboard: L opens the panel, space turns the box."""
    if not page.locator("#layer-panel").is_visible():
        page.keyboard.press("l")
    box = page.locator(f"[data-layer={layer}]")
    expect(box).to_be_visible()
    if box.is_checked() != on:
        box.focus()
        page.keyboard.press("Space")
    expect(box).to_be_checked(checked=on)


def drawn(page: Any, layer: str) -> int:
    """How many shapes of a drawn layer the map shows now."""
    return int(page.evaluate("name => window.shaodao.drawn(name)", layer))


def press(page: Any, place: dict[str, float]) -> None:
    """A press on a place of the Earth."""
    at = page.evaluate(POSITION, [place["lon"], place["lat"]])
    page.mouse.click(at["x"], at["y"])


def test_the_address_says_the_view_and_follows_it(map_: Any) -> None:
    view = map_.evaluate("window.shaodao.view()")
    assert view["zoom"] == pytest.approx(19, abs=0.01)
    assert (view["lon"], view["lat"]) == pytest.approx((110.9992, 35.0219), abs=1e-4)
    map_.click("[data-testid=tool-farther]")
    until(lambda: map_.evaluate("location.hash").startswith("#18.0"))
    map_.click("[data-testid=tool-nearer]")
    until(lambda: map_.evaluate("location.hash").startswith("#19.0"))
    map_.evaluate("location.hash = '15.00/35.03/111.003'")
    until(lambda: abs(map_.evaluate("shaodao.view().zoom") - 15) < 0.01)
    map_.evaluate("location.hash = '19.00/35.02190/110.99920'")
    until(lambda: abs(map_.evaluate("shaodao.view().zoom") - 19) < 0.01)


def test_a_pile_shows_a_ring_of_twelve_sockets_and_what_each_does(map_: Any, demo: Demo) -> None:
    states = [{"asset_id": "pile-dxdb-04", "socket": str(n), "state": "charging"} for n in (2, 5)]
    states += [{"asset_id": "pile-dxdb-04", "socket": "7", "state": "fault"}]
    demo.call("POST", "assets/states", "demo-source", json=states)
    until(lambda: map_.evaluate("shaodao.locate('pile', 'pile-dxdb-04').visible"))
    press(map_, PILE)
    card = map_.get_by_test_id("map-thing")
    expect(card.get_by_test_id("socket")).to_have_count(12)
    for socket, state in ((1, "unknown"), (2, "busy"), (5, "busy"), (7, "fault")):
        expect(card.get_by_test_id("socket").nth(socket - 1)).to_have_attribute("data-state", state)
    expect(card).to_contain_text("桩 04")
    map_.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_every_layer_is_named_counted_and_remembered(map_: Any, demo: Demo) -> None:
    map_.keyboard.press("l")
    panel = map_.locator("#layer-panel")
    for layer in demo.desk().get("layers"):
        if layer["count"] != 0 and layer["name"] not in ("alerts", "places"):
            line = panel.locator(f"[data-key={layer['name']}]")
            expect(line).to_contain_text(catalogue_for(("common",))[f"layer.{layer['name']}"])
            if layer["count"]:
                expect(line.locator("label b")).to_have_text(str(layer["count"]))
    assert "layer." not in panel.inner_text()
    map_.keyboard.press("Escape")
    switch(map_, "sheds", True)
    assert map_.evaluate("JSON.parse(localStorage.getItem('shaodao.desk.layers')).sheds") is True
    far = panel.locator("[data-key=sheds]")
    map_.evaluate("location.hash = '15.5/35.03/111.003'")
    expect(far).to_contain_text("放大地图后显示")
    map_.evaluate("location.hash = '17.5/35.03/111.003'")
    expect(far).not_to_contain_text("放大地图后显示")
    switch(map_, "gates", False)
    assert until(lambda: map_.evaluate(SHOWN, "gates") == ["none"]), "all that draws them"
    switch(map_, "gates", True)
    assert until(lambda: map_.evaluate(SHOWN, "gates") == ["visible"])
    map_.evaluate("location.hash = '19.00/35.02190/110.99920'")


def test_what_a_camera_sees_is_drawn_for_the_desk(map_: Any) -> None:
    switch(map_, "camera_views", True)
    until(lambda: drawn(map_, "camera_views") > 0)
    switch(map_, "camera_views", False)
    assert drawn(map_, "camera_views") == 0


def test_tickets_are_rolled_up_and_a_press_goes_a_level_down(map_: Any, demo: Demo) -> None:
    view = map_.evaluate("window.shaodao.view()")
    demo.alert("water_leak", lon=PILE["lon"], lat=PILE["lat"] + 0.0006)
    switch(map_, "rollup", True)
    map_.keyboard.press("Escape")
    until(lambda: drawn(map_, "rollup") > 0)
    steps = map_.locator(".rollup-path button")
    expect(steps).to_have_text(["全区"])
    for depth in (2, 3):
        map_.mouse.click(900, 700)
        expect(steps).to_have_count(depth)
    map_.mouse.click(900, 700)  # there is nothing below a grid
    expect(steps).to_have_count(3)
    steps.first.click()
    expect(steps).to_have_count(1)
    assert map_.evaluate("window.shaodao.view()") == view
    switch(map_, "rollup", False)


def test_a_place_is_pressed_and_the_quarter_hour_round_it_is_drawn(map_: Any) -> None:
    map_.click("[data-testid=tool-reach]")
    map_.mouse.click(900, 500)
    until(lambda: drawn(map_, "reach") > 0)
    map_.keyboard.press("Escape")
    map_.keyboard.press("l")
    expect(map_.locator("[data-key=reach] .layer-said")).to_contain_text("十五分钟内")
    switch_off = map_.locator("[data-layer=reach]")
    switch_off.uncheck()
    assert drawn(map_, "reach") == 0


def test_homes_that_nobody_free_reaches_are_told(map_: Any, demo: Demo) -> None:
    demo.at_work(1, lon=110.9992, lat=35.0225)
    switch(map_, "coverage", True)
    told = map_.locator("[data-key=coverage] .layer-said")
    expect(told).to_contain_text("626 栋")
    switch(map_, "coverage", False)


def test_a_line_is_measured_and_taken_back_by_a_key(map_: Any) -> None:
    map_.click("[data-testid=tool-measure]")
    for x, y in ((700, 300), (900, 300), (900, 500)):
        map_.mouse.click(x, y)
    told = map_.locator(".tool-said")
    expect(told).to_have_text("49 m")
    map_.keyboard.press("Backspace")
    expect(told).to_have_text("24 m")
    map_.keyboard.press("Escape")
    expect(told).to_be_hidden()


def test_the_map_is_read_as_a_list_by_keyboard(map_: Any, demo: Demo) -> None:
    ticket = demo.alert("smoke", lon=PILE["lon"], lat=PILE["lat"])["ticket_id"]
    until(lambda: any(row["id"] == ticket for row in map_.evaluate("window.shaodao.rows('tickets')")))
    map_.keyboard.press("i")
    rows = map_.get_by_test_id("map-list-row")
    expect(rows.first).to_be_focused()
    expect(rows.first).to_contain_text("烟感火警")
    map_.keyboard.press("Enter")
    expect(map_.get_by_test_id("ticket-detail")).to_contain_text("烟感火警")
    demo.desk().say("CancelTicket", ticket_id=ticket, reason="end of test")


def test_daylight_keeps_the_view_and_what_is_shown(map_: Any) -> None:
    switch(map_, "camera_views", True)
    map_.keyboard.press("Escape")
    until(lambda: drawn(map_, "camera_views") > 0)
    view = map_.evaluate("window.shaodao.view()")
    map_.click("#desk-theme")
    until(lambda: map_.evaluate("document.documentElement.dataset.theme") == "light")
    until(lambda: drawn(map_, "camera_views") > 0)
    assert map_.evaluate("window.shaodao.view()") == view
    map_.click("#desk-theme")


def test_open_screens_take_a_changed_layer_without_a_reload(map_: Any, demo: Demo, tmp_path: Any) -> None:
    from layers.importing import run

    home = demo.home
    file = tmp_path / "hydrants.csv"
    file.write_text("编号,名称,经度,纬度\nhy-new,新消火栓,110.9992,35.0219\n", encoding="utf-8")
    map_.evaluate("window.stayed = true")
    view = map_.evaluate("window.shaodao.view()")
    run("hydrants", file, home, datum="wgs84", mode="merge")
    switch(map_, "hydrants", True)
    until(lambda: map_.evaluate("window.shaodao.locate('hydrant', 'hy-new').visible"), 30)
    assert map_.evaluate("window.stayed") is True
    assert map_.evaluate("window.shaodao.view()") == view

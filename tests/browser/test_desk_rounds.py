"""Rounds at the desk: chosen, previewed on the map, told, ticked place by place; where idle people should stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.running import PLACE, until

expect = pytest.importorskip("playwright.sync_api").expect

DRAWN = """(name) => document.getElementById('desk-map')._fullLayout?.map?._subplot?.map?.getStyle()
  .sources[name]?.data.features.map((one) => [one.geometry.type, one.properties.state ?? ''])"""
IN_PANEL = "document.activeElement.closest('.rounds-panel') !== null"


@pytest.fixture
def two(demo: Any) -> Any:
    """Two workers on duty at one place; what they were asked is over afterwards."""
    for n in (4, 5):
        demo.at_work(n, **PLACE)
    yield (4, 5)
    desk = demo.desk()
    for one in desk.get("rounds")["rounds"]:
        desk.tries("CancelRound", round_id=one["id"])
    for n in (4, 5):
        desk.tries("SignOff", on_behalf_of=f"demo-worker-{n}")


@pytest.mark.long
@pytest.mark.timeout(240)
def test_a_round_is_previewed_told_and_ticked_on_the_map(screens: Any, demo: Any, two: Any) -> None:
    desk = screens("dispatcher", "/desk/", size=(1366, 900))
    expect(desk.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    desk.keyboard.press("q")
    desk.get_by_test_id("rounds-where").select_option("compound:bcyq")
    for n in two:
        desk.locator(f"[data-worker=demo-worker-{n}]").check()
    desk.locator("[data-field=days]").fill("2")
    desk.locator("[data-field=days]").press("Tab")
    asked = desk.get_by_test_id("rounds-plan")
    asked.press("Enter")
    pressed = asked.bounding_box()
    desk.keyboard.press("Enter")  # impatience: it belongs to the panel, and sends nobody from the desk
    expect(desk.get_by_test_id("rounds-walk").first).to_be_visible(timeout=90_000)
    assert desk.evaluate(IN_PANEL), "the keyboard fell out of the panel"
    assert desk.get_by_test_id("rounds-accept").bounding_box()["x"] > pressed["x"] + pressed["width"], "a second click"
    assert demo.desk().get("rounds")["rounds"] == [], "a preview tells nobody"
    shapes = until(lambda: desk.evaluate(DRAWN, "over-rounds"))
    assert {kind for kind, _ in shapes} == {"LineString", "Point"}
    desk.get_by_test_id("rounds-accept").click()
    row = desk.get_by_test_id("round-row")
    expect(row).to_have_attribute("data-done", "0")

    (held,) = demo.desk().get("rounds")["rounds"]
    row.locator("[data-do=look]").click()
    walk = held["walks"][0]
    first, second = walk["places"][0]["id"], walk["places"][1]["id"]
    demo.say(walk["worker_id"], "VisitPlace", round_id=held["id"], place_id=first, result="ok")
    demo.say(walk["worker_id"], "VisitPlace", round_id=held["id"], place_id=second, result="missed")
    expect(row).to_have_attribute("data-done", "1")
    moved = desk.get_by_test_id("round-replanned")
    expect(moved).to_be_visible(timeout=90_000)
    expect(moved).to_have_attribute("data-by-itself", "true")
    expect(row).to_have_attribute("data-missed", "0")
    until(lambda: [state for _, state in desk.evaluate(DRAWN, "over-rounds")].count("done") == 1)
    desk.get_by_test_id("round-replan").click()
    expect(desk.get_by_test_id("rounds-preview")).to_be_visible(timeout=90_000)
    desk.get_by_test_id("rounds-accept").click()
    expect(moved).to_have_attribute("data-by-itself", "false")
    end = desk.get_by_test_id("round-end")
    end.click()
    expect(end).to_have_text("再按一次，全体结束")
    assert [one["id"] for one in demo.desk().get("rounds")["rounds"]] == [held["id"]], "one press ends nothing"
    end.click()
    expect(row).to_have_count(0)
    assert demo.desk().get("rounds")["rounds"] == []


@pytest.mark.long
@pytest.mark.timeout(240)
def test_a_round_is_asked_for_an_area_drawn_on_the_map_and_for_places_pressed(
    screens: Any, demo: Any, two: Any
) -> None:
    desk = screens("dispatcher", "/desk/", size=(1440, 900))
    expect(desk.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    desk.keyboard.press("q")
    desk.locator(f"[data-worker=demo-worker-{two[0]}]").check()
    desk.locator("[data-field=days]").fill("2")
    desk.locator("[data-field=days]").press("Tab")
    where, plan = desk.get_by_test_id("rounds-where"), desk.get_by_test_id("rounds-plan")
    expect(where.locator("optgroup")).to_have_count(2)
    where.select_option("ring")
    expect(plan).to_be_disabled()
    expect(desk.locator("#desk-map.map-picking, .map-picking")).to_be_visible()
    box = desk.locator("#desk-map").bounding_box()
    for n, (x, y) in enumerate(((390, 90), (560, 80), (570, 185), (400, 195), (390, 90)), start=1):
        desk.mouse.click(box["x"] + x, box["y"] + y)
        shape = "Polygon" if n == 5 else "Point"
        until(lambda shape=shape: shape in [kind for kind, _ in desk.evaluate(DRAWN, "over-measure") or ()])
    plan.click()
    expect(desk.get_by_test_id("rounds-walk").first).to_be_visible(timeout=90_000)
    desk.locator(".rounds-preview [data-do=clear]").click()
    where.select_option("ids")
    desk.mouse.click(box["x"] + 470, box["y"] + 150)
    expect(desk.get_by_test_id("rounds-hint").locator("b")).to_contain_text("1")
    plan.click()
    expect(desk.get_by_test_id("rounds-walk")).to_have_count(1, timeout=90_000)


@pytest.mark.long
@pytest.mark.timeout(240)
def test_the_effect_of_standing_elsewhere_is_seen_before_anybody_is_asked(screens: Any, demo: Any, two: Any) -> None:
    desk = screens("dispatcher", "/desk/", size=(1366, 900))
    expect(desk.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    desk.keyboard.press("q")
    desk.get_by_test_id("tab-standing").click()
    desk.get_by_test_id("standing-ask").click()
    expect(desk.get_by_test_id("standing-effect")).to_contain_text("→", timeout=60_000)
    rows = desk.get_by_test_id("standing-row")
    expect(rows.first).to_be_visible()
    assert until(lambda: desk.evaluate(DRAWN, "over-stands"))
    moved = demo.desk().get("standing")["moves"][0]["worker_id"]
    asked = lambda: {w["id"]: w.get("stand") for w in demo.desk().get("snapshot?view=desk")["workers"]}[moved]  # noqa: E731
    assert asked() is None
    desk.get_by_test_id("standing-accept").click()
    until(lambda: asked() is not None)

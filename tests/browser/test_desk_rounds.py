"""Rounds at the desk: chosen, previewed on the map, told, ticked place by place; where idle people should stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.running import PLACE, until

expect = pytest.importorskip("playwright.sync_api").expect

DRAWN = """(name) => document.getElementById('desk-map')._fullLayout?.map?._subplot?.map?.getStyle()
  .sources[name]?.data.features.map((one) => [one.geometry.type, one.properties.state ?? ''])"""


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
    desk.get_by_test_id("rounds-compound").select_option("bcyq")
    for n in two:
        desk.locator(f"[data-worker=demo-worker-{n}]").check()
    desk.locator("[data-field=days]").fill("2")
    desk.locator("[data-field=days]").press("Tab")
    desk.get_by_test_id("rounds-plan").click()
    expect(desk.get_by_test_id("rounds-walk").first).to_be_visible(timeout=90_000)
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
    expect(row).to_have_attribute("data-missed", "1")
    until(
        lambda: (
            sorted(s for _, s in desk.evaluate(DRAWN, "over-rounds") if s in ("done", "missed")) == ["done", "missed"]
        )
    )
    desk.get_by_test_id("round-replan").click()
    expect(desk.get_by_test_id("rounds-preview")).to_be_visible(timeout=90_000)
    desk.get_by_test_id("rounds-accept").click()
    expect(row).to_have_attribute("data-missed", "0")


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

"""A round on a phone: big ticks, also without a signal, and what was found becomes a ticket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.browser.running import until

expect = pytest.importorskip("playwright.sync_api").expect

SIZE = {"size": (360, 740), "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def places(demo: Any) -> dict[str, str]:
    (held,) = demo.desk().get("rounds")["rounds"]
    return {place["id"]: place["state"] for walk in held["walks"] for place in walk["places"]}


def walk(worker: int, *places: int) -> dict[str, Any]:
    """Today's, and late enough that its day is not over while the test runs."""
    today = (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()
    rows = [
        {"id": f"p{n}", "name": f"{n}号楼", "lon": 111.0031, "lat": 35.0302, "minutes": 8, "at": "23:30"}
        for n in places
    ]
    return {"worker_id": f"demo-worker-{worker}", "day": today, "minutes": 30, "places": rows}


@pytest.mark.long
@pytest.mark.timeout(240)
def test_a_round_is_ticked_place_by_place_also_without_a_signal(screens: Any, demo: Any) -> None:
    desk, day = demo.desk(), demo.desk().get("snapshot?view=desk")
    assert day
    demo.at_work(6)
    desk.say("PlanRound", title="拉网式排查", walks={"walks": [walk(6, 1, 2, 3)]})
    page = screens("worker", "/p/?lang=zh-CN#token=demo-worker-6", **SIZE)
    page.get_by_test_id("btn-enrol").tap()
    ticks = page.get_by_test_id("btn-tick")
    expect(ticks).to_have_count(3)
    ticks.first.tap()
    expect(ticks.first).to_have_attribute("aria-pressed", "true")
    until(lambda: places(demo)["p1"] == "done")
    page.context.set_offline(True)
    page.get_by_test_id("btn-missed").first.tap()
    page.get_by_test_id("input-note").fill("没人")
    page.get_by_test_id("btn-submit").tap()
    expect(page.locator("[data-place-id=p2]")).to_have_attribute("data-state", "missed")
    assert places(demo)["p2"] == "to_come"
    page.context.set_offline(False)
    until(lambda: places(demo)["p2"] == "missed", 40)
    page.get_by_test_id("btn-found").last.tap()
    expect(page.get_by_test_id("input-place")).to_have_value("3号楼")
    page.get_by_test_id("btn-submit").tap()
    until(lambda: any(t["place"] == "3号楼" for t in demo.desk().get("snapshot?view=desk")["tickets"]), 40)
    ticks.last.tap()
    until(lambda: places(demo)["p3"] == "done")
    (held,) = demo.desk().get("rounds")["rounds"]
    demo.desk().say("CancelRound", round_id=held["id"])
    expect(ticks).to_have_count(0)


@pytest.mark.long
@pytest.mark.timeout(240)
def test_who_gets_a_place_of_a_colleague_reads_when_and_which(screens: Any, demo: Any) -> None:
    desk = demo.desk()
    for n in (6, 7):
        demo.at_work(n)
    desk.say("PlanRound", title="拉网式排查", walks={"walks": [walk(6, 1), walk(7, 2, 3)]})
    page = screens("worker", "/p/?lang=zh-CN#token=demo-worker-6", **SIZE)
    page.get_by_test_id("btn-enrol").tap()
    expect(page.get_by_test_id("btn-tick")).to_have_count(1)
    expect(page.get_by_test_id("round-replanned")).to_have_count(0)
    (held,) = desk.get("rounds")["rounds"]
    walks = {"walks": [walk(6, 1, 3), walk(7, 2)]}
    desk.say("ReplanRound", round_id=held["id"], walks=walks, why={"p3": "on_break"})
    expect(page.get_by_test_id("round-replanned")).to_contain_text("加 1 处")
    expect(page.locator("[data-place-id=p3]")).to_contain_text("新增")
    desk.say("CancelRound", round_id=held["id"])
    for n in (6, 7):
        desk.tries("SignOff", on_behalf_of=f"demo-worker-{n}")

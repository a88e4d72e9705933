"""A suggested difference at the desk: made by the engine's planner, read, accepted by keyboard, and told to phones."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.running import PLACE, until

expect = pytest.importorskip("playwright.sync_api").expect

METRE = 1 / 91_000
#: who stands where, and who was sent where, metres east: everybody to somebody else's door
STANDS = {1: -700.0, 2: 0.0, 3: 700.0}
#: the ways of the row that is looked at, on the map itself
WAYS = """() => document.getElementById('desk-map')._fullLayout?.map?._subplot?.map?.getStyle()
  .sources['over-replan']?.data.features.map((one) => [one.properties.role, one.properties.id])"""
#: the element that is seen near the lower left corner of this one is its own
IS_ON_TOP = """(one) => { const box = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(box.left + 40, box.bottom - 12)); }"""
SENT = ((1, 20.0), (2, 720.0), (3, -680.0))


def east(metres: float) -> dict[str, float]:
    return {"lon": PLACE["lon"] + metres * METRE, "lat": PLACE["lat"]}


@pytest.fixture
def crossed(demo: Any) -> Any:
    """Three tickets, each with the wrong one of three workers; cancelled afterwards."""
    desk, tickets = demo.desk(), []
    left = desk.get("snapshot?view=desk")  # by the tests of other files
    for job in left["assignments"]:
        desk.tries("CancelTicket", ticket_id=job["ticket_id"], reason="test")
        desk.tries("ConfirmRecall", ticket_id=job["ticket_id"], on_behalf_of=job["worker_id"], via="phone")
    for worker in left["workers"]:
        desk.tries("SignOff", on_behalf_of=worker["id"])
    for n, metres in STANDS.items():
        demo.at_work(n, **east(metres))
    for n, metres in SENT:
        answer = desk.say("OpenTicket", kind="charger_overheat", **east(metres))
        tickets.append(answer["ticket_id"])
        desk.say("OfferAssignment", ticket_id=tickets[-1], worker_id=f"demo-worker-{n}")
        demo.say(f"demo-worker-{n}", "AcknowledgeAssignment", ticket_id=tickets[-1])
    yield tickets
    for ticket_id in tickets:
        desk.tries("CancelTicket", ticket_id=ticket_id, reason="end of test")
    for n in STANDS:
        for ticket_id in tickets:
            desk.tries("ConfirmRecall", ticket_id=ticket_id, on_behalf_of=f"demo-worker-{n}", via="phone")
        desk.tries("SignOff", on_behalf_of=f"demo-worker-{n}")


@pytest.mark.long
@pytest.mark.timeout(240)
def test_three_reassignments_are_read_accepted_and_told(screens: Any, demo: Any, crossed: Any) -> None:
    def wrong_way_round() -> bool:
        plan = demo.desk().get("plan")
        return {change["ticket_id"] for change in plan["changes"]} == set(crossed)

    until(wrong_way_round, 60)
    desk = screens("dispatcher", "/desk/", size=(1366, 768))
    expect(desk.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    panel = desk.get_by_test_id("plan-panel")
    expect(panel).to_have_attribute("data-state", "ready")
    expect(panel).to_contain_text("3")
    desk.keyboard.press("w")
    rows = desk.get_by_test_id("plan-row")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("→")
    assert desk.locator(".plan-panel").evaluate(IS_ON_TOP), "the chip of the rounds stands over the changes"
    expect(rows.first.locator("input")).to_be_focused()
    desk.keyboard.press("ArrowDown")
    expect(rows.nth(1).locator("input")).to_be_focused()
    until(lambda: desk.evaluate(WAYS) == [["from", crossed[1]], ["to", crossed[1]]])
    desk.keyboard.press("Shift+Enter")
    expect(panel).to_have_attribute("data-state", "accepted")
    expect(desk.locator("[data-testid=plan-row][data-result=done]")).to_have_count(3)

    right = {"demo-worker-2": crossed[0], "demo-worker-3": crossed[1], "demo-worker-1": crossed[2]}
    until(lambda: {a["worker_id"]: a["ticket_id"] for a in offered(demo)} == right)  # another page sent them
    said = [line["type"] for line in demo.ticket(crossed[0])["timeline"]]
    assert said[-2:] == ["AssignmentRecalling", "AssignmentOffered"]
    desk.keyboard.press("Escape")
    expect(rows).to_have_count(0)


def offered(demo: Any) -> list[dict[str, Any]]:
    held = demo.desk().get("snapshot?view=desk")["assignments"]
    return [one for one in held if one["stage"] == "offered"]

"""The whole way in real browsers: a detector fires, wall and desk show it, a worker goes, the case is closed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import until

PHONE: dict[str, Any] = {"size": (360, 740), "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
PATIENT = 20_000
#: two maps at once are drawn in software: half the pixels of a display take half the time
SMALL = (1280, 720)


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("lang", "worker", "accept"), [("zh-CN", 7, "接单"), pytest.param("en", 8, "Accept", marks=pytest.mark.long)]
)
def test_from_an_alert_to_a_closed_case_with_no_reload(
    screens: Any, demo: Any, lang: str, worker: int, accept: str
) -> None:
    demo.at_work(worker)
    wall = screens("wall", "/wall?display=demo-display", size=SMALL, lang=lang)
    desk = screens("dispatcher", "/desk/", size=SMALL, lang=lang)
    phone = screens("worker", f"/p/?lang={lang}#token=demo-worker-{worker}", lang=lang, **PHONE)
    phone.get_by_test_id("btn-enrol").tap()
    for page in (wall, desk, phone):
        expect(page.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live", timeout=PATIENT)
        page.evaluate("window.stayed = true")

    answer = demo.alert("smoke", device_id="fh889-10-2", place="四季绿城 5号楼", unit="3单元", floor=3)
    ticket, alert = answer["ticket_id"], answer["alert_id"]
    expect(wall.locator(f"[data-testid=alert-row][data-alert-id='{alert}']")).to_be_visible()
    expect(desk.locator(row(ticket, "pending"))).to_be_visible()
    for page in (wall, desk):
        until(lambda page=page: page.evaluate("id => window.shaodao.locate('ticket', id).visible", ticket))
    assert wall.evaluate("window.shaodao.latency_ms") is not None

    choose(desk, ticket, f"demo-worker-{worker}")
    desk.keyboard.press("Enter")
    card = phone.get_by_test_id("job-card")
    expect(card).to_have_attribute("data-ticket-id", ticket)
    expect(phone.get_by_test_id("btn-acknowledge")).to_have_text(accept)
    for button, stage in (("acknowledge", "acknowledged"), ("en-route", "en_route"), ("on-scene", "on_scene")):
        phone.get_by_test_id(f"btn-{button}").tap()
        expect(card).to_have_attribute("data-stage", stage)
    expect(desk.locator(row(ticket, "active"))).to_be_visible()
    phone.get_by_test_id("btn-done").tap()
    phone.get_by_test_id("btn-submit").tap()

    expect(desk.locator(row(ticket, "resolved"))).to_be_visible()
    expect(card).to_have_count(0)
    desk.keyboard.press("c")
    expect(desk.locator("[data-testid=close-button].primary")).to_be_visible()
    desk.keyboard.press("c")
    expect(desk.locator(row(ticket))).to_have_count(0)
    expect(wall.locator(f"[data-testid=alert-row][data-alert-id='{alert}']")).to_have_count(0)
    for page in (wall, desk, phone):
        assert page.evaluate("window.stayed"), "a screen was reloaded"
        assert ticket not in [one["id"] for one in page.evaluate("window.shaodao.rows('tickets')")]
    assert demo.ticket(ticket)["state"] == "closed"


def row(ticket: str, state: str = "") -> str:
    return f"[data-testid=ticket-row][data-ticket-id='{ticket}']" + (f"[data-state={state}]" if state else "")


def choose(desk: Page, ticket: str, worker: str) -> None:
    """By keyboard: down the queue to the ticket, down the candidates to the worker."""
    for _ in range(20):
        if desk.locator(row(ticket)).get_attribute("data-selected") == "true":
            break
        desk.keyboard.press("j")
    candidate = desk.locator(f"[data-testid=candidate-row][data-worker-id='{worker}']")
    expect(candidate).to_be_visible()
    for _ in range(60):
        if candidate.get_attribute("aria-selected") == "true":
            return
        desk.keyboard.press("ArrowDown")
    raise AssertionError("the worker could not be reached by keyboard")

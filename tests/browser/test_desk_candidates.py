"""Who could go, in a real Chromium: why, why not, and the way on the map."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.keys import behalf, row, send_best, walk_to

expect = pytest.importorskip("playwright.sync_api").expect

#: Points of the way that Plotly holds: the line under its dashes.
WAY = (
    "() => document.querySelector('.js-plotly-plot').data.find((trace) => trace.name === 'routeCase')?.lon.length ?? 0"
)
CHOSEN = "[data-testid=candidate-row][aria-selected=true]"


def way_of(page: Any) -> Any:
    return page.locator("#desk-detail")


def test_the_way_of_the_chosen_one_is_drawn_and_that_of_whom_the_pointer_is_over(page: Any, ticket: Any) -> None:
    ticket("water_leak")
    best = page.locator(CHOSEN)
    expect(best).to_be_visible()
    first = best.get_attribute("data-worker-id")
    expect(way_of(page)).to_have_attribute("data-way-of", first)
    page.wait_for_function(f"({WAY})() > 1")
    last = page.locator("[data-testid=candidate-row]").nth(4)  # not one of the three whose ways come by themselves
    other = last.get_attribute("data-worker-id")
    last.hover()
    expect(way_of(page)).to_have_attribute("data-way-of", other)
    page.mouse.move(5, 5)
    expect(way_of(page)).to_have_attribute("data-way-of", first)
    page.keyboard.press("ArrowDown")
    expect(best).not_to_have_attribute("data-worker-id", first)
    expect(way_of(page)).to_have_attribute("data-way-of", best.get_attribute("data-worker-id"))
    page.wait_for_function(f"({WAY})() > 1")


def test_why_not_is_a_sentence_that_names_the_ticket_it_would_make_late(page: Any, ticket: Any, office: Any) -> None:
    fire = ticket(description="烟感火警")
    worker = send_best(page)
    behalf(page, "AcknowledgeAssignment")
    number = office.ticket(fire)["number"].split("-")[-1]
    second = ticket("sos")
    walk_to(page, second)
    refused = page.locator(f"[data-testid=candidate-row][data-worker-id={worker}]")
    page.locator("[data-do=whole]").click()
    expect(refused).to_contain_text(f"正在处置特急工单 {number}，不再派第二个特急")
    expect(page.locator(row(second))).to_be_visible()

"""A stuck lift at the desk, by keyboard: property and maintainer are sent, each step is ticked, the case is closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from console import catalogue, playbooks
from tests.browser.keys import detail, enter, row, send_best, walk_to

expect = pytest.importorskip("playwright.sync_api").expect

PEOPLE = {"p01": ("物业 01", "property"), "m01": ("维保 01", "maintainer")}


@pytest.fixture
def crew(office: Any) -> Iterator[None]:
    """The playbook of the files, and one of the property and one maintainer on duty until the test is over."""
    admin, desk = office.desk("admin"), office.desk()
    lift = playbooks.read(catalogue.read().keys()).good["lift_trapped.toml"]
    admin.say("DefinePlaybook", **{"playbook": playbooks.define(lift).playbook})
    for worker_id, (name, role) in PEOPLE.items():
        admin.say("RegisterWorker", worker_id=worker_id, name=name, role=role)
        desk.say("SignOn", on_behalf_of=worker_id)
    yield
    for worker_id in PEOPLE:
        desk.tries("SignOff", on_behalf_of=worker_id)
        admin.tries("RemoveWorker", worker_id=worker_id)


def step(page: Any, name: str, state: str = "") -> Any:
    return page.locator(f"[data-testid=step][data-step-id={name}]" + (f"[data-state={state}]" if state else ""))


def sent_and_there(page: Any, office: Any, ticket: str, name: str, worker: str) -> None:
    """Sent with the step's own button; he takes it and comes, as his phone would say."""
    step(page, name).locator("[data-step-do=send]").press("Enter")
    expect(step(page, name)).to_contain_text(PEOPLE[worker][0])
    for word in ("AcknowledgeAssignment", "ArriveOnScene"):
        office.desk().say(word, ticket_id=ticket, on_behalf_of=worker, via="radio")
    expect(step(page, name, "done")).to_be_visible()


def test_a_stuck_lift_is_brought_to_its_end_step_by_step(page: Any, office: Any, alert: Any, crew: None) -> None:
    ticket = str(alert("lift_trapped")["ticket_id"])
    walk_to(page, ticket)
    expect(page.locator("[data-testid=playbook]")).to_contain_text("电梯困人处置预案")
    expect(step(page, "freed", "waiting")).to_be_visible()
    expect(step(page, "property_there", "open").locator("[data-until]")).to_contain_text("2:")
    expect(step(page, "maintainer_there", "open").locator("[data-until]")).to_contain_text("29:")
    lead = send_best(page)
    page.keyboard.press("b")
    expect(step(page, "calm").locator(".tick")).to_be_focused()
    page.keyboard.press("Enter")
    expect(step(page, "calm", "done")).to_contain_text("dispatcher")
    sent_and_there(page, office, ticket, "property_there", "p01")
    expect(step(page, "signs", "open")).to_be_visible()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(step(page, "signs", "done")).to_be_visible()
    sent_and_there(page, office, ticket, "maintainer_there", "m01")
    for word in ("AcknowledgeAssignment", "ArriveOnScene", "ResolveTicket"):
        done = {"disposition": "done"} if word == "ResolveTicket" else {}
        office.desk().say(word, ticket_id=ticket, on_behalf_of=lead, via="radio", **done)
    expect(page.locator(row(ticket, "active"))).to_be_visible()  # the maintainer is still at it
    page.keyboard.press("b")
    expect(step(page, "freed").locator(".tick")).to_be_focused()
    page.keyboard.press("Enter")
    expect(step(page, "freed", "done")).to_be_visible()
    step(page, "out_of_service").locator("[data-step-do=skip]").press("Enter")
    enter(page, "故障当场排除")
    expect(step(page, "out_of_service", "skipped")).to_contain_text("故障当场排除")
    expect(page.locator("[data-testid=playbook] h3")).to_contain_text("6 / 6")
    for worker in ("m01", "p01"):
        office.desk().tries("ResolveTicket", ticket_id=ticket, on_behalf_of=worker, via="radio", disposition="done")
        office.desk().tries("ConfirmRecall", ticket_id=ticket, on_behalf_of=worker, via="radio")
    expect(page.locator(row(ticket, "resolved"))).to_be_visible()
    expect(detail(page).locator(".timeline")).to_contain_text("维保 01 到场")
    page.keyboard.press("c")
    expect(page.locator("[data-testid=close-button].primary")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(row(ticket))).to_have_count(0)


def test_a_playbook_is_begun_by_hand_where_none_runs(page: Any, ticket: Any, crew: None) -> None:
    leak = ticket("water_leak")
    expect(page.locator("[data-testid=playbook-button]")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#desk-sheet [name=playbook_id]:checked")).to_have_value("lift_trapped")
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=step]")).to_have_count(6)
    expect(detail(page).locator(".timeline")).to_contain_text("启动预案")
    assert page.evaluate("window.shaodao.rows('tickets')[0].playbook.version") == 1
    assert [one["id"] for one in page.evaluate("window.shaodao.rows('tickets')")] == [leak]

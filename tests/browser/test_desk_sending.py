"""Sending people, in a real Chromium: who goes, who answers, who is called back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.keys import behalf, detail, enter, row, send_best, walk_to

expect = pytest.importorskip("playwright.sync_api").expect


def crew(page: Any, tone: str) -> Any:
    return page.locator(f".crew [data-tone={tone}]")


def test_an_alarm_is_sent_answered_checked_and_closed_without_a_reload(page: Any, ticket: Any) -> None:
    alarm = ticket(description="3层走廊 烟感火警")
    expect(page.locator(row(alarm, "pending"))).to_be_visible()
    expect(detail(page)).to_contain_text("烟感火警")
    worker = send_best(page)
    assert page.evaluate("window.shaodao.rows('assignments').map(a => a.worker_id)") == [worker]
    page.keyboard.press("Enter")  # a second Enter sends nobody
    for tap in ("AcknowledgeAssignment", "StartTravel", "ArriveOnScene", "ResolveTicket"):
        behalf(page, tap)
    enter(page, "")  # 已处置 is chosen already
    expect(page.locator(row(alarm, "resolved"))).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("[data-testid=close-button].primary")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(row(alarm))).to_have_count(0)
    expect(detail(page)).to_contain_text("已结案")
    assert alarm not in [one["id"] for one in page.evaluate("window.shaodao.rows('tickets')")]


def test_a_tap_never_becomes_another_one_under_the_finger(page: Any, ticket: Any, office: Any) -> None:
    """Offered: taken, set out, there, declined. Taken: set out, there, declined. "There" must not become "declined"."""
    leak = ticket("water_leak")
    worker = send_best(page)
    there = page.locator(".taps [data-type=ArriveOnScene]")
    there.focus()
    office.desk().say("AcknowledgeAssignment", ticket_id=leak, on_behalf_of=worker, via="phone")
    expect(crew(page, "acknowledged")).to_be_visible()
    expect(there).to_be_focused()
    page.keyboard.press("Enter")
    expect(crew(page, "on_scene")).to_be_visible()
    # The tap that was pressed is gone: the key that would follow it reaches nothing, and sends nobody.
    expect(page.locator(".taps")).to_be_focused()
    page.keyboard.press("Enter")
    expect(crew(page, "on_scene")).to_be_visible()
    assert len(page.evaluate("window.shaodao.rows('assignments')")) == 1


def test_a_worker_who_answers_by_radio_is_heard_for_and_the_log_says_so(page: Any, ticket: Any, office: Any) -> None:
    leak = ticket("water_leak")
    worker = send_best(page)
    page.keyboard.press("o")
    page.keyboard.press("Shift+Tab")  # before the answers: by telephone or by radio
    expect(page.locator("[data-do=via]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-do=via]")).to_contain_text("对讲")
    behalf(page, "AcknowledgeAssignment")
    expect(crew(page, "acknowledged")).to_be_visible()
    expect(detail(page)).to_contain_text("dispatcher 对讲代答")
    page.keyboard.press("d")
    expect(page.locator("[data-do=phone]")).to_contain_text("1391234")
    said = [line for line in office.ticket(leak)["timeline"] if line["type"] == "AssignmentMoved"]
    assert (said[0]["actor"], said[0]["data"]["via"]) == ("dispatcher:dispatcher", "radio")
    assert said[0]["data"]["worker_id"] == worker
    page.locator("[data-do=via]").press("Enter")  # the next ones answer by telephone again


def test_a_worker_who_declines_by_telephone_leaves_a_reason_and_the_next_is_asked(page: Any, ticket: Any) -> None:
    ticket("water_leak")
    worker = send_best(page)
    behalf(page, "DeclineAssignment")
    enter(page, "在抢修电梯")
    expect(detail(page)).to_contain_text("退单")
    expect(detail(page)).to_contain_text("在抢修电梯")
    expect(detail(page)).to_contain_text("自动派单给")
    asked = page.evaluate("window.shaodao.rows('assignments').filter(a => a.stage === 'offered').map(a => a.worker_id)")
    assert len(asked) == 1
    assert asked != [worker]


def test_a_busy_worker_is_asked_for_twice_and_both_jobs_stay_in_view(page: Any, ticket: Any, alert: Any) -> None:
    first = ticket("water_leak")
    worker = send_best(page)
    behalf(page, "AcknowledgeAssignment")
    expect(crew(page, "acknowledged")).to_be_visible()
    second = alert("clutter", place="颐源居 2号楼")["ticket_id"]
    walk_to(page, second)
    busy = page.locator(f"[data-testid=candidate-row][data-worker-id={worker}]")
    expect(page.locator("[data-testid=candidate-row][aria-selected=true]")).to_be_visible()
    for _ in range(9):  # those who are free come first
        page.keyboard.press("ArrowDown")
    expect(busy).to_have_attribute("aria-selected", "true")
    expect(busy).to_contain_text("在办 1 单")
    expect(page.get_by_test_id("dispatch-button")).to_contain_text("叠加派给")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("dispatch-button")).to_contain_text("确认叠加")
    expect(page.locator(".crew")).to_have_count(0)  # one Enter only asks
    page.keyboard.press("Enter")
    expect(crew(page, "offered")).to_be_visible()
    behalf(page, "AcknowledgeAssignment")
    expect(crew(page, "acknowledged")).to_be_visible()
    held = page.evaluate("window.shaodao.rows('assignments').map(a => [a.worker_id, a.ticket_id, a.stage])")
    assert sorted(held) == sorted([[worker, first, "acknowledged"], [worker, second, "acknowledged"]])
    for job in (first, second):
        expect(page.locator(row(job, "active"))).to_contain_text("已接单")


def test_somebody_else_is_chosen_with_the_arrows_and_called_back(page: Any, ticket: Any) -> None:
    ticket("water_leak")
    expect(page.locator("[data-testid=candidate-row][aria-selected=true]")).to_be_visible()
    page.keyboard.press("ArrowDown")
    second = page.locator("[data-testid=candidate-row]").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    worker = second.get_attribute("data-worker-id")
    assert send_best(page) == worker
    page.keyboard.press("r")
    enter(page, "换人")
    expect(page.locator(".crew")).to_have_count(0)
    expect(detail(page)).to_contain_text("已撤回")


def test_a_refusal_is_explained_in_a_sentence(page: Any, ticket: Any, alert: Any, office: Any) -> None:
    there = alert("water_leak", place="颐源居")["ticket_id"]
    here = ticket()
    chosen = page.locator("[data-testid=candidate-row][aria-selected=true]")
    expect(chosen).to_be_visible()
    before = office.desk().get(f"tickets/{here}/candidates")
    page.route("**/candidates*", lambda route: route.fulfill(json=before))  # this desk does not hear of it in time
    office.desk().say("OfferAssignment", ticket_id=there, worker_id=chosen.get_attribute("data-worker-id"))
    page.keyboard.press("Enter")
    expect(page.locator(".toast[data-tone=refused]").last).to_contain_text("已由调度员 dispatcher 于")

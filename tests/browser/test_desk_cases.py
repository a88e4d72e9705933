"""The life of a case at the desk, in a real Chromium and by keyboard: checked, redone, handed over, ended, reopened."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.keys import behalf, detail, enter, menu, row, send_best, walk_to

expect = pytest.importorskip("playwright.sync_api").expect


def resolve(page: Any, ticket_id: str) -> None:
    """Somebody went, and says by telephone that it is done."""
    send_best(page)
    for tap in ("AcknowledgeAssignment", "ArriveOnScene", "ResolveTicket"):
        behalf(page, tap)
    enter(page, "")  # 已处置 is chosen already
    expect(page.locator(row(ticket_id, "resolved"))).to_be_visible()


def in_the_closed_tab(page: Any, ticket_id: str, state: str) -> None:
    page.keyboard.press("6")
    expect(page.locator(row(ticket_id, state))).to_be_visible()


def test_a_ticket_is_verified_noted_amended_and_raised(page: Any, ticket: Any) -> None:
    leak = ticket("water_leak")
    page.keyboard.press("v")
    expect(detail(page)).to_contain_text("已核实")
    page.keyboard.press("t")
    enter(page, "业主已关总阀")
    expect(detail(page)).to_contain_text("业主已关总阀")
    page.keyboard.press("e")
    page.fill("#sheet-room", "302")
    page.keyboard.press("Enter")
    expect(detail(page).locator(".where")).to_contain_text("302")
    page.keyboard.press("p")
    page.check("[name=severity][value=severe]")
    page.keyboard.press("Enter")
    expect(page.locator(f"{row(leak)}[data-severity=severe]")).to_be_visible()


def test_a_job_badly_done_goes_back_and_the_return_is_counted(page: Any, ticket: Any) -> None:
    leak = ticket("smoke")
    resolve(page, leak)
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    expect(page.locator(".toast[data-tone=refused]")).to_contain_text("请填写：哪里没办好")
    enter(page, "阀门还在滴水")
    expect(page.locator(row(leak, "pending"))).to_contain_text("返工 1 次")
    expect(detail(page).locator(".badges")).to_contain_text("返工 1 次")
    expect(detail(page)).to_contain_text("核查不通过，返工")
    expect(detail(page)).to_contain_text("阀门还在滴水")
    expect(page.locator("[data-testid=candidate-row][aria-selected=true]")).to_be_visible()  # somebody is sent again


def test_a_case_that_is_not_ours_is_handed_over_to_an_organisation(page: Any, ticket: Any) -> None:
    leak = ticket("water_leak")
    menu(page, "refer")
    page.keyboard.type("盐湖区自来水公司")
    page.keyboard.press("Tab")
    enter(page, "主管道爆裂")
    expect(page.locator(row(leak, "resolved"))).to_contain_text("盐湖区自来水公司")
    expect(detail(page).locator(".badges")).to_contain_text("已转办 盐湖区自来水公司")
    expect(detail(page)).to_contain_text("主管道爆裂")
    page.keyboard.press("c")
    expect(page.locator("[data-testid=close-button].primary")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(row(leak))).to_have_count(0)


def test_a_case_too_big_for_the_desk_is_escalated_with_a_reason(page: Any, ticket: Any) -> None:
    leak = ticket("water_leak")
    menu(page, "escalate")
    enter(page, "需要消防支援")
    expect(page.locator(row(leak))).to_contain_text("已上报")
    expect(detail(page).locator(".badges")).to_contain_text("已上报")
    expect(detail(page)).to_contain_text("dispatcher 上报")
    expect(detail(page)).to_contain_text("需要消防支援")


def test_a_false_report_is_cancelled_with_a_reason_and_reopened_with_another(page: Any, ticket: Any) -> None:
    leak = ticket("water_leak")
    page.keyboard.press("x")
    enter(page, "误报")
    expect(page.locator(row(leak))).to_have_count(0)
    expect(detail(page)).to_contain_text("误报")
    in_the_closed_tab(page, leak, "cancelled")
    menu_or_first(page, "reopen")
    enter(page, "住户再次来电")
    page.keyboard.press("1")
    expect(page.locator(row(leak, "pending"))).to_be_visible()
    expect(detail(page)).to_contain_text("住户再次来电")


def menu_or_first(page: Any, name: str) -> None:
    """Of a case that has ended, the one thing to do stands at the foot."""
    button = page.locator(f"#desk-foot [data-act={name}]").first
    expect(button).to_be_visible()
    button.press("Enter")


def test_a_closed_case_is_reopened_and_somebody_is_sent_again(page: Any, ticket: Any) -> None:
    leak = ticket("smoke")
    resolve(page, leak)
    page.keyboard.press("c")
    expect(page.locator("[data-testid=close-button].primary")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(row(leak))).to_have_count(0)
    menu_or_first(page, "reopen")
    enter(page, "又漏了")
    expect(page.locator(row(leak, "pending"))).to_be_visible()
    expect(detail(page)).to_contain_text("又漏了")
    send_best(page)


def test_tickets_are_merged_and_taken_apart_again(page: Any, ticket: Any, alert: Any) -> None:
    kept = ticket()
    double = alert("water_leak")["ticket_id"]
    expect(page.locator(row(double))).to_be_visible()
    page.keyboard.press("m")
    page.locator(f"[name=ticket_ids][value='{double}']").press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(row(double))).to_have_count(0)
    expect(page.locator(".signals [data-testid=alert-row]")).to_have_count(2)
    in_the_closed_tab(page, double, "merged")
    walk_to(page, double)
    expect(detail(page)).to_contain_text("已并入")
    menu_or_first(page, "unmerge")
    page.keyboard.press("1")
    expect(page.locator(row(double, "pending"))).to_be_visible()
    walk_to(page, kept)
    expect(page.locator(".signals [data-testid=alert-row]")).to_have_count(1)


def test_an_alert_without_a_ticket_waits_in_its_own_tab(page: Any, alert: Any) -> None:
    made = alert("loitering", place="颐源居 南门")
    assert made["ticket_id"] is None
    page.keyboard.press("7")
    line = page.locator(f"[data-testid=alert-row][data-alert-id='{made['alert_id']}']")
    expect(line).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(line).to_contain_text("已确认")
    expect(detail(page)).to_contain_text("dispatcher 已确认")
    page.keyboard.press("Enter")
    expect(detail(page).locator("h2")).to_contain_text("异常逗留")
    expect(detail(page).locator(".number")).to_be_visible()
    expect(line).to_have_count(1)  # now a signal of its ticket, no longer a row of the tab


def test_an_alert_that_means_nothing_is_ended_by_hand_with_a_reason(page: Any, alert: Any) -> None:
    made = alert("loitering", place="颐源居 北门")
    page.keyboard.press("7")
    line = page.locator(f"#desk-queue-box [data-testid=alert-row][data-alert-id='{made['alert_id']}']")
    expect(line).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(line).to_contain_text("已确认")
    page.keyboard.press("x")
    enter(page, "是巡更的保安")
    expect(line).to_have_count(0)
    expect(page.locator(".toast[data-tone=done]").last).to_contain_text("告警已人工解除")
    state = "id => window.shaodao.rows('alerts').find((one) => one.id === id)?.state ?? 'gone'"
    assert page.evaluate(state, made["alert_id"]) in ("resolved", "gone")

"""Two dispatchers at once, an offer to several phones, and what climbs: in a real Chromium."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import until
from tests.browser.keys import behalf, detail, enter, menu, row, walk_to
from tests.browser.test_phone import SIZE

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture(scope="module")
def colleague(sit: Any) -> Any:
    return sit("admin")


def chosen(desk: Any) -> Any:
    return desk.locator("[data-testid=candidate-row][aria-selected=true]")


def test_of_two_dispatchers_the_second_reads_who_sent_whom_where_and_when(
    page: Any, ticket: Any, alert: Any, office: Any, colleague: Any
) -> None:
    there = alert("water_leak", place="颐源居 2号楼")["ticket_id"]
    here = ticket("water_leak")
    worker = chosen(page).get_attribute("data-worker-id")
    before = office.desk().get(f"tickets/{here}/candidates")
    page.route("**/candidates*", lambda route: route.fulfill(json=before))  # this desk does not hear of it in time
    walk_to(colleague, there)
    expect(chosen(colleague)).to_have_attribute("data-worker-id", str(worker))
    # Both see that the other is about to send the same person.
    expect(chosen(page).get_by_test_id("rival")).to_contain_text("admin 正要派此人去")
    expect(page.get_by_test_id("dispatch-button")).to_contain_text("接手派给")
    colleague.keyboard.press("Enter")
    expect(colleague.get_by_test_id("dispatch-button")).to_contain_text("确认接手")
    expect(colleague.locator(".crew")).to_have_count(0)  # one Enter only asks
    colleague.keyboard.press("Enter")
    expect(colleague.locator(".crew [data-tone=offered]")).to_be_visible()
    expect(page.get_by_test_id("rival")).to_have_count(0)  # the colleague has sent, and is about to send nobody
    page.keyboard.press("Enter")
    number = office.ticket(there)["number"][-4:]
    said = page.locator(".toast[data-tone=refused]").last
    expect(said).to_contain_text("已由管理员 admin 于")
    expect(said).to_contain_text(f"派往工单 {number}")


def test_an_offer_to_all_who_are_near_is_called_out_and_said_to_be_taken(page: Any, ticket: Any, office: Any) -> None:
    leak = ticket("water_leak")
    expect(chosen(page)).to_be_visible()
    menu(page, "broadcast")
    enter(page, "5")
    expect(page.get_by_test_id("broadcast")).to_contain_text("先接先得")
    until(lambda: len(office.ticket(leak)["assignments"]) > 1)
    behalf(page, "AcknowledgeAssignment")
    expect(page.locator(row(leak, "active"))).to_be_visible()
    expect(page.locator(".crew li")).to_have_count(1)
    expect(detail(page)).to_contain_text("未抢到")


@pytest.mark.long
def test_a_broadcast_that_reaches_nobody_is_explained(page: Any, ticket: Any) -> None:
    ticket("water_leak", lon=111.06, lat=35.06)
    expect(page.locator("[data-testid=candidate-row]").first).to_be_visible()
    menu(page, "broadcast")
    page.locator("#desk-sheet form").wait_for()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator(".toast[data-tone=refused]").last).to_contain_text("步行 1 分钟内没有可派的空闲人员")
    page.keyboard.press("Escape")


def test_what_was_escalated_stands_on_top_until_somebody_is_on_it(page: Any, ticket: Any, office: Any) -> None:
    leak = ticket("water_leak")
    office.desk("admin").say("EscalateTicket", ticket_id=leak, reason="居民情绪激动")
    line = page.locator(f"[data-testid=escalated-row][data-ticket-id='{leak}']")
    expect(line).to_contain_text("已上报网格长")
    expect(line).to_contain_text("已告知全部调度员")  # nobody stands for the area in this office
    expect(detail(page)).to_contain_text("等待响应")
    line.get_by_test_id("btn-on-it").click()
    expect(line).to_contain_text("dispatcher 跟进")
    expect(line.get_by_test_id("btn-on-it")).to_have_count(0)
    assert office.ticket(leak)["escalation"]["taken_by"] == "dispatcher:dispatcher"


@pytest.mark.long
def test_a_recall_shows_both_of_its_steps(page: Any, ticket: Any, office: Any) -> None:
    leak = ticket("water_leak")
    worker = str(chosen(page).get_attribute("data-worker-id"))
    office.desk().say("OfferAssignment", ticket_id=leak, worker_id=worker)
    behalf(page, "AcknowledgeAssignment")
    expect(page.locator(".crew [data-tone=acknowledged]")).to_be_visible()
    page.keyboard.press("r")
    enter(page, "换人")
    expect(page.locator(".crew")).to_contain_text("等待手机确认")
    behalf(page, "ConfirmRecall")
    expect(page.locator(".crew")).to_have_count(0)
    expect(detail(page)).to_contain_text("已撤回")


@pytest.mark.long
def test_of_two_phones_that_are_asked_at_once_one_has_it_and_the_other_reads_who(screens: Any, demo: Any) -> None:
    phones = {}
    for n in (7, 8):
        demo.at_work(n)
        one = screens("worker", f"/p/?lang=zh-CN#token=demo-worker-{n}", **SIZE)
        one.get_by_test_id("btn-enrol").tap()
        expect(one.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
        phones[n] = one
    leak = demo.alert("water_leak", lon=111.0026, lat=35.0301)["ticket_id"]
    demo.desk().say("BroadcastTicket", ticket_id=leak, minutes=10)
    for one in phones.values():
        expect(one.get_by_test_id("job-card")).to_have_attribute("data-ticket-id", leak)
        expect(one.get_by_test_id("grab")).to_contain_text("先接先得")
    phones[7].get_by_test_id("btn-acknowledge").tap()
    expect(phones[7].get_by_test_id("job-card")).to_have_attribute("data-stage", "acknowledged")
    expect(phones[8].get_by_test_id("job-card")).to_have_count(0)
    expect(phones[8].get_by_test_id("lost")).to_contain_text("已先接单")
    held = demo.ticket(leak)["assignments"]
    assert [(one["worker_id"], one["lead"]) for one in held] == [("demo-worker-7", True)]
    demo.desk().say("CancelTicket", ticket_id=leak, reason="end of test")

"""The phone in a real browser: a worker's four taps, a lost network, a recall."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until

SIZE = {"size": (360, 740), "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


@pytest.fixture
def phone(screens, demo):
    """Opens the phone of worker n, enrolled and on duty."""

    def open_phone(n: int, **more):
        page = screens("worker", f"/p/?lang={more.pop('lang', 'zh-CN')}#token=demo-worker-{n}", **SIZE, **more)
        page.get_by_test_id("btn-enrol").tap()
        expect(page.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
        toggle = page.get_by_test_id("duty-toggle")
        expect(toggle).to_be_visible()  # it says nothing yet while it is hidden: another test may have signed them on
        if toggle.get_attribute("aria-checked") == "false":
            toggle.tap()
        expect(toggle).to_have_attribute("aria-checked", "true")
        expect(page.get_by_test_id("outbox-count")).to_have_text("0")
        return page

    return open_phone


def offered(demo, n: int, kind: str = "smoke", **more) -> str:
    """A ticket offered to worker n by a dispatcher; its id. What came to them by itself meanwhile is called off: a
    job that another test's worker returned goes to the next who is on duty."""
    worker = f"demo-worker-{n}"
    desk = demo.desk()
    for job in desk.get("snapshot?view=desk")["assignments"]:
        if job["worker_id"] == worker:
            desk.say("CancelTicket", ticket_id=job["ticket_id"], reason="test")
            desk.tries("ConfirmRecall", ticket_id=job["ticket_id"], on_behalf_of=worker, via="phone")
    ticket = demo.alert(kind, place="四季绿城 5号楼", unit="3单元", floor=3, **more)["ticket_id"]
    desk.say("OfferAssignment", ticket_id=ticket, worker_id=worker)
    return ticket


def test_the_link_needs_a_press_and_leaves_the_address(screens):
    page = screens("worker", "/p/#token=demo-worker-1", **SIZE)
    page.get_by_test_id("btn-enrol").tap()
    expect(page.get_by_test_id("duty-toggle")).to_be_visible()
    assert "demo-worker-1" not in page.url
    page.reload()
    expect(page.get_by_test_id("duty-toggle")).to_be_visible()


def test_a_link_that_was_used_is_told_so(screens):
    page = screens("worker", "/p/#enrol=not-a-code", **SIZE)
    page.get_by_test_id("btn-enrol").tap()
    expect(page.get_by_role("alert").filter(has_text="链接无效")).to_be_visible()


def test_a_code_at_a_door_checks_in_and_the_desk_is_told(phone, demo):
    page = phone(3)
    page.evaluate("location.hash = '#at=bcyq-01'")
    expect(page.locator(".ph-notice")).to_have_text("已在此签到")
    assert "at=" not in page.url
    until(lambda: row_of(demo, "demo-worker-3")["fix_source"] == "checkin")
    page.evaluate("location.hash = '#at=nowhere'")
    expect(page.locator(".ph-notice")).to_have_text("登记簿中没有这个地点")


def test_the_tile_says_lift_where_one_is_ridden(phone, demo):
    page = phone(8)
    leak = demo.alert("water_leak", lon=110.99865, lat=35.02608, unit="1单元", floor=9)
    demo.desk().say("OfferAssignment", ticket_id=leak["ticket_id"], worker_id="demo-worker-8")
    expect(page.get_by_test_id("job-card")).to_contain_text("乘电梯到")


def row_of(demo, worker_id: str) -> dict:
    return next(row for row in demo.desk().get("snapshot?view=desk")["workers"] if row["id"] == worker_id)


def test_four_taps_bring_a_fire_to_its_end(phone, demo):
    page = phone(1)
    ticket = offered(demo, 1)
    card = page.get_by_test_id("job-card")
    expect(card).to_have_attribute("data-ticket-id", ticket)
    expect(card).to_contain_text("四季绿城 5号楼 3单元")
    expect(card).to_contain_text("火警勿乘电梯")
    for button, stage in (
        ("btn-acknowledge", "acknowledged"),
        ("btn-en-route", "en_route"),
        ("btn-on-scene", "on_scene"),
    ):
        page.get_by_test_id(button).tap()
        expect(card).to_have_attribute("data-stage", stage)
    page.get_by_test_id("btn-done").tap()
    page.get_by_test_id("input-note").fill("电池起火，已扑灭")
    page.get_by_test_id("btn-submit").tap()
    expect(card).to_have_count(0)
    until(lambda: demo.ticket(ticket)["state"] == "resolved")
    assert demo.ticket(ticket)["note"] == "电池起火，已扑灭"


def test_a_photo_goes_with_the_report(phone, demo, tmp_path):
    from PIL import Image

    page = phone(2)
    ticket = offered(demo, 2, "water_leak")
    for button in ("btn-acknowledge", "btn-en-route", "btn-on-scene"):
        page.get_by_test_id(button).tap()
    picture = tmp_path / "leak.jpg"
    Image.new("RGB", (2400, 1200), "navy").save(picture)
    page.get_by_test_id("btn-done").tap()
    page.get_by_test_id("input-photo").set_input_files(picture)
    expect(page.get_by_text("已选 1 张")).to_be_visible()
    page.get_by_test_id("btn-submit").tap()
    photos = until(lambda: demo.ticket(ticket)["photos"])
    assert len(photos) == 1


def test_taps_without_a_network_are_kept_over_a_reload_and_sent_later(phone, demo):
    page = phone(3)
    ticket = offered(demo, 3)
    card = page.get_by_test_id("job-card")
    expect(card).to_have_attribute("data-stage", "offered")
    page.context.set_offline(True)
    page.get_by_test_id("btn-acknowledge").tap()
    expect(card).to_have_attribute("data-stage", "acknowledged")
    page.get_by_test_id("btn-en-route").tap()
    expect(page.get_by_test_id("outbox-count")).to_have_text("2")
    page.context.set_offline(False)
    expect(page.get_by_test_id("outbox-count")).to_have_text("0", timeout=20_000)
    until(lambda: demo.ticket(ticket)["assignments"][0]["stage"] == "en_route")
    said = [line for line in demo.ticket(ticket)["timeline"] if line["type"] == "AssignmentMoved"]
    assert all(line["data"]["said_at"] for line in said)


def test_a_job_is_returned_with_a_reason(phone, demo):
    page = phone(4)
    ticket = offered(demo, 4, "clutter")
    page.get_by_test_id("btn-decline").tap()
    page.get_by_text("距离太远").tap()
    page.get_by_test_id("btn-submit").tap()
    expect(page.get_by_test_id("job-card")).to_have_count(0)
    until(lambda: [line for line in demo.ticket(ticket)["timeline"] if line["data"].get("reason") == "距离太远"])
    demo.desk().say("CancelTicket", ticket_id=ticket, reason="test")  # or the next on duty is asked


def test_a_recall_is_confirmed_by_the_phone(phone, demo):
    page = phone(5)
    ticket = offered(demo, 5, "clutter")
    page.get_by_test_id("btn-acknowledge").tap()
    expect(page.get_by_test_id("job-card")).to_have_attribute("data-stage", "acknowledged")
    expect(page.get_by_test_id("outbox-count")).to_have_text("0")  # heard; else the offer is taken back without a word
    demo.desk().say("RecallAssignment", ticket_id=ticket, worker_id="demo-worker-5", reason="改派物业")
    expect(page.get_by_text("改派物业")).to_be_visible()
    page.get_by_test_id("btn-confirm-recall").tap()
    expect(page.get_by_test_id("job-card")).to_have_count(0)


def test_every_button_is_large_enough_for_a_glove_and_nothing_is_wider_than_the_screen(phone, demo):
    page = phone(6, lang="en")
    offered(demo, 6)
    expect(page.get_by_test_id("btn-acknowledge")).to_have_text("Accept")
    for button in page.locator("button:visible, a:visible").all():
        box = button.bounding_box()
        assert box["height"] >= 44, button.text_content()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_own_steps_of_a_playbook_are_one_big_tap_each(phone, demo):
    page = phone(7)
    ticket = offered(demo, 7, "elder_no_answer")
    step = page.locator("[data-testid=btn-step][data-step-id=seen]")
    expect(step).to_have_attribute("data-state", "waiting")
    for button in ("btn-acknowledge", "btn-en-route", "btn-on-scene"):
        page.get_by_test_id(button).tap()
    expect(page.locator("[data-step-id=at_door]")).to_have_attribute("data-state", "done")  # arriving did it
    expect(step).to_have_attribute("data-state", "open")
    expect(step).to_contain_text("见到老人本人")
    assert step.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("[data-step-id=call]").count() == 0  # the desk's own
    step.tap()
    expect(step).to_have_attribute("data-state", "done")
    done = [one for one in demo.ticket(ticket)["steps"] if one["state"] == "done"]
    assert [one["id"] for one in done] == ["at_door", "seen"]
    assert {one["done_by"] for one in done} == {"worker:demo-worker-7"}

"""The administration in a real Chromium: who may come in is made here, and put out again at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.browser.office import Office, is_live
from tests.browser.registers import field, line, new, open_line, turn_to
from tests.browser.running import Desk
from tests.browser.sockets import connected, cut_after

expect = pytest.importorskip("playwright.sync_api").expect

SIZE = {"width": 1920, "height": 1080}
HAN = re.compile(r"[\u4e00-\u9fff]")
#: what is written by people and not by us
DATA = re.compile(r"网格员|四季|颐源|滨湖|金海|简体中文|中文")
KEY = re.compile(r"\b(?:admin|action|role|worker_role|severity|duty|word|screen)\.[a-z_.]+")
#: a socket of somebody who was put out is cut within
CUT_S = 2
REGISTERS = ("accounts", "workers", "rosters", "sources", "displays", "kinds", "layers", "audit")


@pytest.fixture(scope="module")
def administrator(sit: Callable[..., Any]) -> Any:
    """One page for all tests, at a display of 1920×1080."""
    return sit("admin", path="/admin/accounts", viewport=SIZE)


@pytest.fixture
def admin(administrator: Any, complaints: list[str]) -> Iterator[Any]:
    yield administrator
    assert complaints == []


def secret(page: Any) -> str:
    """What is shown once: taken down, and gone with the window."""
    shown = page.get_by_test_id("once-secret")
    expect(shown).to_be_visible()
    words = str(shown.inner_text())
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(page.locator(".mantine-Drawer-overlay, .mantine-Modal-overlay")).to_have_count(0)
    return words


def put_out(page: Any, action: str) -> float:
    """Press the grave button and answer yes; when the page said that it is done."""
    page.get_by_test_id(f"act-{action}").click()
    page.get_by_test_id("confirm-yes").click()
    expect(page.get_by_test_id("confirm-yes")).to_be_hidden()
    return time.monotonic()


@pytest.mark.parametrize("lang", ["zh-CN", pytest.param("en", marks=pytest.mark.long)])
def test_every_register_and_its_form_speak_the_language_of_the_reader(admin: Any, sit: Any, lang: str) -> None:
    page = admin if lang == "zh-CN" else sit("admin", lang, "/admin/accounts", viewport=SIZE)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    seen = []
    for register in REGISTERS:
        turn_to(page, register)
        seen.append(page.inner_text("body"))
        if page.get_by_test_id("new-button").is_visible():
            page.get_by_test_id("new-button").click()
            expect(page.get_by_test_id("save-button")).to_be_visible()
            seen.append(page.inner_text(".mantine-Drawer-content"))
            page.keyboard.press("Escape")
            expect(page.get_by_test_id("save-button")).to_be_hidden()
    words = "\n".join(seen)
    assert KEY.findall(words) == [], "a text is missing from the catalogue"
    han = [one for one in words.splitlines() if HAN.search(one) and not DATA.search(one)]
    if lang == "en":
        assert han == []
        page.context.close()


@pytest.mark.long
def test_an_account_is_made_may_sign_in_and_is_put_out_within_two_seconds(admin: Any, office: Office, sit: Any) -> None:
    new(admin, "accounts", name="li-dispatch", password="short")
    expect(admin.locator("#form-problem")).to_be_visible()
    field(admin, "password").fill("demo")
    admin.get_by_test_id("save-button").click()
    expect(admin.locator("#form-problem")).to_be_visible()
    field(admin, "password").fill("orchard-bicycle-rain")
    admin.get_by_test_id("save-button").click()
    expect(line(admin, "li-dispatch")).to_contain_text("有效")
    known = Desk(office, "li-dispatch", "orchard-bicycle-rain").cookies
    desk = sit(cookies=known, path="/login")
    before = connected(office, "desk")
    desk.goto("/desk/")
    is_live(desk)
    assert connected(office, "desk") == before + 1
    open_line(admin, "li-dispatch")
    since = put_out(admin, "disable")
    assert cut_after(office, "desk", before, since) <= CUT_S
    desk.wait_for_url("**/login*")
    expect(line(admin, "li-dispatch")).to_contain_text("停用")
    assert requests.get(f"{office.url}/api/v1/me", cookies=known, timeout=10).status_code == 401
    desk.context.close()


def test_a_worker_is_made_and_the_phone_is_enrolled_by_the_link_that_the_qr_code_holds(
    admin: Any, office: Office, sit: Any
) -> None:
    new(admin, "workers", id="w90", name="王小明", phone="13800001111")
    expect(admin.get_by_test_id("qr")).to_be_visible()
    link = secret(admin)
    assert link.startswith(f"{office.url}/p/#enrol=")
    phone = sit(cookies={}, path=link, viewport={"width": 360, "height": 740})
    before = connected(office, "worker")
    phone.get_by_test_id("btn-enrol").click()
    expect(phone.get_by_test_id("duty-toggle")).to_be_visible()
    expect(phone.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    assert connected(office, "worker") == before + 1
    turn_to(admin, "accounts")
    turn_to(admin, "workers")
    expect(line(admin, "王小明")).to_contain_text("1")
    open_line(admin, "王小明")
    since = put_out(admin, "revoke_phones")
    assert cut_after(office, "worker", before, since) <= CUT_S
    phone.context.close()


def test_a_source_shows_its_token_once_and_is_silenced(admin: Any, office: Office) -> None:
    new(admin, "sources", name="gateway-7")
    token = secret(admin)
    assert requests.post(f"{office.url}/api/v1/alerts", json=[], headers=bearer(token), timeout=10).status_code != 401
    expect(line(admin, "gateway-7")).to_contain_text("1")
    open_line(admin, "gateway-7")
    put_out(admin, "revoke")
    expect(line(admin, "gateway-7")).to_have_count(0)
    assert requests.post(f"{office.url}/api/v1/alerts", json=[], headers=bearer(token), timeout=10).status_code == 401


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.long
def test_a_wall_gets_a_link_once_and_goes_dark_within_two_seconds(admin: Any, office: Office, sit: Any) -> None:
    new(admin, "displays", name="hall-east")
    link = secret(admin)
    wall = sit(cookies={}, path="/login", viewport={"width": 960, "height": 540})
    before = connected(office, "wall")
    wall.goto(link)
    expect(wall.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    assert connected(office, "wall") == before + 1
    open_line(admin, "hall-east")
    since = put_out(admin, "revoke")
    assert cut_after(office, "wall", before, since) <= CUT_S
    expect(line(admin, "hall-east")).to_have_count(0)
    wall.context.close()


@pytest.mark.long
def test_a_kind_is_sent_automatically_from_now_on(admin: Any, office: Office) -> None:
    before = office.desk().get("kinds")
    turn_to(admin, "kinds")
    open_line(admin, "漏水")
    admin.locator('[id=\'{"field":"mode"}\']').click()
    admin.get_by_role("option", name="建议派单" if auto(before) else "自动派单").click()
    admin.get_by_test_id("save-button").click()
    expect(admin.locator(".adm-toast")).to_have_text("已保存")
    after = office.desk().get("kinds")
    assert auto(after) is not auto(before)
    expect(line(admin, "漏水").locator(".col-mode")).to_have_text("自动派单" if auto(after) else "建议派单")


def auto(kinds: list[dict[str, Any]]) -> bool:
    return next(bool(one["auto"]) for one in kinds if one["id"] == "water_leak")

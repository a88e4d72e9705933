"""Accounts that stand for areas, made in a real Chromium by an administrator; what climbs there is told to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shapely

from layers.feature import Feature
from layers.store import LayerStore
from tests.browser.office import Office
from tests.browser.registers import choose, expect, field, line, new, open_line, said_below, turn_to
from tests.browser.running import PLACE, Desk

SIZE = {"width": 1440, "height": 900}
COMMUNITY, GRID, NEXT = "140802901001", "140802901001001", "140802901001002"
PASSWORD = "orchard-bicycle-rain"


@pytest.fixture(scope="module")
def admin(sit: Any, office: Office) -> Iterator[Any]:
    """The district has one community of two grids while these tests run; the office stands in the first."""
    store, here = LayerStore(office.home), shapely.Point(PLACE["lon"], PLACE["lat"])
    store.replace(
        "areas", [Feature(COMMUNITY, "学府社区", here.buffer(0.01), {"level": "community", "code": COMMUNITY})]
    )
    store.replace("grids", [grid(GRID, "第一网格", here), grid(NEXT, "第二网格", shapely.Point(111.02, 35.03))])
    yield sit("admin", path="/admin/accounts", viewport=SIZE)
    store.replace("areas", [])
    store.replace("grids", [])


def grid(code: str, name: str, middle: shapely.Point) -> Feature:
    return Feature(code, name, middle.buffer(0.005), {"code": code})


def test_a_wrong_area_is_refused_in_words_and_leaves_no_half_made_account(admin: Any, complaints: list[str]) -> None:
    new(admin, "accounts", name="wang-leader", password=PASSWORD, areas="99999")
    expect(said_below(admin, "areas")).to_have_text("没有这个区域：99999")
    expect(admin.locator("#form-problem")).to_have_text("请检查“区域编码”")
    instead(admin, f"{GRID} 第一网格")
    admin.get_by_test_id("save-button").click()
    expect(said_below(admin, "stands_for")).to_have_text("请选择上报职级")
    choose(admin, "stands_for", "网格长")
    choose(admin, "role", "大屏")
    admin.get_by_test_id("save-button").click()
    expect(said_below(admin, "stands_for")).to_contain_text("可以代表区域")
    choose(admin, "role", "值班领导")
    admin.get_by_test_id("save-button").click()
    expect(line(admin, "wang-leader").locator(".col-areas")).to_have_text(f"网格长 {GRID}")
    assert complaints == []


def test_what_climbs_in_the_area_is_told_to_who_stands_for_it_until_he_does_no_longer(
    admin: Any, office: Office
) -> None:
    ticket = str(office.alert("water_leak", grid_code=GRID)["ticket_id"])
    office.desk().say("EscalateTicket", ticket_id=ticket, reason="nobody comes")
    leader = Desk(office, "wang-leader", PASSWORD)
    assert told(leader) == {ticket: (["wang-leader"], True)}
    turn_to(admin, "accounts")
    open_line(admin, "wang-leader")
    instead(admin, f"{NEXT} 第二网格")
    admin.get_by_test_id("save-button").click()
    expect(line(admin, "wang-leader").locator(".col-areas")).to_have_text(f"网格长 {NEXT}")
    assert told(leader) == {ticket: ([], True)}, "nobody stands there now: every dispatcher is told"
    office.desk().say("CancelTicket", ticket_id=ticket, reason="end of test")


def instead(page: Any, area: str) -> None:
    """Another area in the place of the one that stands there; the name is typed, the register suggests the rest."""
    field(page, "areas").press("Backspace")
    field(page, "areas").fill(area.split()[1])
    page.get_by_role("option", name=area, exact=True).click()
    field(page, "areas").press("Tab")


def told(desk: Desk) -> dict[str, tuple[list[str], bool]]:
    return {one["ticket_id"]: (one["told"], one["mine"]) for one in desk.get("escalations")}

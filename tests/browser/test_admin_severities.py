"""What follows from a severity, changed by somebody with a mouse; what cannot be is said below its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.registers import field, said_below

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.mark.long
def test_a_level_that_hears_too_soon_is_refused_below_its_field_and_a_later_one_is_kept(
    sit: Callable[..., Any], complaints: list[str]
) -> None:
    page = sit("admin", path="/admin/severities", viewport={"width": 1440, "height": 900})
    expect(page.get_by_test_id("open-row")).to_have_count(5)
    expect(page.get_by_test_id("new-button")).to_be_hidden()
    row = page.locator("[data-row-id=minor]")
    row.get_by_test_id("open-row").click()
    field(page, "grid_min").fill("60")
    field(page, "community_min").fill("30")
    page.get_by_test_id("save-button").click()
    expect(said_below(page, "community_min")).to_be_visible()
    field(page, "community_min").fill("180")
    page.get_by_test_id("save-button").click()
    expect(row.locator(".col-community_min")).to_have_text("180")
    assert complaints == []

"""The policy lab in a real Chromium: chosen, played in a process of its own, shown with plots, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.running import until

expect = pytest.importorskip("playwright.sync_api").expect

SIZE = {"width": 1600, "height": 1000}
KEY = re.compile(r"\b(?:replay|action|role|severity|screen)\.[a-z_.]+")
#: a short day of two policies, and the demo district's map the first time
PLAYED_MS = 150_000
#: the least contrast of a text with what is behind it (WCAG AA)
LEGIBLE = 4.5
#: contrast of the first element of a selector with the nearest ground that is painted
CONTRAST = """(selector) => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const one = document.querySelector(selector);
  let ground = one;
  while (rgb(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  const [a, b] = [getComputedStyle(one).color, getComputedStyle(ground).backgroundColor].map((c) => light(rgb(c)));
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""
PLOTS, HEIGHTS = ".rpl-plot .main-svg:first-child", "all => all.map((one) => one.getBoundingClientRect().height)"
FIELDS = ("#scenario", "#district label", "#policies label", "#load label", "#days", ".dash-input-stepper")


def is_legible(page: Any) -> bool:
    return all(page.evaluate(CONTRAST, one) >= LEGIBLE for one in FIELDS)


@pytest.mark.long
@pytest.mark.timeout(240)
def test_two_policies_side_by_side(sit: Callable[..., Any], complaints: list[str]) -> None:
    page = sit("dispatcher", path="/replay/", viewport=SIZE)
    expect(page.locator("h1")).to_have_text("策略推演")
    expect(page.locator("#result")).to_contain_text("还没有推演过")
    expect(page.locator("#stop")).to_be_hidden()
    assert is_legible(page)

    page.locator("#policies input[type=checkbox]").nth(0).uncheck()
    page.locator("#policies input[type=checkbox]").nth(1).uncheck()
    page.locator("#start").click()
    expect(page.locator("#said")).to_have_text("请选择 1 至 5 个策略。")
    page.locator("#policies input[type=checkbox]").nth(0).check()
    page.locator("#policies input[type=checkbox]").nth(1).check()

    page.locator("#district input[type=radio]").nth(1).check()
    page.locator("#days").fill("1")
    page.locator("#workers").fill("4")
    page.locator("#start").click()
    expect(page.locator("#progress progress")).to_be_visible()
    expect(page.locator("#start")).to_be_disabled()
    table = page.get_by_test_id("replay-table")
    expect(table).to_be_visible(timeout=PLAYED_MS)
    expect(table.locator("thead th[scope=col]")).to_have_text(["baseline", "default"])
    expect(table.locator("tbody tr").first).to_contain_text("工单数")
    expect(page.locator(".rpl-plot .main-svg").first).to_be_visible()
    expect(page.locator(".rpl-plot")).to_have_count(5)
    until(lambda: all(height > 300 for height in page.locator(PLOTS).evaluate_all(HEIGHTS)))
    expect(page.locator("#start")).to_be_enabled()
    expect(page.locator("#runs .rpl-run.chosen")).to_contain_text("已完成")
    assert KEY.findall(page.locator("body").inner_text()) == []

    page.context.add_cookies([{"name": "theme", "value": "light", "url": page.url}])
    page.goto("/replay/?lang=en")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(page.get_by_test_id("replay-table").locator("tbody tr").first).to_contain_text("Tickets")
    expect(page.locator(".rpl-plot .main-svg").first).to_be_visible()
    assert is_legible(page)
    assert KEY.findall(page.locator("body").inner_text()) == []
    assert complaints == []

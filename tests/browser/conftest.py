"""One demo without a scenario for all browser tests of a run, and people who sit before its screens."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.office import alert, complaints, office, one_desk, page, sit, ticket
from tests.browser.running import PLACE, Demo, Desk, until
from tests.support.require import require

__all__ = ["PLACE", "Demo", "Desk", "alert", "complaints", "office", "one_desk", "page", "sit", "ticket", "until"]

CHROMIUM = shutil.which("chromium")
#: software rendering draws the map; the rest keeps Chromium from calling home
FLAGS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox", "--disable-background-networking"]
#: three pages drawn in software on two busy cores take their time
PATIENT_MS = 20_000


with contextlib.suppress(ImportError):  # without Playwright the tests say that they are skipped
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


def is_fault(line: Any) -> bool:
    """A script's complaint; not the browser's note of a request that failed, which tests cause on purpose."""
    return line.type == "error" and "Failed to load resource" not in line.text and "WebSocket" not in line.text


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    require("browser", CHROMIUM, "chromium is not installed")
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    require("browser", CHROMIUM, "chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def screens(chromium: Any, demo: Demo) -> Iterator[Callable[..., Any]]:
    """``screens(role, path, …)`` opens a page; people at desks log in, phones and walls bring their token.
    A script error or a refused source on any page fails the test."""
    contexts, problems = [], []

    def open_page(
        who: str, path: str, *, size: tuple[int, int] = (1920, 1080), lang: str = "zh-CN", **more: Any
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=lang, base_url=demo.url, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if is_fault(line) else None)
        if who in ("dispatcher", "admin", "supervisor"):
            page.goto("/login")
            page.fill("input[name=username]", who)
            page.fill("input[name=password]", "demo")
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}" if "#" not in path else path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems

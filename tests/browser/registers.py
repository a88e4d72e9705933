"""The administration's registers, as somebody with a mouse works in them."""

from __future__ import annotations

from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


def turn_to(page: Any, register: str) -> None:
    page.locator(f".adm-menu a[href='/admin/{register}']").click()
    expect(page.locator(".adm-item.chosen")).to_have_attribute("href", f"/admin/{register}")
    expect(page.locator("#rows > *").first).to_be_visible()


def new(page: Any, register: str, **fields: str) -> None:
    """Fill in the form of a new line and send it."""
    turn_to(page, register)
    page.get_by_test_id("new-button").click()
    for name, value in fields.items():
        field(page, name).fill(value)
    page.get_by_test_id("save-button").click()


def field(page: Any, name: str) -> Any:
    return page.locator(f'[id=\'{{"field":"{name}"}}\']')


def choose(page: Any, name: str, option: str) -> None:
    """One of a field's list."""
    field(page, name).click()
    page.get_by_role("option", name=option, exact=True).click()


def said_below(page: Any, name: str) -> Any:
    """What is wrong with a field, in words."""
    return (
        page.locator(".mantine-InputWrapper-root").filter(has=field(page, name)).locator(".mantine-InputWrapper-error")
    )


def line(page: Any, name: str) -> Any:
    return page.locator(".adm-table tbody tr").filter(has=page.get_by_role("button", name=name, exact=True))


def open_line(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".mantine-Drawer-title")).to_have_text(name)

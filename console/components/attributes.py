"""Attributes that Dash's components take but do not name."""

from __future__ import annotations

from typing import Any


def data(test_id: str | None = None, **values: str) -> dict[str, Any]:
    """``data-…`` attributes to spread into a component: ``data("map", kpi="open")`` → data-testid, data-kpi."""
    named = {f"data-{name.replace('_', '-')}": value for name, value in values.items()}
    return named if test_id is None else {"data-testid": test_id} | named

"""Attributes that Python has no names for."""

from __future__ import annotations

from typing import Any


def more(**named: str) -> dict[str, Any]:
    """``data_testid="x"`` → ``{"data-testid": "x"}``: give it to a component as ``**more(…)``."""
    return {name.replace("_", "-"): value for name, value in named.items()}

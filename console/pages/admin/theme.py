"""Mantine in our tokens (assets/tokens.css, dark): the same greys, one accent, no colour without a meaning."""

from __future__ import annotations

from typing import Any

#: text1 … bg0, from light to dark, as Mantine counts its ten shades
_DARK = ["#e9f0f6", "#a3b4c4", "#a3b4c4", "#768ca0", "#35495b", "#1e2b38", "#17222d", "#111922", "#0b1016", "#080c11"]
_BRAND = ["#eaf4ff", "#cfe5ff", "#a8cfff", "#82baff", "#6db1ff", "#5aa9ff", "#3f8fe6", "#2f78c7", "#2362a6", "#184b82"]

THEME: dict[str, Any] = {
    "primaryColor": "brand",
    "primaryShade": 7,
    "colors": {"dark": _DARK, "brand": _BRAND},
    "fontFamily": "var(--font)",
    "fontFamilyMonospace": "var(--font-mono)",
    "defaultRadius": "7px",
    "respectReducedMotion": True,
    "focusRing": "auto",
}

"""Cells of tables that a spreadsheet will not run as a formula, and the way back."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def escape(cell: object) -> str:
    """Text as it is, with an apostrophe before what Excel would take for a formula; numbers stay numbers."""
    text = "" if cell is None else str(cell)
    return "'" + text if _FORMULA.match(text) and not _is_number(text) else text


def unescape(text: str) -> str:
    """What ``escape`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

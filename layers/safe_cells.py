"""Cells of a CSV that a spreadsheet will not run as a formula."""

from __future__ import annotations


def escape(cell: object) -> str:
    """Text as it is, with an apostrophe before what Excel would take for a formula; numbers stay numbers."""
    text = "" if cell is None else str(cell)
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

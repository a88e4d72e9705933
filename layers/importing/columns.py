"""Which column of a file is which property of ours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

NUMBERS = ("levels", "households", "height", "sockets", "heading", "angle", "range_m")


@cache
def aliases() -> dict[str, list[str]]:
    """Ours → the usual names of it, best first (``columns.json``)."""
    text = Path(__file__).with_name("columns.json").read_text(encoding="utf-8")
    return {ours: list(theirs) for ours, theirs in json.loads(text).items()}


def guess(columns: Iterable[str], mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours → theirs for the columns of a file; what ``mapping`` says wins. A column serves one property only."""
    there = {_plain(column): column for column in columns}
    chosen = {ours: theirs for ours, theirs in (mapping or {}).items() if theirs in there.values()}
    for ours, names in aliases().items():
        found = next((there[n] for n in names if n in there and there[n] not in chosen.values()), None)
        if ours not in chosen and found is not None:
            chosen[ours] = found
    return chosen


def _plain(column: str) -> str:
    return column.strip().strip("\ufeff").lower()

"""Opening hours of gates: the common part of OSM's syntax."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_DAY = re.compile(r"\b(mo|tu|we|th|fr|sa|su)(?:\s*-\s*(mo|tu|we|th|fr|sa|su))?\b")

Rule = tuple[frozenset[int], tuple[tuple[int, int], ...]]


def is_open(hours: str, local: datetime) -> bool:
    """Whether a gate is open at a local time. Later rules win for their days; what cannot be read counts as open."""
    rules = _parse(hours)
    minute, today = local.hour * 60 + local.minute, local.weekday()
    if not rules:
        return True
    return _within(rules, today, minute) or _within(rules, (today - 1) % 7, minute + 1440)


def opens_at(hours: str, local: datetime) -> str | None:
    """When a shut gate opens next, as HH:MM (today, tomorrow or a later day); None where it stays shut or is open."""
    rules = _parse(hours)
    if not rules or is_open(hours, local):
        return None
    minute = local.hour * 60 + local.minute
    for day in range(8):
        spans = _spans(rules, (local.weekday() + day) % 7)
        starts = [start for start, _ in spans if day or start > minute]
        if starts:
            return f"{min(starts) // 60 % 24:02d}:{min(starts) % 60:02d}"
    return None


@lru_cache(maxsize=256)
def _parse(hours: str) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for part in hours.lower().split(";"):
        spans = tuple(
            (int(h1) * 60 + int(m1), int(h2) * 60 + int(m2) + (1440 if (h2, m2) <= (h1, m1) else 0))
            for h1, m1, h2, m2 in ((a.zfill(2), b, c.zfill(2), d) for a, b, c, d in _SPAN.findall(part))
        )
        closed = bool(re.search(r"\b(off|closed)\b", part))
        whole = "24/7" in part
        if spans or closed or whole:
            rules.append((_days(part), () if closed else ((0, 1440),) if whole else spans))
    return tuple(rules)


def _days(part: str) -> frozenset[int]:
    days: set[int] = set()
    for first, last in _DAY.findall(part):
        start = _DAYS.index(first)
        length = (_DAYS.index(last) - start) % 7 if last else 0
        days |= {(start + offset) % 7 for offset in range(length + 1)}
    return frozenset(days or range(7))


def _within(rules: tuple[Rule, ...], day: int, minute: int) -> bool:
    return any(start <= minute < end for start, end in _spans(rules, day))


def _spans(rules: tuple[Rule, ...], day: int) -> tuple[tuple[int, int], ...]:
    spans: tuple[tuple[int, int], ...] = ()
    for days, of_rule in rules:
        if day in days:
            spans = of_rule
    return spans


def spans_on(hours: str, weekday: int) -> tuple[tuple[int, int], ...] | None:
    """(from, to) in minutes after midnight of a weekday (Monday 0), empty where it is shut; None: nothing to read."""
    rules = _parse(hours)
    return _spans(rules, weekday) if rules else None

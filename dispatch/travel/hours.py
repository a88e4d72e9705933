"""Opening hours of gates and places in OSM's syntax, read by opening-hours-py (the whole grammar; 6 MB, 0.1 ms a text).

Which days are public or school holidays is not known here: rules for them are passed over, on no day do they shut a
gate. Sunrise and sunset are 07:00 and 19:00. What cannot be read counts as open, and the import says so.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, State, validate

#: A gate that opens later than in so many days stays shut, as far as anybody at it is concerned.
AHEAD_DAYS = 8
DAY_MIN = 1440
#: What keyboards here write for the signs of the grammar.
_SIGNS = str.maketrans("：；，－–—～~", ":;,-----")
_ALWAYS = re.compile(r"(全天|24\s*小时)(开放|营业)?")
_ROUND_DASH = re.compile(r"\s*-\s*")
_HOLIDAY = re.compile(r"\b(ph|sh)\b", re.IGNORECASE)
#: A whole rule that only shuts on holidays: alone it would say that the gate is never open.
_SHUT_ON_HOLIDAYS = re.compile(r"(?:PH|SH)(?:\s*,\s*(?:PH|SH))*\s+(?:off|closed)", re.IGNORECASE)


def is_open(hours: str, local: datetime) -> bool:
    """Whether it is open at a local time."""
    return _is_open(hours, local.replace(second=0, microsecond=0, tzinfo=None))


def opens_at(hours: str, local: datetime) -> str | None:
    """When a shut gate opens next, as HH:MM (today, tomorrow or a later day); None where it stays shut or is open."""
    read, at = _read(hours), local.replace(tzinfo=None)
    while read is not None and read.state(at)[0] == State.CLOSED:
        change = read.next_change(at)
        if change is None:
            return None
        if read.state(change)[0] != State.CLOSED:
            return f"{change:%H:%M}"
        at = change
    return None


def spans_on(hours: str, day: date) -> tuple[tuple[int, int], ...] | None:
    """(from, to) in minutes after midnight of a day, what goes on after the next midnight in one piece; empty where it
    is shut all day. None: always open, or nothing to read."""
    read = _read(hours)
    if read is None:
        return None
    midnight = datetime.combine(day, time())
    spans: list[tuple[int, int]] = []
    for begins, ends, state, _ in read.intervals(midnight, midnight + timedelta(days=2)):
        since, to = (round((one - midnight).total_seconds() / 60) for one in (begins, ends))
        if state == State.CLOSED or (since >= DAY_MIN and (not spans or spans[-1][1] < since)):
            continue
        if spans and spans[-1][1] == since:  # what a comment or "unknown" parts
            spans[-1] = spans[-1][0], to
        else:
            spans.append((since, to))
    return None if spans == [(0, 2 * DAY_MIN)] else tuple(spans)


def is_readable(hours: str) -> bool:
    """Whether a text says when something is open; blank says nothing, and nothing wrong."""
    return not _rules(hours) or _read(hours) is not None


@lru_cache(maxsize=4096)
def _is_open(hours: str, at: datetime) -> bool:
    read = _read(hours)
    return read is None or read.state(at)[0] != State.CLOSED


@lru_cache(maxsize=1024)
def _read(hours: str) -> OpeningHours | None:
    rules = _rules(hours)
    if not rules or not validate(rules):
        return None
    return OpeningHours(rules, auto_country=False, auto_timezone=False, max_interval_days=AHEAD_DAYS)


def _rules(hours: str) -> str:
    """As the grammar wants it, without rules that only shut on holidays."""
    text = _ROUND_DASH.sub("-", _ALWAYS.sub("24/7", hours.translate(_SIGNS)))
    text = _HOLIDAY.sub(lambda found: found[0].upper(), text)
    rules = (rule.strip(" ,") for rule in text.split(";"))
    return "; ".join(rule for rule in rules if rule and not _SHUT_ON_HOLIDAYS.fullmatch(rule))

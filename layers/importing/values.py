"""What stands in a cell, as what the field holds."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from typing import Any

from layers.fields import Field
from layers.importing.limits import MAX_TEXT

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: A number with a unit after it, as registers write: 18层, 30 米, 1,200.
_NUMBER = re.compile(r"([+-]?[\d,]*\.?\d+(?:[eE][+-]?\d+)?)\s*[^\d\s.,]{0,4}")
_HOURS = re.compile(r"\d{1,2}[:：]\d{2}|24/7|sun(rise|set)|dawn|dusk|off|全天", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:[ T].*)?")
_YES = {"yes", "y", "true", "1", "是", "有", "开", "启用", "已接入", "√"}
_NO = {"no", "n", "false", "0", "否", "无", "关", "停用", "未接入", "×"}
#: Properties that are lists in GeoJSON and text in tables.
LISTS = ("nodes", "socket_list")


class Unfit(Exception):
    """A value that the field does not hold; the text says what it would hold."""


def read(field: Field, value: Any) -> Any:
    """The value as the field keeps it, None when the cell is blank. Raises Unfit."""
    if value is None:
        return None
    if field.holds == "integer" and type(value) is int and not field.values:
        return _number(field, value, "")
    text = clean(str(value))
    if not text:
        return None
    if field.values:
        spoken = {word.lower(): ours for word, ours in field.values}
        text = spoken.get(text.lower(), text)
    if field.holds in ("number", "integer"):
        return _number(field, value, text)
    if field.holds == "yes_no":
        return _yes_no(text)
    if field.holds == "date":
        return _date(text)
    if field.holds == "hours" and not _HOURS.search(text):
        raise Unfit("06:00-23:00")
    if field.holds == "choice" and field.choices:
        return _choice(field, text)
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise Unfit(field.example or field.pattern)
    return text


def plain(name: str, value: Any) -> Any:
    """A value of which nothing is known: text without control characters, numbers, small lists; None when blank."""
    if isinstance(value, str):
        text = clean(value)
        if name in LISTS and text.startswith("["):
            try:
                return json.loads(text)
            except (ValueError, RecursionError):
                return text
        return text or None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return value if name in LISTS or len(str(value)) <= MAX_TEXT else None


def clean(text: str) -> str:
    """Without characters that control a terminal or turn the writing round, trimmed and cut."""
    if not text.isprintable():  # saves 1 µs a cell
        text = _CONTROLS.sub("", text)
    return text.strip()[:MAX_TEXT]


def _number(field: Field, value: Any, text: str) -> float | int:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    else:
        found = _NUMBER.fullmatch(text)
        if not found:
            raise Unfit("12" if field.holds == "integer" else "12.5")
        number = float(found[1].replace(",", ""))
    low = -math.inf if field.low is None else field.low
    high = math.inf if field.high is None else field.high
    whole = number.is_integer() if math.isfinite(number) else False
    if not low <= number <= high or (field.holds == "integer" and not whole):
        raise Unfit(f"{low:g} … {high:g}")
    return int(number) if whole else number


def _yes_no(text: str) -> str:
    word = text.lower()
    if word not in _YES | _NO:
        raise Unfit("yes, no")
    return "yes" if word in _YES else "no"


def _choice(field: Field, text: str) -> str:
    found = next((choice for choice in field.choices if choice.lower() == text.lower()), None)
    if found is None:
        raise Unfit(", ".join(field.choices))
    return found


def _date(text: str) -> str:
    found = _DATE.fullmatch(text)
    try:
        if found:
            return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        pass
    raise Unfit("YYYY-MM-DD (2027-06-30)")

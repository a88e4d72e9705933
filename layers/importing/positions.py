"""Coordinates as people write them: 111.0031, 35°02'11.5"N, 东经111度0分30秒, and two of them in one cell."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

_WEST, _NORTH = "EW东西", "NS北南"
_NEGATIVE = "WS西南"
_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_DEGREES = re.compile(
    rf"""^\s*(?P<before>[EWNSewns]|东经|西经|北纬|南纬|东|西|北|南|经度|纬度)?\s*[::]?\s*
    (?P<d>{_NUMBER})\s*(?:[°º˚度dD]\s*|\s+|$|(?=[EWNSewns]\s*$))
    (?:(?P<m>\d+(?:\.\d+)?)\s*(?:['′’‘`分mM]\s*|\s+|$|(?=[EWNSewns]\s*$)))?
    (?:(?P<s>\d+(?:\.\d+)?)\s*(?:["″”“秒]|''|′′|[sS](?=\s*$)|$|(?=\s*[EWNSewns]\s*$)))?
    \s*(?P<after>[EWNSewns]|东经|西经|北纬|南纬)?\s*$""",
    re.VERBOSE,
)
#: Two coordinates in one cell: separated by comma, semicolon, slash or space, or by the letter that ends the first.
_SPLIT = re.compile(r"\s*[,;，；、/|]\s*")
_LETTERED = re.compile(
    r"^(.*?[EWNSewns])\s*([^EWNSewns\s].*[EWNSewns])$|^([EWNSewns东西北南].*?)\s*([EWNSewns东西北南].*)$"
)


class Misread(Exception):
    """A cell that is no coordinate: the column, a reject code, what stood there."""

    def __init__(self, field: str, code: str, value: object) -> None:
        super().__init__(f"{field}: {value}")
        self.field, self.code, self.value = field, code, str(value)[:200]


def single(cell: Any, field: str = "") -> float:
    """One coordinate in degrees (or metres). Raises Misread."""
    return _read(cell, field)[0]


def pair(cell: Any, field: str = "", lat_first: bool = False) -> tuple[float, float]:
    """(lon, lat) of a cell with both: by its letters where it has some, else in the order the heading says."""
    text = _text(cell, field)
    text = re.sub(r"^\s*POINT\s*Z?\s*", "", text, flags=re.IGNORECASE).strip("()[]（） \t")
    halves = _halves(text)
    if halves is None:
        raise Misread(field, "not_a_number", text)
    (first, first_letter), (second, second_letter) = (_read(half, field) for half in halves)
    if (first_letter and first_letter in _NORTH) or (second_letter and second_letter in _WEST):
        return second, first
    if (first_letter and first_letter in _WEST) or not lat_first:
        return first, second
    return second, first


def by_content(columns: Sequence[tuple[str, Iterable[Any]]]) -> dict[str, str]:
    """Columns that look like longitudes and latitudes of China, where no heading says so; empty when not exactly one
    of each does."""
    found: dict[str, list[str]] = {"lon": [], "lat": []}
    for name, cells in columns:
        numbers = [_quiet(cell) for cell in cells if cell is not None and str(cell).strip()]
        fractions = sum(1 for n in numbers if n is not None and not float(n).is_integer())
        if not name or len(numbers) < 2 or fractions < 0.5 * len(numbers):
            continue
        for ours, low, high in (("lon", 73.0, 136.0), ("lat", 3.0, 54.0)):
            if sum(n is not None and low < n < high for n in numbers) > 0.9 * len(numbers):
                found[ours].append(name)
    return {ours: names[0] for ours, names in found.items()} if all(len(n) == 1 for n in found.values()) else {}


def _quiet(cell: Any) -> float | None:
    try:
        return single(cell)
    except Misread:
        return None


def _halves(text: str) -> tuple[str, str] | None:
    parts = [part for part in _SPLIT.split(text) if part]
    if len(parts) == 2 or (len(parts) == 3 and _is_number(parts[2])):  # a third one is the altitude
        return parts[0], parts[1]
    lettered = _LETTERED.match(text)
    if lettered:
        first, second = [group for group in lettered.groups() if group]
        return first, second
    words = text.split()
    return (words[0], words[1]) if len(words) in (2, 3) and all(map(_is_number, words)) else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _text(cell: Any, field: str) -> str:
    text = (
        unicodedata.normalize("NFKC", str(cell)).strip().strip("'\"" if str(cell).count('"') > 1 else "")
        if cell is not None
        else ""
    )
    if not text:
        raise Misread(field, "missing_position", "")
    return text


def _read(cell: Any, field: str) -> tuple[float, str]:
    """(degrees, letter of the hemisphere or nothing)."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if not math.isfinite(cell):
            raise Misread(field, "not_a_number", cell)
        return float(cell), ""
    text = _text(cell, field)
    try:
        number = float(text)
    except ValueError:
        return _degrees(text, field)
    if not math.isfinite(number):
        raise Misread(field, "not_a_number", text)
    return number, ""


def _degrees(text: str, field: str) -> tuple[float, str]:
    found = _DEGREES.match(text)
    if not found:
        raise Misread(field, "not_a_number", text)
    degrees, minutes, seconds = (float(found[part] or 0) for part in "dms")
    if minutes >= 60 or seconds >= 60:
        raise Misread(field, "not_a_number", text)
    letter = (found["before"] or found["after"] or "")[:1].upper()
    if letter in ("经", "纬"):
        letter = {"经": "E", "纬": "N"}[letter]
    size = abs(degrees) + minutes / 60 + seconds / 3600
    negative = degrees < 0 or found["d"].startswith("-") or (letter and letter in _NEGATIVE)
    return -size if negative else size, letter

"""A scenario file: lines in the order of a day (data/scenarios/README.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dispatch.severity import SEVERITIES

DAY_S = 86_400
#: A device that is not over it within a year never is.
MOST_RESOLVE_S = 365 * DAY_S
TYPES = ("alert", "call", "patrol", "sos", "asset")


class BadScenario(ValueError):
    """A line cannot be used; the message names the file, the line and the field."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happens ``t`` seconds after midnight. ``number`` is its place in the file, from 1."""

    number: int
    t: float
    type: str
    data: dict[str, Any] = field(default_factory=dict)
    source: str = ""

    @property
    def at(self) -> dict[str, Any]:
        where: dict[str, Any] = self.data.get("at", {})
        return where


def read(path: Path) -> list[Line]:
    """All lines by time. Raises BadScenario for the first that is wrong."""
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise BadScenario(f"{path.name}: not UTF-8 ({error.reason})") from None
    lines = list(_lines(path.name, texts))
    if not lines:
        raise BadScenario(f"{path.name}: no lines")
    return sorted(lines, key=lambda line: (line.t, line.number))


def _lines(name: str, texts: list[str]) -> Iterator[Line]:
    for number, text in enumerate(texts, 1):
        if not text.strip():
            continue
        try:
            yield _line(number, json.loads(text))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise BadScenario(f"{name} line {number}: {error}") from None


def _line(number: int, raw: dict[str, Any]) -> Line:
    t, type_, data = raw.get("t"), raw.get("type"), raw.get("data")
    if isinstance(t, bool) or not isinstance(t, int | float) or not 0 <= t < DAY_S:
        raise ValueError(f"t is {t!r}, not seconds of a day")
    if type_ not in TYPES:
        raise ValueError(f"type is {type_!r}, not one of {', '.join(TYPES)}")
    if not isinstance(data, dict) or not isinstance(data.get("at", {}), dict):
        raise ValueError("data and its at are objects")
    if type_ in ("alert", "call", "patrol") and not isinstance(data.get("kind"), str):
        raise ValueError("data.kind is missing")
    if data.get("severity") not in (None, "", *SEVERITIES):
        raise ValueError(f"data.severity is {data['severity']!r}, not one of {', '.join(SEVERITIES)}")
    _check(data, "floor", "a whole number from -20 to 200", lambda said: type(said) is int and -20 <= said <= 200)
    _check(data, "resolve_s", "seconds, 0 or more", _is_seconds)
    _check(data.get("at", {}), "pick", "a whole number", lambda said: type(said) is int, of="data.at")
    return Line(number, float(t), type_, data, str(raw.get("source", "")))


def _check(data: Mapping[str, Any], name: str, right: str, good: Callable[[Any], bool], *, of: str = "data") -> None:
    """What is not said need not be; ValueError names what is."""
    said = data.get(name)
    if name in data and not (said is None and name == "floor") and not good(said):
        raise ValueError(f"{of}.{name} is {said!r}, not {right}")


def _is_seconds(said: Any) -> bool:
    return type(said) in (int, float) and 0 <= said <= MOST_RESOLVE_S

"""What follows from a severity alone, whatever the kind: ``data/catalogue/severities.csv``, read into two commands."""

from __future__ import annotations

import csv
from pathlib import Path

from console.catalogue import PATH as KINDS
from console.catalogue import BadCatalogue
from dispatch.commands import Command, SetLadder, SetModes
from dispatch.escalation import LEVELS
from dispatch.kind import MODES
from dispatch.severity import SEVERITIES

PATH = KINDS.with_name("severities.csv")


def commands(path: Path = PATH) -> list[Command]:
    """SetModes and SetLadder; BadCatalogue names file, line and column."""
    modes: dict[str, str] = {}
    minutes: dict[str, tuple[int, ...]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                severity = _one(row, "severity", SEVERITIES)
                if mode := _one(row, "mode", ("", *MODES)):
                    modes[severity] = mode
                minutes[severity] = _ladder(row)
            except (KeyError, ValueError) as error:
                raise BadCatalogue(f"{path.name} line {number}: {error}") from None
    return [SetModes(by_severity=modes), SetLadder(minutes=minutes)]


def _one(row: dict[str, str], column: str, allowed: tuple[str, ...]) -> str:
    value = (row[column] or "").strip()
    if value not in allowed:
        raise ValueError(f"{column} is {value!r}, not one of {', '.join(allowed)}")
    return value


def _ladder(row: dict[str, str]) -> tuple[int, ...]:
    """The minutes of the levels up to the first that is empty."""
    steps: list[int] = []
    for level in LEVELS:
        text = (row[f"{level}_min"] or "").strip()
        if not text:
            break
        steps.append(int(text))
        if steps[-1] <= (steps[-2] if len(steps) > 1 else 0):
            raise ValueError(f"{level}_min is {text}, which is no later than the level below")
    return tuple(steps)

"""The catalogue of kinds: ``data/catalogue/kinds.csv``, read into the core's ``Kind``."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from dispatch.commands import DefineKind
from dispatch.kind import MODES, Check, Kind, Opens
from dispatch.severity import SEVERITIES

PATH = Path(__file__).parent.parent / "data" / "catalogue" / "kinds.csv"


class BadCatalogue(ValueError):
    """A line of the file is wrong; the message names file, line and column."""


def read(path: Path = PATH) -> dict[str, Kind]:
    """id → Kind, in the file's order."""
    out: dict[str, Kind] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                kind = _kind(row)
            except (KeyError, ValueError) as error:
                raise BadCatalogue(f"{path.name} line {number}: {error}") from None
            if kind.id in out:
                raise BadCatalogue(f"{path.name} line {number}: {kind.id} stands twice")
            out[kind.id] = kind
    return out


def define(kind: Kind) -> DefineKind:
    """The command that puts a kind on the log."""
    return DefineKind(kind=asdict(kind))


def _kind(row: dict[str, str]) -> Kind:
    return Kind(
        id=_one(row, "id"),
        zh=_one(row, "zh"),
        en=_one(row, "en"),
        category=_one(row, "category"),
        severity=_one(row, "severity", SEVERITIES),
        opens=_one(row, "opens", get_args(Opens)),  # type: ignore[arg-type]
        opens_after_min=_minutes(row, "opens_after_min") or 30,
        mode=_mode(row),
        broadcast_min=_minutes(row, "broadcast_min") or 10 if "broadcast_min" in row else 10,
        arrive_min=_minutes(row, "arrive_min"),
        finish_min=_minutes(row, "finish_min"),
        check=_one(row, "check", get_args(Check)),  # type: ignore[arg-type]
        skills=_list(row, "skills"),
        fire=_yes(row, "fire"),
        bring=_list(row, "bring"),
    )


def _one(row: dict[str, str], column: str, allowed: tuple[Any, ...] = ()) -> str:
    value = (row[column] or "").strip()
    if not value or (allowed and value not in allowed):
        raise ValueError(f"{column} is {value!r}" + (f", not one of {', '.join(allowed)}" if allowed else ""))
    return value


def _mode(row: dict[str, str]) -> str:
    """The column ``mode``, or ``auto`` in a file of before."""
    if "mode" in row:
        return _one(row, "mode", MODES)
    return "auto" if _yes(row, "auto") else "suggest"


def _yes(row: dict[str, str], column: str) -> bool:
    value = (row[column] or "").strip().lower()
    if value not in ("1", "yes", "true", "0", "no", "false", ""):
        raise ValueError(f"{column} is {value!r}, not yes or no")
    return value in ("1", "yes", "true")


def _minutes(row: dict[str, str], column: str) -> int | None:
    value = (row[column] or "").strip()
    return int(value) if value else None


def _list(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple((row[column] or "").replace(";", " ").replace("|", " ").split())

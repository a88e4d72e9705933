"""Duty times: rows of a file (worker, date, from, to) that become one command a worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dispatch.board import Board
from dispatch.commands import SetRoster
from dispatch.roster import EVERY_DAY, Span, day_of, spans_of

#: worker → day → spans
Days = dict[str, dict[str, tuple[Span, ...]]]


def wanted_of(records: Iterable[Mapping[str, Any]]) -> Days:
    """What a file says. Several rows of one worker and day are one day of several spans."""
    rows: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for record in records:
        day = day_of(str(record.get("date") or EVERY_DAY))
        spans = rows.setdefault(str(record["worker_id"]), {}).setdefault(day, [])
        spans.append((str(record["duty_from"]), str(record["duty_to"])))
    return {worker: {day: spans_of(spans) for day, spans in days.items()} for worker, days in rows.items()}


def commands(wanted: Days, board: Board, *, replace: bool) -> tuple[list[SetRoster], dict[str, int]]:
    """What is to be asked, and how many days of workers are new, changed, the same and gone.

    Workers that are not registered are left out. With ``replace`` the file is the whole roster: what it does not name
    is taken out.
    """
    counts = {"total": 0, "added": 0, "changed": 0, "unchanged": 0, "gone": 0}
    asked = []
    for worker in board.workers:
        held = board.rosters.get(worker)
        former, days = dict(held.days) if held else {}, wanted.get(worker, {})
        changes: dict[str, tuple[Span, ...] | None] = {}
        for day, spans in days.items():
            counts["total"] += 1
            counts["added" if day not in former else "unchanged" if former[day] == spans else "changed"] += 1
            if former.get(day) != spans:
                changes[day] = spans
        for day in former.keys() - days.keys() if replace else ():
            counts["gone"] += 1
            changes[day] = None
        if changes:
            asked.append(SetRoster(worker_id=worker, days=changes))
    return asked, counts

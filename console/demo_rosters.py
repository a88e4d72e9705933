"""The demo's roster (排班): the grid workers' duty times of data/workers.csv, so that nobody is missing when it starts.

Rosters go by the clock on the wall, and a demo is started at any hour. Whoever is in a shift that soon ends has
changed with a colleague for that day: his shift then begins with the hour of the start and ends 8, 10 or 12 hours
later, by turns, so that in the first ``FAR`` nobody is passed over for the end of his shift, and later never all at
once; the simulation relieves whoever's shift is over (``console.simulation.crew``).

Firms (property, lift maintenance) keep rosters of their own, and demo-worker-1 … 9 are whoever holds the phone, at any
hour: they have none here, so no end of a shift ever speaks against them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.commands import SetRoster
from dispatch.roster import EVERY_DAY, LOCAL, Shift, Span, minutes, shift_of

if TYPE_CHECKING:
    from dispatch.board import Board

#: A shift that ends sooner after the start is changed.
FAR = timedelta(hours=6)
#: Hours of a changed shift, by turns.
CHANGED_H = (8, 10, 12)


def regular(board: Board, path: Path) -> list[SetRoster]:
    """Every day's line, of grid workers who have no roster yet."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] == "grid_worker" and row["duty_from"]]
    return [
        SetRoster(worker_id=row["worker_id"], days={EVERY_DAY: ((row["duty_from"], row["duty_to"]),)})
        for row in rows
        if row["worker_id"] in board.workers and row["worker_id"] not in board.rosters
    ]


def changed(board: Board, now: datetime) -> list[SetRoster]:
    """Today's line, of simulated workers whose shift ends within ``FAR`` of ``now``, or is over while they are on duty.
    A day that somebody else has set in /admin stays as it is."""
    asked = []
    for turn, worker_id in enumerate(sorted(board.rosters)):
        shift = shift_of(board, worker_id, now)
        if shift is None or shift.ends - now >= FAR or not board.workers[worker_id].simulated:
            continue
        begins = now.astimezone(LOCAL).replace(minute=0)
        ends = begins + timedelta(hours=CHANGED_H[turn % len(CHANGED_H)])
        today = begins.date().isoformat()
        if _is_ours(board.rosters[worker_id].days.get(today)):
            span = (f"{begins:%H:%M}", f"{ends:%H:%M}")
            asked.append(SetRoster(worker_id=worker_id, days=_without(shift, today) | {today: (span,)}))
    return asked


def _is_ours(spans: Iterable[Span] | None) -> bool:
    """No line, or one that an earlier start has set."""
    return spans is None or [_hours(span) in CHANGED_H for span in spans] == [True]


def _hours(span: Span) -> float:
    return (minutes(span[1]) - minutes(span[0])) % (24 * 60) / 60


def _without(shift: Shift, today: str) -> dict[str, tuple[Span, ...] | None]:
    """Last night's shift would count until it ends, so it is taken out."""
    began = shift.begins.date().isoformat()
    return {} if began == today else {began: ()}

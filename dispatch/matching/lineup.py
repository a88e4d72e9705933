"""Who stands where, and when he could set out: what must be read from the Board before ways are searched."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch.board import Board
from dispatch.matching.candidate import Fix
from dispatch.matching.jobs import Job, jobs_of, turn_of
from dispatch.policy import Policy
from dispatch.position import EARTH_RADIUS_M, Position
from dispatch.worker import Worker

#: A fix older than this is named stale, and costs (``Policy.stale_fix_s``).
STALE_FIX_S = 600
#: A fix older than this says nothing: a shift has passed.
OLD_FIX_S = 3 * 3600
#: A fix so far off the district is a fault of the phone (0, 0; the cell of another town).
FAR_OFF_M = 10_000.0
#: Somebody whose fix grows old has gone on: half the pace of a walk, at most so far (a quarter of an hour's round).
DRIFT_M_S, DRIFT_MOST_M = 0.6, 600.0
#: What a phone that does not say it is off by.
ACCURACY_M = 15.0

#: west, south, east, north in degrees
Box = tuple[float, float, float, float]
_DEGREE_M = math.radians(EARTH_RADIUS_M)


@dataclass(slots=True)
class Standing:
    """One worker at the start: where from, after how long, and how far off that may be."""

    worker: Worker
    start: Position | None
    wait_s: float = 0.0
    age_s: float | None = None
    off_m: float = 0.0
    #: why a fix is not believed, else empty
    doubt: str = ""
    jobs: list[Job] | None = None
    #: how many of the jobs come before the new ticket
    turn: int = 0


def line_up(
    board: Board,
    fixes: Mapping[str, Fix],
    now: datetime,
    severity: str,
    policy: Policy,
    *,
    exclude: Collection[str] = (),
    extent: Box | None = None,
    busy_until: Mapping[str, datetime] | None = None,
) -> list[Standing]:
    """Everybody on duty (on break too). Who is busy stands where the job before the new ticket will leave him."""
    by_worker, until = board.by_worker, busy_until or {}
    found = []
    for worker in board.workers.values():
        if worker.duty == "off_duty" or worker.id in exclude:
            continue
        one = _standing(worker, fixes.get(worker.id), now, extent)
        if by_worker.get(worker.id):
            _busy(board, one, now, severity, policy, until.get(worker.id))
        found.append(one)
    return found


def _standing(worker: Worker, fix: Fix | None, now: datetime, extent: Box | None) -> Standing:
    if fix is None:
        return Standing(worker, None, doubt="no_fix")
    age = (now - fix.at).total_seconds()
    if age < 0.0:  # a phone whose clock runs ahead
        age = 0.0
    if age > OLD_FIX_S:
        return Standing(worker, None, age_s=age, doubt="fix_too_old")
    if extent is not None and _off(fix.position, extent) > FAR_OFF_M:
        return Standing(worker, None, age_s=age, doubt="fix_far_away")
    accuracy = getattr(fix, "accuracy_m", None)
    off = (ACCURACY_M if accuracy is None else accuracy) + min(DRIFT_M_S * age, DRIFT_MOST_M)
    return Standing(worker, fix.position, 0.0, age, off)


def _busy(board: Board, one: Standing, now: datetime, severity: str, policy: Policy, until: datetime | None) -> None:
    jobs = jobs_of(board, one.worker.id, now, policy=policy, here=one.start)
    one.jobs, one.turn = jobs, turn_of(jobs, severity)
    if one.turn:
        before = jobs[one.turn - 1]
        done = until if until is not None and one.turn == len(jobs) else before.done
        one.wait_s = max(0.0, (done - now).total_seconds())
        one.start, one.off_m = before.place or one.start, ACCURACY_M if before.place else one.off_m


def _off(place: Position, box: Box) -> float:
    """Metres from a box, 0 inside."""
    west, south, east, north = box
    lon, lat = place.lon, place.lat
    if west <= lon <= east and south <= lat <= north:
        return 0.0
    east_m = max(west - lon, 0.0, lon - east) * _DEGREE_M * math.cos(math.radians(lat))
    return math.hypot(east_m, max(south - lat, 0.0, lat - north) * _DEGREE_M)

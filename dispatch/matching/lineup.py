"""Who stands where, and when he could set out: what is read from the Board before ways are searched."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dispatch.board import Board
from dispatch.matching.candidate import Fix
from dispatch.matching.jobs import Job, jobs_of, turn_of
from dispatch.policy import Policy
from dispatch.position import EARTH_RADIUS_M, Position
from dispatch.worker import Worker

#: A fix older than this is named stale, and costs (``Policy.stale_fix_s``).
STALE_FIX_S = 600
#: A fix older than this says nothing: somebody has been anywhere since.
OLD_FIX_S = 3 * 3600
#: Somebody whose fix grows old has gone on: half the pace of a walk, and not for ever (a quarter of an hour's round).
DRIFT_M_S, DRIFT_MOST_M = 0.6, 600.0
#: What a phone that does not say it is off by.
ACCURACY_M = 15.0
#: A fix so far off the district is a fault of the phone (0, 0; the cell of another town).
FAR_OFF_M = 10_000.0

#: west, south, east, north in degrees
Box = tuple[float, float, float, float]
DEGREE_M = math.radians(EARTH_RADIUS_M)
_EARTH: Box = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class Busy:
    """What somebody still has to do, how much of it comes before the new ticket, and how long that takes."""

    jobs: list[Job]
    turn: int
    wait_s: float

    @property
    def before(self) -> Job | None:
        """The job he would come from."""
        return self.jobs[self.turn - 1] if self.turn else None


@dataclass(slots=True)
class LineUp:
    """Everybody on duty, one place in each list; the rest by place in the lists, for those it is about.

    Lists and not a row each: of 2,000 workers one ranking reads, most are looked at no closer than this.
    """

    workers: list[Worker] = field(default_factory=list)
    fixes: list[Fix | None] = field(default_factory=list)
    #: where the way to the ticket begins; None where that is not known
    starts: list[Position | None] = field(default_factory=list)
    #: why there is no place: ``no_fix``, ``fix_too_old``, ``fix_far_away``
    doubts: dict[int, str] = field(default_factory=dict)
    stale: list[int] = field(default_factory=list)
    busy: dict[int, Busy] = field(default_factory=dict)


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
) -> LineUp:
    """Everybody on duty (on break too). Who is busy stands where the job before the new ticket will leave him."""
    line, until = LineUp(), busy_until or {}
    workers, seen, starts = line.workers, line.fixes, line.starts
    working = {held.worker_id for held in board.assignments.values() if held.is_live}
    stale, old = now - timedelta(seconds=STALE_FIX_S), now - timedelta(seconds=OLD_FIX_S)
    box = extent or _EARTH
    for worker in board.workers.values():
        if worker.duty == "off_duty" or worker.id in exclude:
            continue
        fix = fixes.get(worker.id)
        start = fix.position if fix is not None else None
        if fix is None or start is None:
            line.doubts[len(workers)] = "no_fix"
        elif not (box[0] <= start.lon <= box[2] and box[1] <= start.lat <= box[3]) and off_m(start, box) > FAR_OFF_M:
            line.doubts[len(workers)], start = "fix_far_away", None
        if fix is not None and fix.at < stale:
            if fix.at < old:
                line.doubts[len(workers)], start = "fix_too_old", None
            elif start is not None:
                line.stale.append(len(workers))
        if worker.id in working:
            jobs = jobs_of(board, worker.id, now, policy=policy, here=start)
            busy = line.busy[len(workers)] = _busy(jobs, severity, now, until.get(worker.id))
            start = (busy.before.place if busy.before else None) or start
        workers.append(worker)
        seen.append(fix)
        starts.append(start)
    return line


def _busy(jobs: list[Job], severity: str, now: datetime, until: datetime | None) -> Busy:
    turn = turn_of(jobs, severity)
    if not turn:
        return Busy(jobs, 0, 0.0)
    done = until if until is not None and turn == len(jobs) else jobs[turn - 1].done
    return Busy(jobs, turn, max(0.0, (done - now).total_seconds()))


def off_m(place: Position, box: Box) -> float:
    """Metres from a box, 0 inside."""
    west, south, east, north = box
    east_m = max(west - place.lon, 0.0, place.lon - east) * DEGREE_M * math.cos(math.radians(place.lat))
    return math.hypot(east_m, max(south - place.lat, 0.0, place.lat - north) * DEGREE_M)

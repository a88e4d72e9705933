"""From a worker's way to a candidate: what may not be, what it costs, and the words for both."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dispatch.approach import Approach
from dispatch.board import Board
from dispatch.kind import Kind
from dispatch.matching.candidate import STACKABLE, Candidate
from dispatch.matching.day import Day
from dispatch.matching.jobs import DETOUR, WALK_M_S, delayed, guessed_s
from dispatch.matching.lineup import STALE_FIX_S, Standing
from dispatch.matching.obstacle import Why, busy, skill_missing, two_extreme
from dispatch.policy import Policy
from dispatch.position import EARTH_RADIUS_M, Position
from dispatch.roster import LOCAL, shift_of
from dispatch.ticket import Ticket
from dispatch.worker import Worker

#: Share of a way and of the work before it that an estimate is usually off by.
WAY_SPREAD, WORK_SPREAD = 0.1, 0.3
#: A gate's wait or a lift's ride may take half as long again.
APPROACH_SPREAD = 0.5
_METRES = math.radians(EARTH_RADIUS_M)
_NO_DAY = Day()
_NOTHING: dict[str, Any] = {}


class Judge:
    """One ticket's judge: made once, asked for every worker (2,000 in some milliseconds, so it keeps what is the same
    for all)."""

    def __init__(
        self,
        board: Board,
        now: datetime,
        policy: Policy,
        *,
        kind: Kind | None,
        ticket: Ticket | None,
        severity: str,
        where: Position | None,
        grid_code: str | None,
        roles: Collection[str],
        approach: Approach,
        paces: Mapping[str, float],
        done: Mapping[str, Day],
        travel: str,
    ) -> None:
        self.board, self.now, self.policy, self.kind, self.ticket = board, now, policy, kind, ticket
        self.severity, self.where, self.grid_code, self.roles = severity, where, grid_code, roles
        self.approach, self.paces, self.done, self.travel = approach, paces, done, travel
        self.fair = policy.fair_when_extreme or severity != "extreme"
        self.service_s = policy.service_of(kind)
        self.today = now.astimezone(LOCAL).date()
        self._skill: dict[tuple[str, ...], Why | None] = {}
        limit = ticket.arrive_by if ticket else None
        self.limit_s = (limit - now).total_seconds() if limit and not (ticket and ticket.arrived_at) else math.inf
        self._per_lon = _METRES * math.cos(math.radians(where.lat)) if where else 0.0

    def ranked(self, standing: Sequence[Standing], ways: tuple[Sequence[float], Sequence[float]]) -> list[Candidate]:
        """The candidates in order, with their ranks. ``ways`` are of those standing who have a place."""
        rows, placed = [], iter(zip(*ways, strict=True))
        for one in standing:
            way = next(placed, None) if one.start is not None else None
            rows.append(self._row(one, way))
        rows.sort(key=_order)
        for n, row in enumerate(rows, 1):
            object.__setattr__(row, "rank", n)  # nobody else has seen them yet
        return rows

    def _row(self, one: Standing, way: tuple[float, float] | None) -> Candidate:
        worker, reasons, costs = one.worker, [], []
        eta = metres = straight = spread = None
        if one.wait_s:
            costs.append(("present_work", one.wait_s))
        if one.start is None or self.where is None:
            costs.append(("no_fix", self.policy.no_fix_s))
        else:
            walk, metres = way or (math.inf, None)
            straight = self._straight(one.start)
            if walk == math.inf:
                walk, metres = DETOUR * straight / WALK_M_S, None
                reasons.append("no_way")
            walk *= self.paces.get(worker.id, 1.0)
            eta = one.wait_s + walk + self.approach.seconds
            spread = self._spread(one, walk)
            costs.append(("walk", walk))
            if self.approach.seconds:
                costs.append(("approach", self.approach.seconds))
            if metres is None:
                costs.append(("no_way", self.policy.no_way_s))
            elif metres > 2 * straight + 50:
                reasons.append("detour")
        self._soft(one, reasons, costs)
        if eta is not None and eta > self.limit_s:
            reasons.append("after_limit")
        why = self._why_not(one, eta)
        start = (one.start.lon, one.start.lat) if one.start is not None else None
        after = one.jobs[one.turn - 1].ticket.id if one.jobs and one.turn else None
        return Candidate(
            worker.id, worker.name, why is None, eta, metres, straight, one.age_s, 0, tuple(reasons),
            None if why is None else why[0], _NOTHING if why is None else why[1], (), self.travel,
            sum([seconds for _, seconds in costs]), tuple(costs), spread, after, start,
        )  # fmt: skip

    def _straight(self, start: Position) -> float:
        """Metres as the crow flies, on the plane around the ticket: within 0.1 m in 10 km."""
        where = self.where
        assert where is not None
        return math.hypot((start.lon - where.lon) * self._per_lon, (start.lat - where.lat) * _METRES)

    def _spread(self, one: Standing, walk: float) -> float:
        parts = (one.off_m / WALK_M_S, WAY_SPREAD * walk, WORK_SPREAD * one.wait_s)
        return math.hypot(*parts, APPROACH_SPREAD * self.approach.seconds)

    # --- soft: seconds --------------------------------------------------------------------------

    def _soft(self, one: Standing, reasons: list[str], costs: list[tuple[str, float]]) -> None:
        worker, policy = one.worker, self.policy
        if self.grid_code and worker.grid_code == self.grid_code:
            reasons.append("own_grid")
            _add(costs, "own_grid", policy.own_grid_s)
        if self.kind and self.kind.skills and self._lacks(worker) is None:
            reasons.append("has_skill")
        if one.doubt:
            reasons.append(one.doubt)
        elif one.age_s is not None and one.age_s > STALE_FIX_S:
            reasons.append("stale_fix")
            _add(costs, "stale_fix", policy.stale_fix_s)
        day = self.done.get(worker.id, _NO_DAY)
        if day is not _NO_DAY and self.fair:
            _add(costs, "load_today", policy.load_today_s * day.tickets)
            _add(costs, "floors_today", policy.climb_s * day.floors)
            _add(costs, "nights", policy.night_s * day.nights)

    # --- hard: why not --------------------------------------------------------------------------

    def _why_not(self, one: Standing, eta: float | None) -> Why | None:
        worker = one.worker
        if worker.duty != "available":
            return "worker_on_break", {}
        lacks = self._lacks(worker)
        if lacks is not None:
            return lacks
        if one.jobs is not None:
            hard = two_extreme(self.board, worker.id, self.severity, self.ticket)
            if hard is not None:
                return hard
        if worker.role not in self.roles:
            return "other_role", {"role": worker.role}
        late = self._shift_ends(worker, eta)
        if late is not None:
            return late
        return self._busy(one) if one.jobs is not None else None

    def _lacks(self, worker: Worker) -> Why | None:
        if worker.skills not in self._skill:
            self._skill[worker.skills] = skill_missing(worker, self.kind, self.today)
        return self._skill[worker.skills]

    def _shift_ends(self, worker: Worker, eta: float | None) -> Why | None:
        """Arrival and work must fit before the shift ends; of an unknown way only the work is counted."""
        if worker.id not in self.board.rosters:
            return None
        shift = shift_of(self.board, worker.id, self.now)
        if shift is None:
            return None
        done = self.now + timedelta(seconds=(eta or 0.0) + self.service_s)
        if done <= shift.ends:
            return None
        over = math.ceil((done - shift.ends).total_seconds() / 60)
        return "shift_ends", {"at": f"{shift.ends.astimezone(LOCAL):%H:%M}", "minutes": over}

    def _busy(self, one: Standing) -> Why | None:
        """On a ticket: with what this one would delay, else with when he will be free."""
        found = busy(self.board, one.worker)
        jobs = one.jobs or []
        if found is None:
            return None
        if not self.policy.stack:
            return "worker_busy", found[1]
        late = delayed(jobs[one.turn :], self._added(one)) if one.turn < len(jobs) else None
        if late is not None:
            ticket, minutes = late
            return "would_delay", {
                "ticket_id": ticket.id, "number": ticket.number, "minutes": minutes, "load": found[1]["load"],
            }  # fmt: skip
        return "worker_busy", {**found[1], "minutes": math.ceil(one.wait_s / 60)}

    def _added(self, one: Standing) -> float:
        """Seconds by which the job after the new ticket moves: there, the work, and on, less the way it replaces."""
        then = (one.jobs or [])[one.turn].place
        there, on = guessed_s(one.start, self.where) or 0.0, guessed_s(self.where, then) or 0.0
        return max(0.0, there + self.approach.seconds + self.service_s + on - (guessed_s(one.start, then) or 0.0))


def _add(costs: list[tuple[str, float]], code: str, seconds: float) -> None:
    if seconds:
        costs.append((code, seconds))


def _order(row: Candidate) -> tuple[int, float, str]:
    standing = 0 if row.available else 1 if row.why_not in STACKABLE else 2
    return standing, row.cost_s, row.worker_id

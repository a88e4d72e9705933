"""What may not be (why not) and what it costs (seconds), for everybody in a line-up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dispatch.board import Board
from dispatch.matching.candidate import STACKABLE
from dispatch.matching.case import Case
from dispatch.matching.far import TOO_FAR_S, too_far
from dispatch.matching.jobs import DETOUR, WALK_M_S, delayed, guessed_s
from dispatch.matching.lineup import Busy, LineUp
from dispatch.matching.obstacle import Why, busy, in_need, other_role, skill_missing, two_extreme
from dispatch.position import Position
from dispatch.roster import LOCAL, Shifts
from dispatch.worker import Worker

#: Sets those who could take it afterwards, and those who cannot, behind those who can go now: more than any cost.
BEHIND = 1e9
_BREAK: Why = ("worker_on_break", {})


@dataclass(slots=True)
class Judged:
    """By place in the line-up: seconds of walking (None: from where is not known), metres (None: no way on the map),
    the whole cost, and why not."""

    walks: list[float | None]
    metres: list[float | None]
    costs: list[float]
    whys: dict[int, Why]

    def order(self) -> list[int]:
        """Places in the line-up, best first; equal ones in the order of the register."""
        keys = self.costs.copy()
        for n, why in self.whys.items():
            keys[n] += BEHIND if why[0] in STACKABLE else 2 * BEHIND
        return sorted(range(len(keys)), key=keys.__getitem__)


def judge(board: Board, case: Case, line: LineUp, ways: tuple[Sequence[float], Sequence[float]]) -> Judged:
    """Everybody's cost and hindrance. ``ways`` are of those in the line who have a place; none found: guessed."""
    judged = _ways(case, line, ways)
    _soft(case, line, judged.costs)
    _hard(board, case, line, judged)
    return judged


def _ways(case: Case, line: LineUp, ways: tuple[Sequence[float], Sequence[float]]) -> Judged:
    walks: list[float | None] = []
    metres: list[float | None] = []
    costs: list[float] = []
    found = zip(*ways, strict=True)
    after, none, paces, goal, nowhere = case.approach.seconds, case.policy.no_fix_s, case.paces, case.goal, math.inf
    for worker, start in zip(line.workers, line.starts, strict=True):
        if start is None or goal is None:
            walks.append(None)
            metres.append(None)
            costs.append(none)
            continue
        walk, there = next(found, (nowhere, nowhere))
        pace = paces.get(worker.id, 1.0) if paces else 1.0
        if walk == nowhere:
            walk = DETOUR * case.straight_m(start) / WALK_M_S * pace
            metres.append(None)
            costs.append(walk + after + case.policy.no_way_s)
        else:
            walk *= pace
            metres.append(there)
            costs.append(walk + after)
        walks.append(walk)
    return Judged(walks, metres, costs, {})


def _soft(case: Case, line: LineUp, costs: list[float]) -> None:
    own, grid, done = case.policy.own_grid_s, case.grid_code, case.done if case.fair else {}
    load, climb, night = case.policy.load_today_s, case.policy.climb_s, case.policy.night_s
    if grid or done:
        for n, worker in enumerate(line.workers):
            if worker.grid_code == grid and grid:
                costs[n] += own
            day = done.get(worker.id)
            if day is not None:  # as Case.unfair_s, in a third of the time
                costs[n] += load * day.tickets + climb * day.floors + night * day.nights
    for n in line.stale:
        costs[n] += case.policy.stale_fix_s
    if case.held:
        for n, worker in enumerate(line.workers):
            if case.holds(worker.id):
                costs[n] += case.policy.hold_back_s
    for n, one in line.busy.items():
        costs[n] += one.wait_s


def _hard(board: Board, case: Case, line: LineUp, judged: Judged) -> None:
    today, skills = case.now.astimezone(LOCAL).date(), {}
    shifts = Shifts(board, case.now) if board.rosters else None
    whys, roles, kind, working = judged.whys, case.roles, case.kind, line.busy
    far, most, sent = case.far, TOO_FAR_S - case.approach.seconds, frozenset(roles)  # 2,000 calls less
    for n, worker in enumerate(line.workers):
        if worker.duty != "available":
            whys[n] = _BREAK
            continue
        if worker.sos and (need := in_need(board, worker)) is not None:
            whys[n] = need
            continue
        if far is not None:
            whys[n] = far
            continue
        if worker.skills not in skills:
            skills[worker.skills] = skill_missing(worker, kind, today)
        why = skills[worker.skills]
        walk = judged.walks[n]
        if why is None and walk is not None and walk > most:
            why = too_far(walk + case.approach.seconds)
        if why is None and n in working:
            why = two_extreme(board, worker.id, case.severity, case.ticket)
        if why is None and worker.role not in sent and other_role(worker, kind, roles):
            why = "other_role", {"role": worker.role}
        if why is None and shifts is not None:
            why = _shift_ends(case, shifts, worker, walk, working.get(n))
        if why is None and n in working:
            why = _busy(board, case, worker, working[n], line.starts[n])
        if why is not None:
            whys[n] = why


def _shift_ends(case: Case, shifts: Shifts, worker: Worker, walk: float | None, one: Busy | None) -> Why | None:
    """Arrival and expected work must fit before the shift ends; of a way that is not known only the work counts."""
    left = shifts.left_s(worker.id)
    over = (one.wait_s if one is not None else 0.0) + (walk or 0.0) + case.approach.seconds + case.service_s - left
    if over <= 0:
        return None
    ends = case.now + timedelta(seconds=left)
    return "shift_ends", {"at": f"{ends.astimezone(LOCAL):%H:%M}", "minutes": math.ceil(over / 60)}


def _busy(board: Board, case: Case, worker: Worker, one: Busy, start: Position | None) -> Why | None:
    """On a ticket: with the one that this would make late, else with how long he will still be on it."""
    found = busy(board, worker)
    if found is None or not case.policy.stack:
        return found
    later = one.jobs[one.turn :]
    if later:
        late = delayed(later, _added_s(case, start, later[0].place))
        if late is not None:
            ticket, minutes = late
            told = {"ticket_id": ticket.id, "number": ticket.number, "minutes": minutes, "load": found[1]["load"]}
            return "would_delay", told
    return "worker_busy", {**found[1], "minutes": math.ceil(one.wait_s / 60)}


def _added_s(case: Case, start: Position | None, then: Position | None) -> float:
    """Seconds by which the job after the new ticket moves: there, the work, and on, less the way it replaces."""
    there, on = guessed_s(start, case.goal) or 0.0, guessed_s(case.goal, then) or 0.0
    return max(0.0, there + case.approach.seconds + case.service_s + on - (guessed_s(start, then) or 0.0))

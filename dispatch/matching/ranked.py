"""A ranking: candidates in order. The order is worked out for all; a candidate is written out when it is looked at."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import overload

from dispatch.matching.candidate import Candidate
from dispatch.matching.case import Case
from dispatch.matching.jobs import WALK_M_S
from dispatch.matching.judge import Judged
from dispatch.matching.lineup import ACCURACY_M, DRIFT_M_S, DRIFT_MOST_M, LineUp
from dispatch.policy import Policy

#: Shares of a way, of the work before it, and of gate and lift, that an estimate is usually off by.
WAY_SPREAD, WORK_SPREAD, DOOR_SPREAD = 0.1, 0.3, 0.5
Line = tuple[tuple[float, float], ...]


class Ranked(Sequence[Candidate]):
    """Best first; ``[0]`` is rank 1. It holds no Board: what it says stays as it was when it was asked."""

    def __init__(self, case: Case, line: LineUp, judged: Judged) -> None:
        self._case, self._line, self._judged = case, line, judged
        self._order = judged.order()
        self._rows: dict[int, Candidate] = {}

    @property
    def policy(self) -> Policy:
        """By which it was made."""
        return self._case.policy

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...
    @overload
    def __getitem__(self, at: slice) -> list[Candidate]: ...
    def __getitem__(self, at: int | slice) -> Candidate | list[Candidate]:
        if isinstance(at, slice):
            return [self._row(n) for n in range(*at.indices(len(self)))]
        return self._row(range(len(self))[at])

    def __iter__(self) -> Iterator[Candidate]:
        return map(self._row, range(len(self)))

    def of(self, worker_id: str) -> Candidate | None:
        """The candidate of that id, without writing out those before."""
        workers = self._line.workers
        return next((self._row(at) for at, n in enumerate(self._order) if workers[n].id == worker_id), None)

    def draw(self, paths: Mapping[str, Line], over_wall: Collection[str] = ()) -> None:
        """Put the ways drawn to their candidates; who gets there over a wall only is estimated too near."""
        for at, row in list(self._rows.items()):
            if row.worker_id in paths:
                reasons = (*row.reasons, *(["over_wall"] if row.worker_id in over_wall else []))
                self._rows[at] = replace(row, path=paths[row.worker_id], reasons=reasons)

    def _row(self, at: int) -> Candidate:
        row = self._rows.get(at)
        if row is None:
            row = self._rows[at] = self._written(self._order[at], at + 1)
        return row

    def _written(self, n: int, rank: int) -> Candidate:
        case, line, judged = self._case, self._line, self._judged
        worker, start, walk, metres = line.workers[n], line.starts[n], judged.walks[n], judged.metres[n]
        busy, why, fix = line.busy.get(n), judged.whys.get(n), line.fixes[n]
        wait = busy.wait_s if busy else 0.0
        eta = None if walk is None else wait + walk + case.approach.seconds
        straight = case.straight_m(start) if start is not None and case.goal is not None else None
        return Candidate(
            worker_id=worker.id,
            name=worker.name,
            available=why is None,
            eta_s=eta,
            distance_m=metres,
            straight_m=straight,
            fix_age_s=None if fix is None else max(0.0, (case.now - fix.at).total_seconds()),
            rank=rank,
            reasons=tuple(self._reasons(n, eta, metres, straight)),
            why_not=why[0] if why else None,
            why=why[1] if why else {},
            travel=case.travel,
            cost_s=judged.costs[n],
            costs=tuple(self._costs(n, wait)),
            eta_spread_s=None if walk is None else self._spread(n, wait, walk),
            after_ticket_id=busy.before.ticket.id if busy and busy.before else None,
            start=(start.lon, start.lat) if start is not None else None,
        )

    def _reasons(self, n: int, eta: float | None, metres: float | None, straight: float | None) -> Iterator[str]:
        case, line = self._case, self._line
        worker, why = line.workers[n], self._judged.whys.get(n)
        if straight is not None and metres is None:
            yield "no_way"
        if case.grid_code and worker.grid_code == case.grid_code:
            yield "own_grid"
        if case.kind and case.kind.skills and (why is None or why[0] not in ("worker_lacks_skill", "worker_on_break")):
            yield "has_skill"
        if case.holds(worker.id):
            yield "held_back"
        if n in line.doubts:
            yield line.doubts[n]
        elif n in line.stale:
            yield "stale_fix"
        if metres is not None and straight is not None and metres > 2 * straight + 50:
            yield "detour"
        if eta is not None and eta > case.limit_s:
            yield "after_limit"

    def _costs(self, n: int, wait: float) -> Iterator[tuple[str, float]]:
        """What ``costs`` of the judge is the sum of."""
        case, line, policy = self._case, self._line, self._case.policy
        worker, walk = line.workers[n], self._judged.walks[n]
        parts = [("present_work", wait)]
        if walk is None:
            parts.append(("no_fix", policy.no_fix_s))
        else:
            parts += [("walk", walk), ("approach", case.approach.seconds)]
            parts.append(("no_way", policy.no_way_s if self._judged.metres[n] is None else 0.0))
        parts.append(("own_grid", policy.own_grid_s if case.grid_code and worker.grid_code == case.grid_code else 0.0))
        parts.append(("stale_fix", policy.stale_fix_s if n in line.stale else 0.0))
        parts.append(("hold_back", policy.hold_back_s if case.holds(worker.id) else 0.0))
        return (part for part in (*parts, *case.unfair_s(worker.id)) if part[1])

    def _spread(self, n: int, wait: float, walk: float) -> float:
        """Half the width of what is likely: the fix (its accuracy, its age), the way, the work before, the door."""
        fix, busy = self._line.fixes[n], self._line.busy.get(n)
        off = ACCURACY_M
        if fix is not None and not (busy and busy.before):
            said = getattr(fix, "accuracy_m", None)
            age = max(0.0, (self._case.now - fix.at).total_seconds())
            off = (ACCURACY_M if said is None else said) + min(DRIFT_M_S * age, DRIFT_MOST_M)
        door = DOOR_SPREAD * self._case.approach.seconds
        return math.hypot(off / WALK_M_S, WAY_SPREAD * walk, WORK_SPREAD * wait, door)

"""Who could go: every worker on duty, ranked by expected arrival, each with reasons or with why not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from dispatch.board import Board
from dispatch.kind import Kind
from dispatch.position import Position
from dispatch.travel import Travel
from dispatch.worker import Worker

#: A fix older than this is named stale, and a minute is added to the estimate for ranking only.
STALE_FIX_S = 600
STALE_COSTS_S = 60.0

#: No way on the map (an island, a locked gate) is often a fault of the map: such a worker is asked after the others,
#: with a guess from the straight line, rather than never.
DETOUR, WALK_M_S, NO_WAY_COSTS_S = 1.5, 1.25, 600.0


class Fix(Protocol):
    """A worker's last known place."""

    @property
    def position(self) -> Position: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """One worker for one ticket. ``reasons`` and ``why_not`` are codes with parameters; the edge makes sentences."""

    worker_id: str
    name: str
    available: bool
    eta_s: float | None = None
    distance_m: float | None = None
    straight_m: float | None = None
    fix_age_s: float | None = None
    rank: int = 0
    reasons: tuple[str, ...] = ()
    why_not: str | None = None
    why: Mapping[str, Any] = field(default_factory=dict)
    path: tuple[tuple[float, float], ...] = ()
    travel: str = ""


def obstacle(board: Board, worker: Worker, kind: Kind | None) -> tuple[str, dict[str, Any]] | None:
    """Why this worker cannot be sent now, as a refusal code with its details; None when nothing is in the way."""
    if worker.duty == "off_duty":
        return "worker_off_duty", {}
    if worker.duty == "on_break":
        return "worker_on_break", {}
    missing = sorted(set(kind.skills) - set(worker.skills)) if kind else []
    if missing:
        return "worker_lacks_skill", {"skills": missing}
    work = board.work_of(worker.id)
    if work:
        busy_with = board.tickets[work[0].ticket_id]
        return "worker_busy", {"ticket_id": busy_with.id, "number": busy_with.number, "load": len(work)}
    return None


def rank(
    board: Board,
    where: Position | None,
    kind: Kind | None,
    fixes: Mapping[str, Fix],
    travel: Travel,
    now: datetime,
    *,
    grid_code: str | None = None,
    exclude: Collection[str] = (),
    roles: Collection[str] = ("grid_worker",),
    limit_m: float | None = None,
    with_paths: int = 0,
) -> list[Candidate]:
    """Every worker on duty (on break too), best first; the available ones before the others.

    ``fixes`` are the last known places, whatever their age; a worker without one comes after those with one.
    ``with_paths`` draws the walk of that many of the best.
    """
    on_duty = [w for w in board.workers.values() if w.duty != "off_duty" and w.id not in exclude]
    placed = [w for w in on_duty if w.id in fixes]
    starts = [fixes[w.id].position for w in placed]
    legs = dict(zip([w.id for w in placed], travel.to(where, starts, limit_m=limit_m) if where else [], strict=False))
    rows = []
    for worker in on_duty:
        fix, leg = fixes.get(worker.id), legs.get(worker.id)
        row = Candidate(worker.id, worker.name, available=True, travel=travel.name)
        if fix is not None:
            age = max(0.0, (now - fix.at).total_seconds())
            straight = where.metres_to(fix.position) if where else None
            row = replace(row, fix_age_s=age, straight_m=straight)
        if leg is not None:
            row = replace(row, eta_s=leg.eta_s, distance_m=leg.distance_m)
        elif row.straight_m is not None:
            row = replace(row, eta_s=DETOUR * row.straight_m / WALK_M_S, reasons=("no_way",))
        rows.append(_judge(board, row, worker, kind, where, grid_code, roles))
    rows.sort(key=_order)
    ranked = [replace(row, rank=n) for n, row in enumerate(rows, 1)]
    return [_draw(row, where, fixes, travel) if row.rank <= with_paths else row for row in ranked]


def _judge(
    board: Board,
    row: Candidate,
    worker: Worker,
    kind: Kind | None,
    where: Position | None,
    grid_code: str | None,
    roles: Collection[str],
) -> Candidate:
    reasons = _reasons(row, worker, kind, grid_code)
    blocked = obstacle(board, worker, kind)
    if blocked is not None:
        return replace(row, available=False, why_not=blocked[0], why=blocked[1], reasons=reasons)
    if worker.role not in roles:
        return replace(row, available=False, why_not="other_role", why={"role": worker.role}, reasons=reasons)
    return replace(row, reasons=reasons)


def _reasons(row: Candidate, worker: Worker, kind: Kind | None, grid_code: str | None) -> tuple[str, ...]:
    reasons = list(row.reasons)
    if grid_code and worker.grid_code == grid_code:
        reasons.append("own_grid")
    if kind and kind.skills and set(kind.skills) <= set(worker.skills):
        reasons.append("has_skill")
    if row.fix_age_s is None:
        reasons.append("no_fix")
    elif row.fix_age_s > STALE_FIX_S:
        reasons.append("stale_fix")
    if row.eta_s is not None and row.straight_m and row.distance_m and row.distance_m > 2 * row.straight_m + 50:
        reasons.append("detour")
    return tuple(reasons)


def _order(row: Candidate) -> tuple[bool, bool, float, str]:
    eta = row.eta_s if row.eta_s is not None else 0.0
    if row.fix_age_s is not None and row.fix_age_s > STALE_FIX_S:
        eta += STALE_COSTS_S
    if "no_way" in row.reasons:
        eta += NO_WAY_COSTS_S
    return (not row.available, row.eta_s is None, eta, row.worker_id)


def _draw(row: Candidate, where: Position | None, fixes: Mapping[str, Fix], travel: Travel) -> Candidate:
    if where is None or row.worker_id not in fixes:
        return row
    leg = travel.path(fixes[row.worker_id].position, where)
    return replace(row, path=tuple((p.lon, p.lat) for p in leg.path)) if leg else row


#: what a decider is handed: candidates of one ticket, ranked before the lock was taken
Ranking = tuple[Candidate, ...]
Ranker = Callable[[str], Ranking]

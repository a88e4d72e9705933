"""From a question to walks, in the working process: ways, plan, rows as PlanRound takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from console.rounds.asked import Walking, Work
from dispatch.position import Position
from dispatch.rounds import ALWAYS, Problem, Rounds, Span, Stop, Walk, Walker, plan_rounds, replan_rounds
from dispatch.travel.hours import spans_on
from layers.patrol import Spot

Row = dict[str, Any]


def answer(work: Work, travel: Any) -> Row:
    """Walks with names, times and the drawn way; what is left with why; figures."""
    places = [Position(spot.lon, spot.lat) for spot in work.spots]
    starts = _starts(work.walkers, places)
    everywhere = [*places, *starts]
    seconds = np.asarray(travel.matrix(everywhere, everywhere).seconds, dtype=float)
    np.fill_diagonal(seconds, 0.0)
    problem = Problem(
        tuple(_stop(work, spot) for spot in work.spots),
        tuple(Walker(one.id, tuple(_day(work, day) for day in work.days)) for one in work.walkers),
        seconds,
        work.returns,
    )
    made = _made(work, problem)
    spots = {spot.id: n for n, spot in enumerate(work.spots)}
    from_where = dict(zip((one.id for one in work.walkers), starts, strict=True))
    return {
        "walks": [_row(work, walk, spots, from_where[walk.worker_id], travel) for walk in made.walks],
        "left": [
            {"id": one.stop_id, "name": work.spots[spots[one.stop_id]].name, "code": one.code} for one in made.left
        ],
        "by": made.by,
        "walk_minutes": round(made.walk_s / 60, 1),
        "spread_minutes": round(made.spread_s / 60, 1),
        "turns": made.turns,
    }


def _made(work: Work, problem: Problem) -> Rounds:
    if work.kept is None:
        return plan_rounds(problem, time_limit_s=work.time_limit_s)
    days = {day.isoformat(): n for n, day in enumerate(work.days)}
    kept = {(worker, days[day]): ids for (worker, day), ids in work.kept.items() if day in days}
    return replan_rounds(problem, kept)


def _starts(walkers: Sequence[Walking], places: Sequence[Position]) -> list[Position]:
    """Whose place nobody knows sets out where the places have their middle."""
    lon, lat = (float(np.median([getattr(p, name) for p in places])) if places else 0.0 for name in ("lon", "lat"))
    return [Position(*one.place) if one.place else Position(lon, lat) for one in walkers]


def _stop(work: Work, spot: Spot) -> Stop:
    """Hours are read for each day by its weekday; what cannot be read counts as always open, as at gates."""
    service = 60.0 * work.minutes.get(spot.id, work.per_place)
    by_day = tuple(_open(spot.hours, day) for day in work.days)
    if len(set(by_day)) == 1 and by_day[0]:
        return Stop(spot.id, service, () if by_day[0] == ALWAYS else by_day[0])
    return Stop(spot.id, service, by_day=by_day)


def _open(hours: str, day: date) -> tuple[Span, ...]:
    spans = spans_on(hours, day.weekday())
    return ALWAYS if spans is None else tuple((60.0 * since, 60.0 * to) for since, to in spans)


def _day(work: Work, day: date) -> tuple[float, float] | None:
    begins = max(work.begins_s, work.today_from_s) if day == work.today else work.begins_s
    return (begins, work.ends_s) if begins < work.ends_s else None


def _row(work: Work, walk: Walk, spots: dict[str, int], start: Position, travel: Any) -> Row:
    visited = [(visit, work.spots[spots[visit.stop_id]]) for visit in walk.visits]
    return {
        "worker_id": walk.worker_id,
        "day": work.days[walk.day].isoformat(),
        "minutes": round(walk.total_s / 60, 1),
        "walk_minutes": round(walk.walk_s / 60, 1),
        "begins": _clock(walk.begins_s),
        "ends": _clock(walk.ends_s),
        "places": [
            {
                "id": spot.id,
                "name": spot.name[:120],
                "lon": spot.lon,
                "lat": spot.lat,
                "minutes": work.minutes.get(spot.id, work.per_place),
                "at": _clock(visit.begins_s),
            }
            for visit, spot in visited
        ],
        "path": _path(travel, [start, *(Position(spot.lon, spot.lat) for _, spot in visited)]),
    }


def _path(travel: Any, places: Sequence[Position]) -> list[list[float]]:
    """The way through all of them; straight where none is known."""
    line: list[list[float]] = []
    for here, there in pairwise(places):
        leg = travel.path(here, there)
        points = leg.path if leg is not None and len(leg.path) > 1 else (here, there)
        line += [[round(p.lon, 6), round(p.lat, 6)] for p in points]
    return line


def _clock(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

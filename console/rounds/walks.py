"""Walks as rows: with names, times and the drawn way; before them the place that somebody is on the way to now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from console.rounds.asked import Walking, Work, hhmm
from dispatch.position import Position
from dispatch.rounds import Span, Visit, Walk
from layers.patrol import Spot

Row = dict[str, Any]
Days = tuple[Span | None, ...]


@dataclass(frozen=True, slots=True)
class SettingOut:
    """Where and when somebody's walk begins: today after ``head``, which is no part of the plan and stays first."""

    id: str
    here: Position
    place: Position
    days: Days
    head: Spot | None = None
    sets_out_s: float = 0.0
    #: when the visit of ``head`` begins and ends
    arrives_s: float = 0.0
    ends_s: float = 0.0


def setting_out(work: Work, one: Walking, here: Position, days: Days, travel: Any) -> SettingOut:
    if one.head is None:
        return SettingOut(one.id, here, here, days)
    today = next((n for n, day in enumerate(work.days) if day == work.today), None)
    span = days[today] if today is not None else None
    there = Position(one.head.lon, one.head.lat)
    way = float(travel.matrix([here], [there]).seconds[0][0])
    since = max(work.today_from_s, span[0] if span else 0.0)
    service = 60.0 * work.minutes.get(one.head.id, work.per_place)
    # told no later than the day's end: else each new plan would make the working day longer
    arrives = min(since + (way if way < 86400.0 else 0.0), max(work.today_from_s, work.ends_s - service))
    ends = arrives + service
    after = tuple((ends, span[1]) if n == today and span else day for n, day in enumerate(days))
    kept = tuple(None if day is not None and day[0] >= day[1] else day for day in after)
    return SettingOut(one.id, here, there, kept, one.head, since, arrives, ends)


def walk_rows(
    work: Work, walks: Sequence[Walk], spots: dict[str, Spot], people: Sequence[SettingOut], travel: Any
) -> list[Row]:
    """In the order of the plan; who has but the place he is on the way to has a row, too."""
    known = {one.id: one for one in people}
    today = next((n for n, day in enumerate(work.days) if day == work.today), -1)
    rows, done = [], set()
    for walk in walks:
        one = known[walk.worker_id]
        head = one if one.head is not None and walk.day == today else None
        done |= {one.id} if head else set()
        rows.append(_row(work, walk, spots, one, head, travel))
    alone = [one for one in people if one.head is not None and one.id not in done and today >= 0]
    nothing = (Walk(one.id, today, (), one.sets_out_s, one.ends_s, 0.0, 0.0) for one in alone)
    return rows + [_row(work, walk, spots, one, one, travel) for walk, one in zip(nothing, alone, strict=True)]


def _row(work: Work, walk: Walk, spots: dict[str, Spot], one: SettingOut, head: SettingOut | None, travel: Any) -> Row:
    visited = [(visit, spots[visit.stop_id]) for visit in walk.visits]
    begins, walked = walk.begins_s, walk.walk_s
    if head is not None and head.head is not None:
        visited.insert(0, (Visit(head.head.id, head.arrives_s), head.head))
        begins, walked = head.sets_out_s, walked + head.arrives_s - head.sets_out_s
    return {
        "worker_id": walk.worker_id,
        "day": work.days[walk.day].isoformat(),
        "minutes": round(max(0.0, walk.ends_s - begins) / 60, 1),
        "walk_minutes": round(max(0.0, walked) / 60, 1),
        "begins": hhmm(begins),
        "ends": hhmm(walk.ends_s),
        "places": [
            {
                "id": spot.id,
                "name": spot.name[:120],
                "lon": spot.lon,
                "lat": spot.lat,
                "minutes": work.minutes.get(spot.id, work.per_place),
                "at": hhmm(visit.begins_s),
            }
            for visit, spot in visited
        ],
        "path": _path(travel, [one.here if head else one.place, *(Position(s.lon, s.lat) for _, s in visited)]),
    }


def _path(travel: Any, places: Sequence[Position]) -> list[list[float]]:
    """The way through all of them; straight where none is known."""
    line: list[list[float]] = []
    for here, there in pairwise(places):
        leg = travel.path(here, there)
        points = leg.path if leg is not None and len(leg.path) > 1 else (here, there)
        line += [[round(p.lon, 6), round(p.lat, 6)] for p in points]
    return line

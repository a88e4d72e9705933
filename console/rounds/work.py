"""From a question to walks, in the working process: ways, plan, rows as PlanRound takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any

import numpy as np

from console.rounds.asked import Work
from console.rounds.walks import SettingOut, setting_out, walk_rows
from dispatch.position import Position
from dispatch.roster import LOCAL
from dispatch.rounds import ALWAYS, Problem, Rounds, Span, Stop, Walker, plan_rounds, replan_rounds
from dispatch.travel.hours import spans_on
from layers.patrol import Spot

Row = dict[str, Any]
#: Gates are looked at so often: hours are given by the half hour at the finest.
STEP_S = 1800.0
#: Drawing the way to one place, once the search is done: 1.5 ms of processor time in the demo district.
DRAW_S = 0.0015


def answer(work: Work, travel: Any) -> Row:
    """Walks with names, times and the drawn way; what is left with why; figures. Gates are as they are for most of the
    asked working time of its days (``moments``), not as they are now."""
    ends_at = work.ends_at if work.ends_at is not None else monotonic() + work.time_limit_s
    travel = getattr(travel, "during", lambda _: travel)(moments(work))
    places = [Position(spot.lon, spot.lat) for spot in work.spots]
    people = _setting_out(work, places, travel)
    everywhere = [*places, *(one.place for one in people)]
    seconds = np.asarray(travel.matrix(everywhere, everywhere).seconds, dtype=float)
    np.fill_diagonal(seconds, 0.0)
    problem = Problem(
        tuple(_stop(work, spot) for spot in work.spots),
        tuple(Walker(one.id, one.days) for one in people),
        seconds,
        work.returns,
    )
    made = _made(work, problem, ends_at - DRAW_S * len(places))
    spots = {spot.id: spot for spot in work.spots}
    return {
        "walks": walk_rows(work, made.walks, spots, people, travel),
        "left": [{"id": one.stop_id, "name": spots[one.stop_id].name, "code": one.code} for one in made.left],
        "by": made.by,
        "walk_minutes": round(made.walk_s / 60, 1),
        "spread_minutes": round(made.spread_s / 60, 1),
        "turns": made.turns,
    }


def moments(work: Work) -> list[datetime]:
    """The middle of each half hour of the asked working time, today's from now on; of one day after the other."""
    found = []
    for day in work.days:
        span = _day(work, day)
        since, to = span or (work.begins_s, work.ends_s)
        midnight = datetime.combine(day, time(), LOCAL)
        steps = max(1, round((to - since) / STEP_S))
        found += [midnight + timedelta(seconds=since + (to - since) * (n + 0.5) / steps) for n in range(steps)]
    return found


def _made(work: Work, problem: Problem, ends_at: float) -> Rounds:
    """What is left of the limit is for the search; where nothing is, the quick plan stands."""
    limit_s = max(0.0, ends_at - monotonic())
    if work.kept is None:
        return plan_rounds(problem, time_limit_s=limit_s)
    days = {day.isoformat(): n for n, day in enumerate(work.days)}
    kept = {(worker, days[day]): ids for (worker, day), ids in work.kept.items() if day in days}
    return replan_rounds(problem, kept, time_limit_s=limit_s)


def _setting_out(work: Work, places: Sequence[Position], travel: Any) -> list[SettingOut]:
    """Whose place nobody knows sets out where the places have their middle."""
    lon, lat = (float(np.median([getattr(p, name) for p in places])) if places else 0.0 for name in ("lon", "lat"))
    found = []
    for one in work.walkers:
        here = Position(*one.place) if one.place else Position(lon, lat)
        days = one.days or tuple(_day(work, day) for day in work.days)
        found.append(setting_out(work, one, here, days, travel))
    return found


def _stop(work: Work, spot: Spot) -> Stop:
    """Hours are read for each day by its weekday; what cannot be read counts as always open, as at gates."""
    service = 60.0 * work.minutes.get(spot.id, work.per_place)
    shut = work.today if spot.id in work.not_today else None
    by_day = tuple(() if day == shut else _open(spot.hours, day) for day in work.days)
    if len(set(by_day)) == 1 and by_day[0]:
        return Stop(spot.id, service, () if by_day[0] == ALWAYS else by_day[0])
    return Stop(spot.id, service, by_day=by_day)


def _open(hours: str, day: date) -> tuple[Span, ...]:
    spans = spans_on(hours, day)
    return ALWAYS if spans is None else tuple((60.0 * since, 60.0 * to) for since, to in spans)


def _day(work: Work, day: date) -> tuple[float, float] | None:
    begins = max(work.begins_s, work.today_from_s) if day == work.today else work.begins_s
    return (begins, work.ends_s) if begins < work.ends_s else None

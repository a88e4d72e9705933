"""A ranking as the API shows it: with the age of the fix and whether the phone can be reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from dispatch.codec import format_time, to_data
from dispatch.matching import Candidate

#: A phone sends a position or a heartbeat every 30 s; three missed ones and it counts as out of reach.
REACHABLE_FOR = timedelta(seconds=90)


def candidate_rows(services: Any, ranking: Iterable[Candidate]) -> list[dict[str, Any]]:
    """contracts.md §4, in rank order; ``reasons`` and ``why_not`` are codes that the screens translate."""
    seen, now = services.presence.last(), services.clock()
    return [_row(one, seen.get(one.worker_id), now) for one in ranking]


def _row(one: Candidate, seen_at: datetime | None, now: datetime) -> dict[str, Any]:
    return {
        "worker_id": one.worker_id,
        "name": one.name,
        "eta_s": _rounded(one.eta_s),
        "distance_m": _rounded(one.distance_m),
        "straight_m": _rounded(one.straight_m),
        "rank": one.rank,
        "available": one.available,
        "reachable_phone": seen_at is not None and now - seen_at <= REACHABLE_FOR,
        "seen_at": None if seen_at is None else format_time(seen_at),
        "fix_age_s": _rounded(one.fix_age_s),
        "reasons": list(one.reasons),
        "why_not": one.why_not,
        "why": to_data(dict(one.why)),
        "travel": one.travel,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)

"""GET /coverage: the buildings that nobody who is free reaches within some minutes, as people move.

Brought up to date while somebody asks, at most every 2 s, on one native thread of its own; who moved is searched anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from flask import Response, current_app

from console.api.reach import MINUTES, minutes_asked, network, quarter
from console.api.routes import INTEGER, STRING, Query, Route, listed, ok, shape
from console.api.services import services
from console.api.who import WALL
from console.native import Lane, native
from dispatch.codec import format_time
from dispatch.matching import STALE_COSTS_S, STALE_FIX_S, obstacle

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.adapters.positions import Fix
    from layers.coverage import Cover, Covered
    from layers.reach import Quarter

EVERY_S = 2.0
#: Those who are sent by rank, as the ranking has it.
ROLES = ("grid_worker",)

#: worker → last fix and its age in seconds
Free = dict[str, tuple["Fix", float]]


class Watch:
    """The coverage of the application: what it keeps, the thread that works on it, and the answers as bytes by minutes,
    each with when it was made."""

    def __init__(self, cover: Cover, clock: Callable[[], float] = monotonic) -> None:
        self.cover = cover
        self._lane, self._clock = Lane(), clock
        self._told: dict[int, tuple[float, bytes]] = {}

    def ask(self, minutes: int, work: Callable[[], bytes]) -> bytes:
        """The answer of less than 2 s ago, else a new one; who asks meanwhile waits for that."""
        return self._recent(minutes) or self._lane.run(lambda: self._recent(minutes) or self._new(minutes, work))

    def _recent(self, minutes: int) -> bytes | None:
        at, body = self._told.get(minutes, (float("-inf"), b""))
        return body if self._clock() - at < EVERY_S else None

    def _new(self, minutes: int, work: Callable[[], bytes]) -> bytes:
        body = work()
        # Other limits that nobody asks about any more are not held for ever.
        self._told = {m: told for m, told in self._told.items() if self._recent(m)} | {minutes: (self._clock(), body)}
        return body


def get() -> Response:
    """Who is free is decided as for a ranking: on duty, without a job; an old fix costs a minute."""
    minutes, watch, now = minutes_asked(5), _watch(), services().clock()
    free, travel = free_now(now), services().travel
    body = watch.ask(minutes, lambda: _body(watch.cover, travel, minutes, free, now))
    answer = Response(body, mimetype="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _body(cover: Cover, travel: Any, minutes: int, free: Free, now: datetime) -> bytes:
    from dispatch.travel.coverage import Start

    starts = {
        worker: Start(fix.position, STALE_COSTS_S if age_s > STALE_FIX_S else 0.0)
        for worker, (fix, age_s) in free.items()
    }
    found = cover.now(network(travel, "walk"), minutes, starts)
    return json.dumps(_row(found, minutes, now), ensure_ascii=False, separators=(",", ":")).encode()


def _row(found: Covered, minutes: int, now: datetime) -> dict[str, Any]:
    return {
        "at": format_time(now),
        "minutes": minutes,
        "workers_free": found.workers,
        "buildings": found.buildings,
        "reached": found.buildings - len(found.unreached),
        "unreached": found.unreached,
        "households_unreached": found.households,
    }


def free_now(now: datetime) -> Free:
    """Who could go now, of those whose place is known."""
    board, fixes = services().board, services().positions.all()
    return {
        worker.id: (fixes[worker.id], (now - fixes[worker.id].at).total_seconds())
        for worker in list(board.workers.values())
        if worker.id in fixes and worker.role in ROLES and obstacle(board, worker, None) is None
    }


def _watch() -> Watch:
    kept: dict[str, Any] = current_app.extensions
    of = quarter()
    if "shaodao.coverage" not in kept:
        made = native(_made, of)
        kept.setdefault("shaodao.coverage", made)
    found: Watch = kept["shaodao.coverage"]
    return found


def _made(of: Quarter) -> Watch:
    from layers.coverage import Cover  # scipy, 0.7 s

    return Watch(Cover(of))


ROUTES = (
    Route(
        "GET",
        "/coverage",
        get,
        WALL,
        "The buildings that nobody who is free now reaches on foot within some minutes (5 unless told).",
        query=(Query("minutes", MINUTES),),
        answers=ok(
            shape(
                at=STRING,
                minutes=INTEGER,
                workers_free=INTEGER,
                buildings=INTEGER,
                reached=INTEGER,
                unreached=listed(STRING),
                households_unreached=INTEGER,
            )
        ),
        problems=(409, 422),
    ),
)

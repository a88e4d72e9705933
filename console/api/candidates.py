"""GET /tickets/{id}/candidates: a ranking as the API shows it, with the age of the fix, and whether the phone is on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import Response, jsonify, request

from console.api.routes import ANY, BOOLEAN, INTEGER, NUMBER, STRING, Query, Route, listed, nullable, ok, shape
from console.api.services import services
from console.api.who import DESK
from dispatch import matching
from dispatch.codec import format_time, to_data
from dispatch.errors import NotFound
from dispatch.matching import Candidate

#: A phone sends a position or a heartbeat every 30 s; three missed ones and it counts as out of reach.
REACHABLE_FOR = timedelta(seconds=90)
#: The ways of so many of the best are drawn without being asked for.
DRAWN = 3


def get(ticket_id: str) -> Response:
    """Every worker on duty, ranked by expected cost in seconds, with reasons, or with why not.

    A list; with ``?summary=1`` an object that also says in one code why nobody can be sent, and what comes after the
    street. ``?path=worker_id`` draws that worker's way too.
    """
    mine = services()
    ticket = mine.board.tickets.get(ticket_id)
    if ticket is None:
        raise NotFound(f"no ticket {ticket_id}", what="ticket", id=ticket_id)
    draw = request.args.get("path") or None
    ranking = mine.ranker.of_ticket(mine.board, ticket_id, with_paths=DRAWN, draw=draw)
    rows = candidate_rows(mine, ranking)
    if request.args.get("summary", "0") in ("0", "false", ""):
        return jsonify(rows)
    kind = mine.board.kinds.get(ticket.kind)
    nobody, approach = matching.nobody(ranking, kind), mine.ranker.approach_of(ticket.where, kind)
    return jsonify(
        {
            "candidates": rows,
            "nobody": {"code": nobody[0], "why": to_data(nobody[1])} if nobody else None,
            "approach": {
                "seconds": round(approach.seconds, 1),
                "floors": approach.floors,
                "by": approach.by,
                "reasons": list(approach.reasons),
                "why": dict(approach.why),
            },
            "placed": ticket.where.lon is not None,
        }
    )


def candidate_rows(services: Any, ranking: Iterable[Candidate]) -> list[dict[str, Any]]:
    """contracts.md §4, in rank order; ``reasons``, ``why_not`` and ``costs`` are codes that the screens translate."""
    seen, now = services.presence.last(), services.clock()
    return [_row(one, seen.get(one.worker_id), now) for one in ranking]


def _row(one: Candidate, seen_at: datetime | None, now: datetime) -> dict[str, Any]:
    return {
        "worker_id": one.worker_id,
        "name": one.name,
        "eta_s": _rounded(one.eta_s),
        "eta_spread_s": _rounded(one.eta_spread_s),
        "distance_m": _rounded(one.distance_m),
        "straight_m": _rounded(one.straight_m),
        "rank": one.rank,
        "available": one.available,
        "stackable": one.stackable,
        "reachable_phone": seen_at is not None and now - seen_at <= REACHABLE_FOR,
        "seen_at": None if seen_at is None else format_time(seen_at),
        "fix_age_s": _rounded(one.fix_age_s),
        "cost_s": _rounded(one.cost_s),
        "costs": [{"code": code, "seconds": _rounded(seconds)} for code, seconds in one.costs],
        "reasons": list(one.reasons),
        "why_not": one.why_not,
        "why": to_data(dict(one.why)),
        "after_ticket": one.after_ticket_id,
        "path": [list(point) for point in one.path] or None,
        "travel": one.travel,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


_CANDIDATE = shape(
    worker_id=STRING,
    name=STRING,
    eta_s=nullable(NUMBER),
    eta_spread_s=nullable(NUMBER),
    distance_m=nullable(NUMBER),
    straight_m=nullable(NUMBER),
    rank=INTEGER,
    available=BOOLEAN,
    stackable=BOOLEAN,
    reachable_phone=BOOLEAN,
    fix_age_s=nullable(NUMBER),
    cost_s=NUMBER,
    costs=listed(shape(code=STRING, seconds=NUMBER)),
    reasons=listed(STRING),
    why_not=nullable(STRING),
    why=ANY,
    after_ticket=nullable(STRING),
    path=nullable(listed(listed(NUMBER))),
)
ROUTES = (
    Route(
        "GET",
        "/tickets/<ticket_id>/candidates",
        get,
        DESK,
        "Who could go: every worker on duty, ranked.",
        query=(
            Query("path", STRING, "worker whose way is drawn besides those of the first three"),
            Query("summary", BOOLEAN, "1: an object with ``candidates``, ``nobody`` (why nobody can go), ``approach``"),
        ),
        answers=ok(listed(_CANDIDATE)),
        problems=(404,),
    ),
)
